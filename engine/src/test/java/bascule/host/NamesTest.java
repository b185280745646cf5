package bascule.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.problem.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class NamesTest {
    @TempDir Path folder;

    @Test
    void two_folders_are_exchanged_with_all_they_hold() throws IOException {
        var one = Files.createDirectories(folder.resolve("one"));
        var other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(one.resolve("a"), "1");
        Files.writeString(other.resolve("b"), "2");
        Names.exchange(one, other);
        assertThat(one.resolve("b")).hasContent("2");
        assertThat(other.resolve("a")).hasContent("1");
    }

    @Test
    void a_folder_and_a_link_are_exchanged() throws IOException {
        var one = Files.createDirectories(folder.resolve("one"));
        var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("elsewhere"));
        Names.exchange(one, link);
        assertThat(Files.readSymbolicLink(one)).isEqualTo(Path.of("elsewhere"));
        assertThat(link).isDirectory();
    }

    @Test
    void an_exchange_with_nothing_is_refused_and_changes_nothing() throws IOException {
        var one = Files.writeString(folder.resolve("one"), "1");
        assertThatThrownBy(() -> Names.exchange(one, folder.resolve("missing")))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("BSC-410")
                .hasMessageContaining("missing");
        assertThat(one).hasContent("1");
    }

    @Test
    void a_link_is_turned_and_what_a_crash_left_beside_it_is_no_obstacle() throws IOException {
        var link = folder.resolve("current");
        Names.turn(link, Path.of("releases/1"));
        Files.createSymbolicLink(folder.resolve(".current.bascule-link"), Path.of("torn"));
        Names.turn(link, Path.of("releases/2"));
        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("releases/2"));
        assertThat(folder.resolve(".current.bascule-link")).doesNotExist();
    }

    @Test
    void a_link_that_points_there_already_is_left_alone() throws IOException {
        var link = folder.resolve("current");
        Names.turn(link, Path.of("releases/1"));
        var made = Files.getAttribute(link, "unix:ino", java.nio.file.LinkOption.NOFOLLOW_LINKS);
        Names.turn(link, Path.of("releases/1"));
        assertThat(Files.getAttribute(link, "unix:ino", java.nio.file.LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(made);
    }

    @Test
    void a_folder_is_never_turned_into_a_link() throws IOException {
        var real = Files.createDirectories(folder.resolve("current"));
        assertThatThrownBy(() -> Names.turn(real, Path.of("x")))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("BSC-411");
        assertThat(real).isDirectory();
    }
}
