package bascule.acceptance.mediawiki;

import static bascule.acceptance.BootedHost.await;

import bascule.acceptance.BootedHost;
import bascule.acceptance.Ran;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A wiki of 1,000 pages on a Debian of its own, known to Bascule, and a visitor who comes all the
 * time. Its releases are what two Debian releases ship, laid out as MediaWiki's own archives are.
 */
final class WikiHost {
    private static final List<String> PACKAGES =
            List.of(
                    "nginx",
                    "php8.2-fpm",
                    "php8.2-cli",
                    "php8.2-mysql",
                    "php8.2-xml",
                    "php8.2-mbstring",
                    "php8.2-intl",
                    "php8.2-apcu",
                    "mariadb-server",
                    "curl");

    private final Path folder;
    final BootedHost host;
    final String old;
    final String wanted;

    WikiHost(Path folder) throws IOException, InterruptedException {
        // Three releases of 14,000 files are laid out and taken away again and again.
        BootedHost.run("mount", "-t", "tmpfs", "-o", "mode=755", "wiki", folder.toString());
        this.folder = folder;
        host = new BootedHost(folder, "-wiki", PACKAGES);
        var archives = Files.createDirectories(inside("/srv/archives"));
        old = release(archived("bookworm", archives));
        wanted = release(archived("trixie", archives));
        for (var program : List.of("install", "visitor")) {
            resource(program, inside("/usr/local/bin/" + program));
        }
        var recipes = Files.createDirectories(inside("/srv/bascule/config/recipes"));
        var shipped = checkout().resolve("recipes/mediawiki");
        BootedHost.run("cp", "-a", shipped.toString(), recipes.toString());
        // As every Debian has it: MariaDB asks for the name of whoever comes from an address.
        Files.writeString(inside("/etc/hosts"), "127.0.0.1 localhost\n");
        host.does("/usr/local/bin/install", old);
        visited();
        adopt();
    }

    private static Path checkout() {
        var here = Path.of("").toAbsolutePath();
        return here.endsWith("acceptance") ? here.resolve("..").normalize() : here;
    }

    /** Where the host has this path, for us. */
    Path inside(String path) {
        return host.root().resolve(path.substring(1));
    }

    private static void resource(String name, Path to) throws IOException {
        try (var in = WikiHost.class.getResourceAsStream("/mediawiki/" + name)) {
            Files.copy(Objects.requireNonNull(in), to, StandardCopyOption.REPLACE_EXISTING);
        }
        if (!to.toFile().setExecutable(true)) {
            throw new IOException("cannot be executed: " + to);
        }
    }

    private static Path archived(String suite, Path archives)
            throws IOException, InterruptedException {
        var program = Files.createTempFile("bascule-archive-", "");
        try {
            resource("archive", program);
            var folder = BootedHost.kept().resolve("mediawiki").toString();
            var said = BootedHost.run(program.toString(), suite, folder).strip();
            var archive = Path.of(said.substring(said.lastIndexOf('\n') + 1));
            return Files.copy(archive, archives.resolve(archive.getFileName()));
        } finally {
            Files.delete(program);
        }
    }

    private static String release(Path archive) {
        return archive.getFileName().toString().replaceFirst("^mediawiki-(.+)\\.tar\\.gz$", "$1");
    }

    /** From here on, over every boot. */
    private void visited() throws IOException, InterruptedException {
        Files.writeString(
                inside("/etc/systemd/system/visitor.service"),
                """
                [Service]
                ExecStart=/usr/local/bin/visitor
                [Install]
                WantedBy=sysinit.target
                """);
        host.does("systemctl", "daemon-reload");
        host.does("systemctl", "enable", "--now", "visitor.service");
        await(() -> visits().contains("200"));
    }

    /** What visitors were answered since {@link #visitsAnew}: codes, 000 for nothing at all. */
    List<String> visits() {
        try {
            var file = host.shared().resolve("visits");
            var seen = Files.readAllLines(file);
            return seen.stream()
                    .filter(line -> line.contains(" "))
                    .map(line -> line.substring(line.indexOf(' ') + 1))
                    .toList();
        } catch (IOException notYet) {
            return List.of();
        }
    }

    /** What they are answered from now on. */
    void visitsAnew() throws IOException {
        Files.writeString(host.shared().resolve("visits"), "");
    }

