package bascule.cli.demo;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The demo's embedded database, asked past Keycloak: its own shell reads everything from standard
 * input, so that no password stands in a command line. It is opened as Keycloak opens it, shared.
 */
final class Database {
    private static final String ACCOUNT = "sa";

    /** What Keycloak gives its embedded database by itself: known to everybody. */
    private static final String PASSWORD = "password";

    private final Path release;
    private final Path data;
    private final Path java;

    /**
     * @param release a release whose own database driver is used
     * @param data the folder that all releases share
     */
    Database(Path release, Path data, Path java) {
        this.release = release;
        this.data = data;
        this.java = java;
    }

    /** The release whose migrations ran last. */
    String schema() {
        return column("SELECT VERSION AS X FROM MIGRATION_MODEL ORDER BY UPDATE_TIME DESC LIMIT 1")
                .getFirst();
    }

    /** How many steps of migration have been done: tells a half one from none. */
    int changes() {
        return number("SELECT COUNT(*) AS X FROM DATABASECHANGELOG");
    }

    int users() {
        return number(
                "SELECT COUNT(*) AS X FROM USER_ENTITY U JOIN REALM R ON U.REALM_ID = R.ID"
                        + " WHERE R.NAME = '%s'".formatted(Settings.REALM));
    }

    boolean has(String user) {
        return number(
                        "SELECT COUNT(*) AS X FROM USER_ENTITY WHERE USERNAME = '%s'"
                                .formatted(user))
                > 0;
    }

    /** Whether a server has it open and lets others in: H2 keeps a file beside it as long as that. */
    boolean shared() {
        return Files.exists(data.resolve("h2/keycloakdb.lock.db"));
    }

    /** Whether a change of one row was made. */
    boolean changed(String sql) {
        return asked(sql).contains("(Update count: 1");
    }

    private int number(String sql) {
        return Integer.parseInt(column(sql).getFirst());
    }

    private String asked(String sql) {
        var file = data.resolve("h2/keycloakdb").toAbsolutePath();
        var lines =
                List.of(
                        "jdbc:h2:file:%s;IFEXISTS=TRUE;AUTO_SERVER=TRUE".formatted(file),
                        "",
                        ACCOUNT,
                        PASSWORD,
                        "list",
                        sql + ";",
                        "quit");
        return said(String.join("\n", lines) + "\n");
    }

    private List<String> column(String sql) {
        var said = asked(sql);
        var found = Pattern.compile("(?m)^(?:sql> )?X *: (.*)$").matcher(said);
        var column = new ArrayList<String>();
        while (found.find()) {
            column.add(found.group(1).strip());
        }
        if (column.isEmpty()) {
            throw new Fault("BSC-553", Text.of("demo.database-silent", said.strip()));
        }
        return column;
    }

    private String said(String words) {
        try {
            var out = Files.createTempFile("bascule-h2-", ".out");
            try {
                var process =
                        new ProcessBuilder(
                                        java.toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:+UseSerialGC",
                                        "-Djdk.console=java.base",
                                        "-cp",
                                        driver().toString(),
                                        "org.h2.tools.Shell")
                                .redirectErrorStream(true)
                                .redirectOutput(out.toFile())
                                .start();
                try (var in = process.getOutputStream()) {
                    in.write(words.getBytes(StandardCharsets.UTF_8));
                }
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
                return Files.readString(out);
            } finally {
                Files.delete(out);
            }
        } catch (IOException cannot) {
            throw new Fault("BSC-553", Text.of("demo.database-silent", String.valueOf(cannot)));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new Fault("BSC-553", Text.of("demo.database-silent", "interrupted"));
        }
    }

    private Path driver() throws IOException {
        try (var jars =
                Files.newDirectoryStream(
                        release.resolve("lib/lib/main"), "com.h2database.h2-*.jar")) {
            return jars.iterator().next();
        }
    }
}
