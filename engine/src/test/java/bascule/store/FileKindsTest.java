package bascule.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.host.Attributes;
import bascule.host.Inode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Every kind of thing that a folder can hold, copied and restored by an ordinary account. */
class FileKindsTest {
    private static final int PIPE = 0010000;

    @TempDir Path folder;
    private Path data;
    private Path copy;
    private FileBackup backup;

    @BeforeEach
    void begin() throws IOException {
        data = Files.createDirectories(folder.resolve("live/data"));
        copy = folder.resolve("copy");
        backup = new FileBackup(List.of(data), copy);
    }

    /** The same copy, made when what it copies has not changed for a while. */
    private FileBackup anHourLater() {
        var later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        return new FileBackup(List.of(data), copy, later);
    }

    private void backAndForth() throws IOException {
        anHourLater().firstPass();
        backup.lastPass();
        backup.verify();
        Trees.delete(data);
        backup.restore();
    }

    @Test
    void holes_stay_holes_in_the_copy_and_in_the_restore() throws IOException {
        var sparse = data.resolve("sparse");
        try (var file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.seek(8 << 20);
            file.write("in the middle".getBytes(StandardCharsets.UTF_8));
            file.setLength(64 << 20);
        }
        try (var file = new RandomAccessFile(data.resolve("nothing but a hole").toFile(), "rw")) {
            file.setLength(32 << 20);
        }
        var sum = Bytes.sha256(sparse);
        var allocated = Inode.of(sparse).allocated();
        assertThat(allocated).isLessThan(1 << 20);
        backAndForth();
        assertThat(Inode.of(copy.resolve("0/sparse")).allocated()).isLessThanOrEqualTo(allocated);
        assertThat(Inode.of(sparse).allocated()).isLessThanOrEqualTo(allocated);
        assertThat(Bytes.sha256(sparse)).isEqualTo(sum);
        assertThat(Files.size(data.resolve("nothing but a hole"))).isEqualTo(32 << 20);
        assertThat(Inode.of(data.resolve("nothing but a hole")).allocated()).isZero();
    }

    @Test
    void names_of_one_file_are_names_of_one_file_again_and_never_of_the_live_one()
            throws IOException {
        Files.createDirectory(data.resolve("sub"));
        Files.writeString(data.resolve("one"), "shared");
        Files.createLink(data.resolve("sub/other"), data.resolve("one"));
        Files.createLink(folder.resolve("live/outside"), data.resolve("one"));
        var live = Inode.of(data.resolve("one")).number();
        anHourLater().firstPass();
        backup.lastPass();
        assertThat(Inode.of(copy.resolve("0/one")).number())
                .isEqualTo(Inode.of(copy.resolve("0/sub/other")).number())
                .isNotEqualTo(live);
        assertThat(Inode.of(data.resolve("one")).links()).isEqualTo(3);
        Files.writeString(data.resolve("one"), "changed");
        backup.restore();
        assertThat(data.resolve("sub/other")).hasContent("shared");
        assertThat(Inode.of(data.resolve("one")).number())
                .isEqualTo(Inode.of(data.resolve("sub/other")).number());
        assertThat(Inode.of(data.resolve("one")).links()).isEqualTo(2);
        assertThat(folder.resolve("live/outside")).hasContent("changed");
    }

    @Test
    void a_file_whose_first_name_goes_between_the_passes_keeps_its_bytes() throws IOException {
        Files.writeString(data.resolve("one"), "shared");
        Files.createLink(data.resolve("two"), data.resolve("one"));
        anHourLater().firstPass();
        Files.delete(data.resolve("one"));
        backup.lastPass();
        Trees.delete(data);
        backup.restore();
        assertThat(data.resolve("one")).doesNotExist();
        assertThat(data.resolve("two")).hasContent("shared");
    }

