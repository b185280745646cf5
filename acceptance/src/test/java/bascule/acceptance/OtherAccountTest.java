package bascule.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.acceptance.lantern.Installed;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What one account may not do to another's installation, and what a small disk does not hold. */
@Tag("real")
class OtherAccountTest {
    private static final String NOBODY = "65534";
    private static final String OPEN = "rwxr-xr-x";

    @TempDir private Path temp = Path.of("");

    private Path lamp = Path.of("");
    private Path command = Path.of("");
    private boolean mounted;

    @BeforeEach
    void install() throws Exception {
        Files.setPosixFilePermissions(
                temp, java.nio.file.attribute.PosixFilePermissions.fromString(OPEN));
        var archive = DistributionTest.archive().toString();
        assertThat(run("tar", "-xzf", archive, "-C", temp.toString()).code()).isZero();
        try (var files = Files.newDirectoryStream(temp, "bascule-*")) {
            command = files.iterator().next().resolve("bin/bascule");
        }
        lamp = Files.createDirectory(temp.resolve("lamp"));
    }

    @AfterEach
    void end() throws Exception {
        if (mounted) {
            assertThat(run("umount", lamp.toString()).code()).isZero();
        }
    }

    private void lay() throws IOException {
        new Installed(lamp, lamp, true, 1, "#!/bin/sh\nexit 1\n").lay();
    }

    @Test
    void an_instance_that_another_account_adopted() throws Exception {
        lay();
        var mine =
                bascule("root", lamp.resolve("home"), "upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(mine.code()).as(mine.said()).isEqualTo(12);
        var theirs = theirs();
        assertThat(run("chown", "-R", NOBODY, lamp.resolve("releases").toString()).code()).isZero();
        var ran = bascule(NOBODY, theirs, "upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(ran.said()).contains("error[BSC-307]", "root", lamp + "/home/state");
        assertThat(ran.code()).as(ran.said()).isEqualTo(11);
    }

    @Test
    void a_root_that_this_account_may_not_write() throws Exception {
        lay();
        var ran = bascule(NOBODY, theirs(), "upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(ran.said()).contains("error[BSC-", "permissions", lamp.toString());
        assertThat(ran.code()).as(ran.said()).isEqualTo(11);
    }

    @Test
    void a_disk_that_does_not_hold_the_backup() throws Exception {
        var mount = run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", lamp.toString());
        assertThat(mount.code()).as(mount.said()).isZero();
        mounted = true;
        lay();
        Files.write(lamp.resolve("shared/data/blob"), new byte[2 << 20]);
        var ran =
                bascule("root", lamp.resolve("home"), "upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(ran.said()).contains("error[BSC-", "space", "MB");
        assertThat(ran.code()).as(ran.said()).isEqualTo(11);
        assertThat(lamp.resolve("home/state/instances/lamp/runs")).doesNotExist();
    }

    @Test
    void a_store_that_is_a_mount_of_its_own() throws Exception {
        lay();
        var data = lamp.resolve("shared/data").toString();
        assertThat(run("cp", "-a", data, data + ".kept").code()).isZero();
        var mount = run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", data);
        assertThat(mount.code()).as(mount.said()).isZero();
        try {
            assertThat(run("cp", "-a", data + ".kept/.", data).code()).isZero();
            var home = lamp.resolve("home");
            var ran = bascule("root", home, "upgrade", "lamp", "--to", "2.0.0", "--yes");
            assertThat(ran.said()).contains("error[BSC-113]", data);
            assertThat(ran.code()).as(ran.said()).isEqualTo(11);
        } finally {
            assertThat(run("umount", data).code()).isZero();
        }
    }

    /** Another home that knows the same installation. */
    private Path theirs() throws Exception {
        var home = temp.resolve("theirs");
        assertThat(run("cp", "-r", lamp.resolve("home").toString(), home.toString()).code())
                .isZero();
        assertThat(run("rm", "-rf", home.resolve("state").toString()).code()).isZero();
        assertThat(run("chown", "-R", NOBODY, home.toString()).code()).isZero();
        return home;
    }

    private Ran bascule(String account, Path home, String... words) throws Exception {
        var line = new ArrayList<String>();
        if (!account.equals("root")) {
            line.addAll(List.of("setpriv", "--reuid=" + account, "--clear-groups"));
        }
        line.addAll(List.of(command.toString()));
        line.addAll(List.of(words));
        line.addAll(List.of("--home", home.toString()));
        return run(line.toArray(String[]::new));
    }

    private static Ran run(String... words) throws Exception {
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), said);
    }
}
