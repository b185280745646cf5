package bascule.acceptance;

import static bascule.acceptance.BootedHost.await;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.acceptance.lantern.Installed;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** An upgrade is killed, and the machine boots before anybody can say `bascule resume`. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BootTest {
    private static final String UNIT = "bascule-resume-lamp-*.service";
    private static final Pattern ENTRY =
            Pattern.compile("\"(began|done)\".*?\"step\":\"([^\"]+)\"");
    private static final int PORT = 8080;

    private @Nullable BootedHost booted;

    @BeforeAll
    void boot(@TempDir Path folder) throws Exception {
        booted = new BootedHost(folder);
    }

    private BootedHost host() {
        return Objects.requireNonNull(booted);
    }

    @AfterAll
    void off() throws Exception {
        host().end();
    }

    /** Barred or not yet, switched or not, the new release started or not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "done quiesce/stop:unit",
                "done quiesce/bar:unit",
                "began switch/code",
                "done start/start:unit"
            })
    void the_machine_goes_on_with_the_run_by_itself(String last) throws Exception {
        install();
        var line = 1 + lines().indexOf(last);
        assertThat(line).isPositive();
        install();
        kill(line);
        assertThat(units()).isOne();

        host().reboot();
        await(() -> status().contains("\"outcome\":\"upgraded\""));
        await(() -> asked("/health").contains("2.0.0"));
        assertThat(asked("/rows")).contains(Installed.ROWS + "migrated to 2.0.0");
        assertThat(units()).isZero();
        assertThat(host().root().resolve("etc/systemd/system/lantern.service.d")).doesNotExist();

        host().reboot();
        await(() -> asked("/health").contains("2.0.0"));
    }

    private int units() throws IOException {
        var folder = host().root().resolve("etc/systemd/system");
        try (var found = Files.newDirectoryStream(folder, UNIT)) {
            var count = 0;
            for (var _ : found) {
                count++;
            }
            return count;
        }
    }

    private void install() throws Exception {
        host().tries("systemctl", "disable", "--now", "lantern.service");
        host().does("rm", "-rf", "/srv/lamp");
        var lamp = Path.of("/srv/lamp");
        var program = Installed.program("/jdk/bin/java", BootedHost.classes());
        var folder = host().root().resolve("srv/lamp");
        new Installed(folder, lamp, true, PORT, program).lay();
        Files.writeString(
                folder.resolve("home/config/instances/lamp.yaml"),
                """
                services:
                  server: { drop: true }
                  unit: { systemd: lantern.service }
                """,
                java.nio.file.StandardOpenOption.APPEND);
        Files.writeString(
                host().root().resolve("etc/systemd/system/lantern.service"),
                """
                [Service]
                ExecStart=/srv/lamp/current/bin/lantern serve
                [Install]
                WantedBy=multi-user.target
                """);
        host().does("systemctl", "daemon-reload");
        host().does("systemctl", "enable", "--now", "lantern.service");
        await(() -> asked("/health").contains("1.0.0"));
    }

    /** What the journal of an upgrade that nobody kills says, line by line. */
    private List<String> lines() throws Exception {
        bascule("upgrade", "lamp", "--to", "2.0.0", "--yes");
        var runs = host().root().resolve("srv/lamp/home/state/instances/lamp/runs");
        try (var folders = Files.list(runs)) {
            var journal = folders.findFirst().orElseThrow().resolve("journal.jsonl");
            return Files.readAllLines(journal).stream().map(BootTest::said).toList();
        }
    }

    private static String said(String line) {
        var found = ENTRY.matcher(line);
        return found.find() ? found.group(1) + " " + found.group(2) : "";
    }

    private void kill(int line) throws Exception {
        host().tries(
                        "env",
                        "BASCULE_HOME=/srv/lamp/home",
                        "BASCULE_KILL_AT=" + line + ":after:group",
                        "setsid",
                        "--wait",
                        "/jdk/bin/java",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        BootedHost.classes(),
                        "bascule.cli.Bascule",
                        "upgrade",
                        "lamp",
                        "--to",
                        "2.0.0",
                        "--yes");
    }

    private String status() {
        try {
            return bascule("status", "lamp", "--json");
        } catch (IOException | InterruptedException notYet) {
            return "";
        }
    }

    private String bascule(String... words) throws IOException, InterruptedException {
        var line =
                new ArrayList<>(
                        List.of(
                                "env",
                                "BASCULE_HOME=/srv/lamp/home",
                                "/jdk/bin/java",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                BootedHost.classes(),
                                "bascule.cli.Bascule"));
        line.addAll(List.of(words));
        return host().does(line.toArray(String[]::new));
    }

    /** What the application answers; empty where nothing does. */
    private String asked(String path) {
        try {
            return host().tries(
                            "bash",
                            "-c",
                            "exec 3<>/dev/tcp/127.0.0.1/%d; printf 'GET %s HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3"
                                    .formatted(PORT, path));
        } catch (IOException | InterruptedException notYet) {
            return "";
        }
    }
}
