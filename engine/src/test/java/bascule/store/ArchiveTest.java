package bascule.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.problem.Fault;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

class ArchiveTest {
    @TempDir Path folder;

    /**
     * One thing in an archive: {@code f} file, {@code d} folder, {@code l} link, {@code h} hard
     * link.
     */
    private record Member(char kind, String name, String content) {}

    private static Member file(String name, String content) {
        return new Member('f', name, content);
    }

    @Test
    void an_archive_is_unpacked_whole_with_links_and_modes() throws IOException {
        var archive =
                packed(
                        file("top/bin/run.sh", "#!/bin/sh"),
                        new Member('l', "top/current", "bin/run.sh"),
                        new Member('h', "top/again", "top/bin/run.sh"),
                        new Member('d', "top/empty/", ""));
        Archive.unpack(archive, folder.resolve("out"), true, folder);
        assertThat(folder.resolve("out/bin/run.sh")).hasContent("#!/bin/sh").isExecutable();
        assertThat(folder.resolve("out/current")).isSymbolicLink().hasContent("#!/bin/sh");
        assertThat(folder.resolve("out/again")).hasContent("#!/bin/sh");
        assertThat(folder.resolve("out/empty")).isDirectory();
    }

    @Test
    void what_would_be_written_outside_the_folder_is_refused_and_leaves_nothing()
            throws IOException {
        var outside = Files.createDirectories(folder.resolve("outside"));
        for (var members :
                List.of(
                        List.of(file("top/../../evil", "x")),
                        List.of(file("/evil", "x")),
                        List.of(new Member('l', "top/out", "../../outside")),
                        List.of(new Member('l', "top/out", outside.toString())),
                        List.of(
                                new Member('d', "top/real/", ""),
                                new Member('l', "top/inner", "real"),
                                file("top/inner/evil", "x")),
                        List.of(new Member('h', "top/hard", "../../etc/passwd")),
                        List.of(file("top/a", "1"), file("top/a", "2")),
                        List.of(new Member('p', "top/pipe", "")))) {
            var archive = packed(members.toArray(Member[]::new));
            assertThatThrownBy(() -> Archive.unpack(archive, folder.resolve("out"), true, folder))
                    .as(members.toString())
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("BSC-421");
            assertThat(folder.resolve("out")).doesNotExist();
            assertThat(folder.resolve("evil")).doesNotExist();
            assertThat(outside).isEmptyDirectory();
        }
        try (var left = Files.list(folder)) {
            assertThat(left.map(Path::toString)).noneMatch(name -> name.contains("bascule-unpack"));
        }
    }

    @Test
    void an_archive_cut_off_at_any_place_is_refused_and_leaves_nothing() throws IOException {
        var whole = packed(file("top/a", "x".repeat(5000)), file("top/b", "y".repeat(5000)));
        var bytes = Files.readAllBytes(whole);
        for (var length = 0; length < bytes.length - 8; length += 7) {
            var cut = Files.write(folder.resolve("cut.tar.gz"), Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> Archive.unpack(cut, folder.resolve("out"), true, folder))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("BSC-420");
            assertThat(folder.resolve("out")).doesNotExist();
        }
    }

    @Test
    void a_flipped_byte_in_the_middle_is_damage() throws IOException {
        var whole = packed(file("top/a", "x".repeat(50_000) + "abcdefghijklmnopqrstuvwxyz"));
        var bytes = Files.readAllBytes(whole);
        bytes[bytes.length / 2] ^= 0x55;
        var damaged = Files.write(folder.resolve("damaged.tar.gz"), bytes);
        assertThatThrownBy(() -> Archive.unpack(damaged, folder.resolve("out"), true, folder))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("BSC-420");
    }

    @Test
    void what_is_no_archive_is_said_to_be_none() throws IOException {
        var page = Files.writeString(folder.resolve("page.tar.gz"), "<html>404</html>".repeat(99));
        assertThatThrownBy(() -> Archive.unpack(page, folder.resolve("out"), true, folder))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("BSC-420")
                .hasMessageContaining("no archive");
    }

    private Path packed(Member... members) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (var member : members) {
                put(tar, member);
            }
        }
        return Files.write(folder.resolve("archive.tar.gz"), bytes.toByteArray());
    }

    private static void put(TarArchiveOutputStream tar, Member member) throws IOException {
        var kind =
                switch (member.kind()) {
                    case 'l' -> TarConstants.LF_SYMLINK;
                    case 'h' -> TarConstants.LF_LINK;
                    case 'p' -> TarConstants.LF_FIFO;
                    case 'd' -> TarConstants.LF_DIR;
                    default -> TarConstants.LF_NORMAL;
                };
        var entry = new TarArchiveEntry(member.name(), kind, true);
        var content = member.content().getBytes(StandardCharsets.UTF_8);
        entry.setMode(0755);
        if (kind == TarConstants.LF_NORMAL) {
            entry.setSize(content.length);
        } else {
            entry.setLinkName(member.content());
        }
        tar.putArchiveEntry(entry);
        if (kind == TarConstants.LF_NORMAL) {
            tar.write(content);
        }
        tar.closeArchiveEntry();
    }
}
