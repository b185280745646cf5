package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.problem.Fault;
import bascule.store.Backup.Depth;
import bascule.store.FileBackup;
import bascule.store.Trees;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What only the administrator can give to files, and other file systems than the machine's. */
@Tag("real")
class FilesTest {
    private static final String NOBODY = "65534";

    @TempDir private Path folder = Path.of("");

    private Path data = Path.of("");
    private Path copy = Path.of("");
    private final Deque<Path> mounted = new ArrayDeque<>();

    @BeforeEach
    void begin() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        data = Files.createDirectories(folder.resolve("live/data"));
        copy = folder.resolve("copy");
    }

    @AfterEach
    void end() throws Exception {
        for (var mount : mounted) {
            assertThat(code("umount", mount.toString())).isZero();
        }
    }

    /** For {@link #what_the_account_may_not_read_is_named_before_the_outage}. */
    public static void main(String[] args) {
        try {
            new FileBackup(List.of(Path.of(args[0])), Path.of(args[1])).firstPass();
        } catch (Fault told) {
            System.out.println(told.getMessage());
            System.exit(11);
        }
    }

    private void comesBack() throws Exception {
        var tree = new DressedTree(data);
        tree.dress();
        var before = tree.picture();
        var backup = new FileBackup(List.of(data), copy);
        backup.firstPass();
        backup.lastPass();
        backup.verify();
        assertThat(backup.prove(Depth.FULL)).isNotNull();
        tree.spoil();
        backup.restore();
        assertThat(tree.picture()).isEqualTo(before);
    }

    @Test
    void owners_setuid_access_lists_capabilities_and_times_come_back() throws Exception {
        comesBack();
    }

    /** A folder above may give access lists to whatever is made in it: to a restore, too. */
    @Test
    void access_lists_that_a_folder_hands_down_are_not_added() throws Exception {
        run("setfacl", "-d", "-m", "u:54321:rwx", folder.resolve("live").toString());
        comesBack();
    }

    @Test
    void a_file_system_of_the_backups_that_keeps_no_access_lists_loses_none() throws Exception {
        var poor = Files.createDirectory(folder.resolve("poor"));
        run("mount", "-t", "ramfs", "ramfs", poor.toString());
        mounted.push(poor);
        Files.writeString(poor.resolve("file"), "x");
        assertThat(code("setfacl", "-m", "u:1:r", poor.resolve("file").toString())).isNotZero();
        copy = poor.resolve("copy");
        comesBack();
    }

    private Path image(String kind) throws Exception {
        var at = Files.createDirectory(folder.resolve(kind));
        var image = folder.resolve(kind + ".img").toString();
        run("truncate", "-s", "600M", image);
        run("mkfs." + kind, "-q", image);
        run("mount", "-o", "loop", image, at.toString());
        mounted.push(at);
        data = Files.createDirectories(at.resolve("live/data"));
        copy = at.resolve("copy");
        return at;
    }

    private void sharesBlocks(String kind) throws Exception {
        var at = image(kind);
        run("sh", "-c", "head -c 100M /dev/urandom >large");
        run("sync", "-f", at.toString());
        var free = Files.getFileStore(at).getUnallocatedSpace();
        var backup = new FileBackup(List.of(data), copy);
        backup.firstPass();
        backup.lastPass();
        backup.verify();
        backup.restore();
        run("sync", "-f", at.toString());
        assertThat(free - Files.getFileStore(at).getUnallocatedSpace()).isLessThan(20 << 20);
        comesBack();
    }

    @Test
    void on_xfs_a_copy_and_a_restore_share_the_blocks_of_what_is_live() throws Exception {
        sharesBlocks("xfs");
    }

    @Test
    void on_btrfs_too() throws Exception {
        sharesBlocks("btrfs");
    }

    private void refused(String... words) {
        assertThatThrownBy(() -> new FileBackup(List.of(data), copy).firstPass())
                .hasMessageContaining("BSC-434")
                .hasMessageContaining(words[0]);
        assertThat(copy.resolve("manifest.json")).doesNotExist();
    }

    @Test
    void a_mount_inside_is_told_before_a_restore_would_have_deleted_what_lies_in_it()
            throws Exception {
        var inside = Files.createDirectory(data.resolve("inside"));
        run("mount", "-t", "tmpfs", "tmpfs", inside.toString());
        mounted.push(inside);
        refused(inside.toString());
    }

    @Test
    void a_file_that_nobody_may_replace_is_told_before_the_outage() throws Exception {
        var file = Files.writeString(data.resolve("file"), "x");
        run("chattr", "+i", file.toString());
        try {
            refused(file.toString());
        } finally {
            run("chattr", "-i", file.toString());
        }
    }

    @Test
    void what_the_account_may_not_read_is_named_before_the_outage() throws Exception {
        Files.writeString(data.resolve("readable"), "x");
        var closed = Files.writeString(data.resolve("closed"), "x");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-------"));
        run("chown", "-R", NOBODY + ":" + NOBODY, folder.toString());
        run("chown", "root", closed.toString());
        assertThat(asNobody()).contains("BSC-430", closed.toString());
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(asNobody()).contains("BSC-434", closed.toString(), "0:" + NOBODY);
        run("chown", NOBODY, closed.toString());
        assertThat(asNobody()).isEmpty();
    }

    private String asNobody() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        var classes = Files.createDirectories(folder.resolve("classes"));
        for (var entry : System.getProperty("java.class.path").split(":")) {
            var from = Path.of(entry); // in root's own folders, which nobody else may read
            if (Files.isDirectory(from)) {
                run("cp", "-r", from + "/.", classes.toString());
            } else if (Files.exists(from)) {
                run("cp", entry, classes.toString());
            }
        }
        var ran =
                new ProcessBuilder(
                                "setpriv",
                                "--reuid=" + NOBODY,
                                "--regid=" + NOBODY,
                                "--clear-groups",
                                java,
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classes + ":" + classes + "/*",
                                FilesTest.class.getName(),
                                data.toString(),
                                copy.toString())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(ran.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(ran.waitFor()).as(said).isEqualTo(said.isEmpty() ? 0 : 11);
        return said;
    }

    @Test
    void a_hundred_thousand_files_in_one_folder_come_back() throws Exception {
        run("sh", "-c", "seq 1 100000 | split -l 1 -a 5 -d - many");
        var backup = new FileBackup(List.of(data), copy);
        assertThat(backup.firstPass().files()).isEqualTo(100_000);
        run("sh", "-c", "echo changed >many00007; rm many00008");
        assertThat(backup.lastPass().files()).isEqualTo(99_999);
        Trees.delete(data);
        backup.restore();
        assertThat(data.resolve("many00007")).hasContent("changed");
        assertThat(data.resolve("many00008")).doesNotExist();
        assertThat(data.resolve("many99999")).hasContent("100000");
    }

    private String run(String... command) throws Exception {
        return DressedTree.ran(Files.isDirectory(data) ? data : folder, command);
    }

    private int code(String... command) throws Exception {
        var discard = ProcessBuilder.Redirect.DISCARD;
        return new ProcessBuilder(command)
                .redirectOutput(discard)
                .redirectError(discard)
                .start()
                .waitFor();
    }
}