    @Test
    void a_pipe_is_made_again_and_a_socket_is_not() throws IOException {
        Attributes.node(data.resolve("pipe"), PIPE, 0);
        Files.setPosixFilePermissions(
                data.resolve("pipe"), PosixFilePermissions.fromString("rw-rw----"));
        try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(data.resolve("socket")));
            anHourLater().firstPass();
            backup.lastPass();
        }
        backup.restore();
        assertThat(Inode.of(data.resolve("pipe")).mode()).isEqualTo(PIPE | 0660);
        assertThat(data.resolve("socket")).doesNotExist();
    }

    @Test
    void attributes_and_times_to_the_nanosecond_come_back_on_files_folders_and_links()
            throws IOException {
        var file = Files.writeString(data.resolve("file"), "x");
        var sub = Files.createDirectory(data.resolve("sub"));
        var link = Files.createSymbolicLink(data.resolve("link"), Path.of("file"));
        Attributes.set(file, "user.origin", "scan\0 7".getBytes(StandardCharsets.UTF_8));
        Attributes.set(sub, "user.colour", new byte[0]);
        Attributes.modified(file, 1_234_567_890_123_456_789L);
        Attributes.modified(link, 999_999_999L);
        Attributes.modified(sub, -1L);
        var wanted = Attributes.of(file).get("user.origin");
        backAndForth();
        assertThat(Attributes.of(file).get("user.origin")).isEqualTo(wanted);
        assertThat(Attributes.of(sub)).containsKey("user.colour");
        assertThat(Inode.of(file).modified()).isEqualTo(1_234_567_890_123_456_789L);
        assertThat(Inode.of(link).modified()).isEqualTo(999_999_999L);
        assertThat(Inode.of(sub).modified()).isEqualTo(-1L);
    }

    @Test
    void an_attribute_that_changed_between_the_passes_is_the_last_one() throws IOException {
        var file = Files.writeString(data.resolve("file"), "x");
        Attributes.set(file, "user.state", "first".getBytes(StandardCharsets.UTF_8));
        anHourLater().firstPass();
        Attributes.set(file, "user.state", "last".getBytes(StandardCharsets.UTF_8));
        backup.lastPass();
        Attributes.set(file, "user.state", "later".getBytes(StandardCharsets.UTF_8));
        backup.restore();
        assertThat(new String(Attributes.of(file).get("user.state"), StandardCharsets.UTF_8))
                .isEqualTo("last");
    }

    @Test
    void what_became_another_kind_of_thing_between_the_passes_is_restored_as_that()
            throws IOException {
        Files.createDirectories(data.resolve("folder/deeper"));
        Files.writeString(data.resolve("folder/deeper/x"), "x");
        Files.writeString(data.resolve("file"), "y");
        Files.createSymbolicLink(data.resolve("link"), Path.of("file"));
        Files.createDirectory(data.resolve("empty"));
        anHourLater().firstPass();
        Trees.delete(data.resolve("folder"));
        Files.writeString(data.resolve("folder"), "now a file");
        Files.delete(data.resolve("file"));
        Files.createDirectories(data.resolve("file/now"));
        Files.writeString(data.resolve("file/now/z"), "z");
        Files.delete(data.resolve("link"));
        Files.writeString(data.resolve("link"), "no link");
        backup.lastPass();
        backup.verify();
        Trees.delete(data);
        backup.restore();
        assertThat(data.resolve("folder")).hasContent("now a file");
        assertThat(data.resolve("file/now/z")).hasContent("z");
        assertThat(data.resolve("link")).isRegularFile().hasContent("no link");
        assertThat(data.resolve("empty")).isEmptyDirectory();
    }

    @Test
    void names_with_newlines_the_longest_names_and_long_paths_come_back() throws IOException {
        var names =
                List.of("a\nb", " ", "-rf", "é".repeat(127), "x".repeat(255), "\\", "\"quoted\"");
        for (var name : names) {
            Files.writeString(data.resolve(name), name);
        }
        var deep = data;
        while (deep.toString().length() < 3000) {
            deep = deep.resolve("d".repeat(200));
        }
        Files.createDirectories(deep);
        Files.writeString(deep.resolve("bottom"), "here");
        backAndForth();
        for (var name : names) {
            assertThat(data.resolve(name)).hasContent(name);
        }
        assertThat(deep.resolve("bottom")).hasContent("here");
    }

    /** A cache that an application writes all the time, while the first pass copies it. */
    @Test
    void what_comes_grows_and_vanishes_while_the_first_pass_reads_is_settled_by_the_last()
            throws Exception {
        for (var index = 0; index < 200; index++) {
            Files.writeString(data.resolve("steady" + index), "same");
        }
        var log = Files.writeString(data.resolve("log"), "");
        var stop = new AtomicBoolean();
        var writer =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    for (var round = 0; !stop.get(); round++) {
                                        disturb(log, round);
                                    }
                                });
        try {
            for (var index = 0; index < 20; index++) {
                backup.firstPass();
            }
        } finally {
            stop.set(true);
            writer.join();
        }
        backup.lastPass();
        var lines = Files.readString(log);
        backup.verify();
        Trees.delete(data);
        backup.restore();
        assertThat(log).hasContent(lines);
        assertThat(data.resolve("steady199")).hasContent("same");
    }

    private void disturb(Path log, int round) {
        try {
            Files.writeString(log, "a line\n", java.nio.file.StandardOpenOption.APPEND);
            var one = data.resolve("session" + round % 50);
            Files.writeString(one, "x".repeat(round % 5000));
            Files.deleteIfExists(data.resolve("session" + (round + 25) % 50));
            var saved = Files.writeString(data.resolve(".save"), "saved " + round);
            Files.move(
                    saved, data.resolve("settings"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException cannot) {
            throw new java.io.UncheckedIOException(cannot);
        }
    }

    @Test
    void a_copy_that_the_disk_gives_back_otherwise_does_not_count() throws IOException {
        var source = Files.writeString(data.resolve("file"), "as it was read");
        Files.createDirectory(copy);
        var written = copy.resolve("file");
        try (var copier = new Copier(new ConcurrentHashMap<>(Map.of()))) {
            var look = Look.of(Inode.of(source));
            var sums = copier.copy(source, look, written);
            assertThat(sums.sum()).isEqualTo(DoubleCrc.of(source));
            assertThat(copier.isWritten(written, sums)).isTrue();
            Files.writeString(written, "as it was wrong");
            // Where the file system shares blocks, the checksum was taken from the copy itself.
            assertThat(!sums.own() && copier.isWritten(written, sums)).isFalse();
        }
    }

    @Test
    void a_first_pass_alone_is_nothing_to_restore() throws IOException {
        Files.writeString(data.resolve("file"), "x");
        backup.firstPass();
        assertThat(backup.exists()).isFalse();
        assertThatThrownBy(backup::restore).hasMessageContaining("BSC-431");
        backup.lastPass();
        assertThat(backup.exists()).isTrue();
    }
}
