package bascule.acceptance;

import static bascule.acceptance.BootedHost.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Units stopped, started and barred on a host that is booted and rebooted. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemdTest {
    private @Nullable BootedHost booted;

    @BeforeAll
    void boot(@TempDir Path folder) throws Exception {
        booted = new BootedHost(folder);
        unit(
                "web.service",
                """
                [Service]
                ExecStart=/bin/sh -c 'echo "$DOOR" >/run/door; exec sleep infinity'
                ExecReload=/bin/sh -c 'echo reloaded >/run/reloaded'
                Restart=always
                [Install]
                WantedBy=multi-user.target
                """);
        unit(
                "poke.service",
                """
                [Service]
                Type=oneshot
                ExecStart=/bin/systemctl start web.service
                ExecStart=/bin/touch /run/poked
                """);
        unit(
                "poke.timer",
                """
                [Timer]
                OnBootSec=1
                OnUnitInactiveSec=1
                AccuracySec=100ms
                [Install]
                WantedBy=timers.target
                """);
        unit(
                "worker@.service",
                """
                [Service]
                ExecStart=/bin/sleep infinity
                """);
        unit(
                "broken.service",
                """
                [Service]
                Type=oneshot
                ExecStart=/bin/false
                """);
        host().does("systemctl", "daemon-reload");
        host().does("systemctl", "enable", "--now", "web.service");
        host().does("systemctl", "start", "worker@1", "worker@2");
    }

    private BootedHost host() {
        return Objects.requireNonNull(booted);
    }

    private void unit(String name, String text) throws IOException {
        Files.writeString(host().root().resolve("etc/systemd/system").resolve(name), text);
    }

    @AfterAll
    void off() throws Exception {
        host().end();
    }

    @Test
    void a_unit_is_stopped_started_reloaded_and_restarted() throws Exception {
        assertThat(bascule("standing", "web")).isEqualTo("RUNNING");
        bascule("STOP", "web");
        assertThat(active("web")).isEqualTo("inactive");
        assertThat(bascule("standing", "web")).isEqualTo("STOPPED");
        bascule("START", "web");
        assertThat(active("web")).isEqualTo("active");
        bascule("RELOAD", "web");
        assertThat(host().does("cat", "/run/reloaded")).isEqualTo("reloaded\n");
        var before = host().does("systemctl", "show", "-p", "MainPID", "web");
        bascule("RESTART", "web");
        assertThat(host().does("systemctl", "show", "-p", "MainPID", "web")).isNotEqualTo(before);
        assertThat(active("web")).isEqualTo("active");
    }

    @Test
    void a_variable_for_one_start_is_gone_with_the_next() throws Exception {
        bascule("STOP", "web");
        bascule("START", "web", "DOOR=a \"quoted\" 100% $private");
        assertThat(host().does("cat", "/run/door")).isEqualTo("a \"quoted\" 100% $private\n");
        bascule("RESTART", "web");
        assertThat(host().does("cat", "/run/door")).isEqualTo("\n");
    }

    @Test
    void a_unit_that_does_not_start_is_a_failure() {
        assertThatThrownBy(() -> bascule("START", "broken")).hasMessageContaining("BSC-44");
    }

    @Test
    void instances_of_a_template_that_ran_are_started_again() throws Exception {
        bascule("STOP", "worker@*");
        assertThat(active("worker@1")).isEqualTo("inactive");
        assertThat(active("worker@2")).isEqualTo("inactive");
        bascule("START", "worker@*");
        assertThat(active("worker@1")).isEqualTo("active");
        assertThat(active("worker@2")).isEqualTo("active");
    }

    @Test
    void what_is_barred_is_started_by_nobody_but_bascule_over_a_reboot_too() throws Exception {
        bascule("STOP", "web");
        bascule("bar", "web");
        host().tries("systemctl", "start", "web");
        assertThat(active("web")).isEqualTo("inactive");
        host().does("systemctl", "daemon-reload");
        host().tries("systemctl", "restart", "web");
        assertThat(active("web")).isEqualTo("inactive");

        host().does("systemctl", "enable", "poke.timer");
        host().reboot();
        await(this::poked);
        assertThat(active("web")).isEqualTo("inactive");
        host().does("systemctl", "disable", "--now", "poke.timer");

        bascule("START", "web");
        assertThat(active("web")).isEqualTo("active");
        bascule("STOP", "web");
        host().tries("systemctl", "start", "web");
        assertThat(active("web")).isEqualTo("inactive");

        bascule("unbar", "web");
        host().does("systemctl", "start", "web");
        assertThat(active("web")).isEqualTo("active");
        assertThat(host().root().resolve("etc/systemd/system/web.service.d")).doesNotExist();
    }

    private boolean poked() {
        try {
            return host().tries("ls", "/run/poked").strip().equals("/run/poked");
        } catch (IOException | InterruptedException notYet) {
            return false;
        }
    }

    @Test
    void a_plain_process_outlives_the_unit_that_started_it() throws Exception {
        var server = host().root().resolve("srv/plain/bin/server");
        Files.createDirectories(server.getParent());
        Files.writeString(server, "#!/bin/sh\nexec sleep infinity\n");
        assertThat(server.toFile().setExecutable(true)).isTrue();
        bascule("START", "/srv/plain/bin/server");
        assertThat(bascule("standing", "/srv/plain/bin/server")).isEqualTo("RUNNING");
        var pid = host().does("cat", "/run/plain.pid").strip();
        assertThat(host().does("cat", "/proc/" + pid + "/cgroup")).contains(".scope");
        bascule("STOP", "/srv/plain/bin/server");
        assertThat(bascule("standing", "/srv/plain/bin/server")).isEqualTo("STOPPED");
    }

    private String bascule(String... words) throws Exception {
        return host().java(ServiceVerb.class, words).strip();
    }

    private String active(String unit) throws Exception {
        return host().tries("systemctl", "is-active", unit).strip();
    }
}
