package bascule.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.host.Inode;
import bascule.problem.Fault;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class FileBackupTest {
    @TempDir Path folder;
    private Path data;
    private FileBackup backup;

    @BeforeEach
    void fill() throws IOException {
        data = Files.createDirectories(folder.resolve("live/data"));
        Files.createDirectories(data.resolve("empty"));
        Files.createDirectories(data.resolve("sub/deeper"));
        Files.writeString(data.resolve("a"), "one");
        Files.writeString(data.resolve("sub/b"), "two");
        Files.writeString(data.resolve("sub/deeper/c"), "three");
        Files.createSymbolicLink(data.resolve("link"), Path.of("sub/b"));
        Files.setPosixFilePermissions(
                data.resolve("sub/b"), PosixFilePermissions.fromString("rw-r-----"));
        backup = new FileBackup(List.of(data), folder.resolve("copy"));
    }

    @Test
    void what_is_restored_is_what_was_copied_to_the_last_mode_and_time() throws IOException {
        Files.setLastModifiedTime(data.resolve("sub"), FileTime.fromMillis(1_000_000));
        var before = picture(data);
        backup.firstPass();
        backup.lastPass();
        backup.verify();
        Files.writeString(data.resolve("a"), "changed");
        Files.writeString(data.resolve("new"), "made by the failed upgrade");
        Files.delete(data.resolve("sub/b"));
        Files.delete(data.resolve("link"));
        Files.createDirectory(data.resolve("link"));
        backup.restore();
        assertThat(picture(data)).isEqualTo(before);
        backup.restore();
        assertThat(picture(data)).isEqualTo(before);
        assertThat(picture(folder.resolve("live")).keySet())
                .noneMatch(name -> name.contains("bascule"));
    }

    /** A Latin-1 name, as an old upload has it; a JVM cannot write one, a shell can. */
    @Test
    void a_name_that_is_no_text_is_refused_while_the_application_serves() throws Exception {
        var made =
                new ProcessBuilder("sh", "-c", "printf x >\"$(printf 'caf\\351')\"")
                        .directory(data.toFile())
                        .start();
        assertThat(made.waitFor()).isZero();
        assertThatThrownBy(backup::firstPass)
                .hasMessageContaining("BSC-430")
                .hasMessageContaining("UTF-8");
    }

    @Test
    void the_last_pass_reads_only_what_changed() throws IOException {
        for (var index = 0; index < 50; index++) {
            Files.writeString(data.resolve("file" + index), "x".repeat(1000));
        }
        var first = anHourLater();
        assertThat(first.firstPass().copied()).isEqualTo(53);
        Files.writeString(data.resolve("file7"), "y".repeat(1000));
        Files.delete(data.resolve("file8"));
        Files.writeString(data.resolve("extra"), "new");
        assertThat(backup.lastPass().copied()).isEqualTo(2);
        backup.verify();
        var before = picture(data);
        Trees.delete(data);
        backup.restore();
        assertThat(picture(data)).isEqualTo(before);
    }

    @Test
    void a_file_that_changed_a_moment_before_the_first_pass_is_read_again() {
        backup.firstPass();
        assertThat(backup.lastPass().copied()).isEqualTo(3);
    }

    /** The same copy, made when what it copies has not changed for a while. */
    private FileBackup anHourLater() {
        return new FileBackup(
                List.of(data),
                folder.resolve("copy"),
                Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));
    }

    @Test
    void a_write_in_place_with_the_time_set_back_is_seen() throws IOException {
        var file = data.resolve("a");
        var time = Files.getLastModifiedTime(file);
        anHourLater().firstPass();
        Files.writeString(file, "eno");
        Files.setLastModifiedTime(file, time);
        backup.lastPass();
        Files.writeString(file, "xxx");
        backup.restore();
        assertThat(file).hasContent("eno");
    }

    @Test
    void a_folder_that_was_not_there_is_gone_again_after_a_restore() throws IOException {
        var absent = folder.resolve("live/later");
        var both = new FileBackup(List.of(data, absent), folder.resolve("copy"));
        both.lastPass();
        Files.createDirectories(absent.resolve("x"));
        both.restore();
        assertThat(absent).doesNotExist();
        assertThat(data.resolve("a")).hasContent("one");
    }

    @Test
    void a_damaged_copy_is_found_and_replaces_nothing() throws IOException {
        backup.lastPass();
        Files.writeString(folder.resolve("copy/0/sub/b"), "tow");
        assertThatThrownBy(backup::verify)
                .isInstanceOf(Fault.class)
                .hasMessageContaining("BSC-431")
                .hasMessageContaining("sub/b");
        Files.writeString(data.resolve("a"), "newer");
        assertThatThrownBy(backup::restore)
                .isInstanceOf(Fault.class)
                .hasMessageContaining("BSC-431");
        assertThat(data.resolve("a")).hasContent("newer");
    }

    @Test
    void data_behind_a_link_are_copied_and_restored_where_they_really_are() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("current"), folder.resolve("live"));
        var through = new FileBackup(List.of(link.resolve("data")), folder.resolve("copy2"));
        through.lastPass();
        Files.delete(link);
        Files.createSymbolicLink(link, folder.resolve("elsewhere"));
        Files.writeString(data.resolve("a"), "changed");
        through.restore();
        assertThat(data.resolve("a")).hasContent("one");
    }

    @Test
    void a_copy_that_stopped_half_way_is_finished_by_the_next_pass() throws IOException {
        backup.firstPass();
        Files.writeString(folder.resolve("copy/0/a"), "torn by a crash");
        Files.writeString(data.resolve("a"), "four");
        backup.lastPass();
        backup.verify();
        Files.delete(data.resolve("a"));
        backup.restore();
        assertThat(data.resolve("a")).hasContent("four");
    }

    @Test
    void an_estimate_counts_bytes() {
        assertThat(backup.estimate(Duration.ofSeconds(5))).isGreaterThanOrEqualTo(11);
    }

    /** Everything below a folder, as text: kind, mode, time, content. */
    private static Map<String, String> picture(Path root) throws IOException {
        var picture = new TreeMap<String, String>();
        try (var paths = Files.walk(root)) {
            for (var path : (Iterable<Path>) paths::iterator) {
                var look = Look.of(Inode.of(path));
                var content =
                        switch (look.kind()) {
                            case 'f' -> Files.readString(path);
                            case 'l' -> Files.readSymbolicLink(path).toString();
                            default -> "";
                        };
                var time = look.modified();
                picture.put(
                        root.relativize(path).toString(),
                        "%s %o %d:%d %s %s"
                                .formatted(
                                        look.kind(),
                                        look.mode(),
                                        look.user(),
                                        look.group(),
                                        time,
                                        content));
            }
        }
        return picture;
    }
}