    private void adopt() throws IOException, InterruptedException {
        bascule(
                0,
                "adopt",
                "wiki",
                "--recipe=mediawiki",
                "--root=/srv/wiki/current",
                "--answer=archives=/srv/archives",
                "--answer=address=127.0.0.1:80",
                "--answer=host=wiki.example",
                "--answer=page=Page_1",
                "--answer=tester=Admin@bascule",
                "--answer=tester-password=@/srv/tester");
    }

    Path instance() {
        return inside("/srv/bascule/config/instances/wiki.yaml");
    }

    /** The real command there; another exit code than this is a failure of the test. */
    String bascule(int code, String... words) throws IOException, InterruptedException {
        var ran = bascule(words);
        if (ran.code() != code) {
            throw new AssertionError(ran.code() + ", not " + code + ":\n" + ran.said());
        }
        return ran.said();
    }

    private static List<String> line(List<String> before, String... words) {
        var line = new ArrayList<>(before);
        line.addAll(
                List.of(
                        "env",
                        "BASCULE_HOME=/srv/bascule",
                        "LC_ALL=C.UTF-8",
                        "/jdk/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        BootedHost.classes(),
                        "bascule.cli.Bascule"));
        line.addAll(List.of(words));
        return line;
    }

    /** An upgrade that somebody has the machine do, and does not wait for. */
    void beginUpgrade() throws IOException, InterruptedException {
        var before = List.of("systemd-run", "--quiet", "--collect", "--unit=upgrade");
        host.does(
                line(before, "upgrade", "wiki", "--to=" + wanted, "--yes").toArray(String[]::new));
    }

    Ran bascule(String... words) throws IOException, InterruptedException {
        var line =
                line(
                        List.of(
                                "sh",
                                "-c",
                                "\"$@\"; echo \"ended with $?\"",
                                "sh",
                                "setsid",
                                "--wait"),
                        words);
        var said = host.tries(line.toArray(String[]::new)).strip();
        var last = said.lastIndexOf("ended with ");
        return new Ran(
                Integer.parseInt(said.substring(last + "ended with ".length())),
                said.substring(0, last));
    }

    Ran upgrade() throws IOException, InterruptedException {
        return bascule("upgrade", "wiki", "--to=" + wanted, "--yes");
    }

    /** What its administrator is told to do before 1.40. */
    void withoutRenameuser() throws IOException, InterruptedException {
        host.does("sed", "-i", "/Renameuser/d", "/srv/wiki/current/LocalSettings.php");
    }

    String sql(String query) throws IOException, InterruptedException {
        return host.does("mariadb", "-N", "-B", "wiki", "-e", query).strip();
    }

    /** What the wiki says of itself, and of one page. */
    String page(String title) throws IOException, InterruptedException {
        return host.tries(
                "curl",
                "-s",
                "-H",
                "Host: wiki.example",
                "http://127.0.0.1/index.php?title=" + title);
    }

    /**
     * Everything that must be as it was: code, configuration, pictures and links with their owners
     * and modes, schema and rows. Not in it: what MediaWiki throws away and makes again (its object
     * cache), and what counts the seconds of now.
     */
    String picture() throws IOException, InterruptedException {
        return host.does(
                        "sh",
                        "-c",
                        "cd /srv/wiki && readlink current && cd current/ && find . ../../shared -path ./cache -prune -o"
                                + " -printf '%p %y %u:%g %m %l\\n' | sort"
                                + " && find . ../../shared -path ./cache -prune -o -type f -print0 | sort -z | xargs -0 sha256sum")
                + host.does(
                        "mariadb-dump",
                        "--skip-dump-date",
                        "--skip-extended-insert",
                        "--order-by-primary",
                        "--hex-blob",
                        "--routines",
                        "--triggers",
                        "--events",
                        "--ignore-table-data=wiki.objectcache",
                        "wiki");
    }

    /** An edit by its own user is part of every verification, also of the one on the way back. */
    static String withoutEdit(String instance) {
        return instance.replace("tester: Admin@bascule", "tester: \"\"");
    }

    void end() throws IOException, InterruptedException {
        host.end();
        BootedHost.run("umount", folder.toString());
    }
}
