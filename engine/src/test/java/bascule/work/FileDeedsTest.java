package bascule.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.fact.Template;
import bascule.plan.Action;
import bascule.plan.Step;
import bascule.problem.Fault;
import bascule.run.Doer.Seen;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;

@NullMarked
class FileDeedsTest {
    @TempDir Path folder = Path.of("");
    private Bench bench = new Bench(Path.of(""));

    @BeforeEach
    void two_releases() throws IOException {
        bench = new Bench(folder);
        for (var release : List.of("1", "2")) {
            write("releases/" + release + "/lib/app.jar", "app " + release);
            write("releases/" + release + "/conf/app.conf", "shipped by " + release);
        }
        write("shared/data/rows", "all the rows");
        Files.createSymbolicLink(folder.resolve("current"), Path.of("releases/1"));
    }

    @Test
    void a_link_is_turned_and_turned_back() throws IOException {
        var step =
                bench.step(
                        "switch", new Action.Link(bench.at("current"), Template.of("releases/2")));
        assertThat(seen(step)).isEqualTo(Seen.NOT_BEGUN);
        bench.take(step);
        assertThat(seen(step)).isEqualTo(Seen.DONE);
        assertThat(text("current/lib/app.jar")).isEqualTo("app 2");
        bench.putBack(step);
        assertThat(Files.readSymbolicLink(folder.resolve("current"))).hasToString("releases/1");
    }

    @Test
    void an_exchange_is_not_undone_by_doing_it_again() {
        var step =
                bench.step(
                        "switch",
                        new Action.Exchange(bench.at("releases/1"), bench.at("releases/2")));
        bench.take(step);
        assertThat(text("releases/1/lib/app.jar")).isEqualTo("app 2");
        assertThat(seen(step)).isEqualTo(Seen.DONE);
        bench.take(step);
        assertThat(text("releases/1/lib/app.jar")).isEqualTo("app 2");
        bench.putBack(step);
        bench.putBack(step);
        assertThat(text("releases/1/lib/app.jar")).isEqualTo("app 1");
        assertThat(seen(step)).isEqualTo(Seen.NOT_BEGUN);
    }

    @Test
    void what_stays_is_moved_and_moved_back_with_what_was_shipped_in_its_place()
            throws IOException {
        write("releases/1/data/rows", "all the rows");
        write("releases/2/data/README", "empty");
        var step =
                bench.step(
                        "keep",
                        new Action.MovePaths(
                                bench.at("releases/1"),
                                bench.at("releases/2"),
                                List.of("data", "log")));
        bench.take(step);
        assertThat(seen(step)).isEqualTo(Seen.DONE);
        assertThat(text("releases/2/data/rows")).isEqualTo("all the rows");
        assertThat(folder.resolve("releases/1/data")).doesNotExist();
        bench.putBack(step);
        assertThat(text("releases/1/data/rows")).isEqualTo("all the rows");
        assertThat(text("releases/2/data/README")).isEqualTo("empty");
    }

    @Test
    void configuration_is_carried_with_owner_mode_times_and_links() throws IOException {
        write("releases/1/conf/secret", "s");
        var secret = folder.resolve("releases/1/conf/secret");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("r--------"));
        Files.setLastModifiedTime(secret, FileTime.from(Instant.parse("2020-02-02T02:02:02Z")));
        Files.createSymbolicLink(folder.resolve("releases/1/conf/link"), Path.of("secret"));
        write("releases/2/conf/new.conf", "only in 2");
        bench.take(carry("carry"));
        assertThat(seen(carry("carry"))).isEqualTo(Seen.DONE);
        assertThat(text("releases/2/conf/app.conf")).isEqualTo("shipped by 1");
        assertThat(text("releases/.2.bascule-shipped/conf/app.conf")).isEqualTo("shipped by 2");
        assertThat(text("releases/2/conf/new.conf")).isEqualTo("only in 2");
        var carried = folder.resolve("releases/2/conf/secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(carried)))
                .isEqualTo("r--------");
        assertThat(Files.getLastModifiedTime(carried))
                .isEqualTo(FileTime.from(Instant.parse("2020-02-02T02:02:02Z")));
        assertThat(Files.readSymbolicLink(folder.resolve("releases/2/conf/link")))
                .hasToString("secret");
    }

    @Test
    void carried_again_only_what_has_changed_since_is_copied() throws IOException {
        write("releases/1/conf/old", "o");
        age("releases/1/conf/old");
        age("releases/1/conf/app.conf");
        bench.take(carry("stage/carry"));
        write("releases/2/conf/app.conf", "a note of the release changed this");
        write("releases/1/conf/late", "written while it was staged");
        Files.delete(folder.resolve("releases/1/conf/old"));
        var again = carry("switch/carry");
        assertThat(seen(again)).isEqualTo(Seen.NOT_BEGUN);
        bench.take(again);
        assertThat(text("releases/2/conf/late")).isEqualTo("written while it was staged");
        assertThat(folder.resolve("releases/2/conf/old")).doesNotExist();
        assertThat(text("releases/.2.bascule-shipped/conf/app.conf")).isEqualTo("shipped by 2");
    }

    @Test
    void a_release_shares_by_links_that_hold_wherever_it_lies() throws IOException {
        write("releases/2/data/README", "shipped");
        var step =
                bench.step(
                        "share",
                        new Action.Share(
                                bench.at("releases/2"),
                                bench.at("shared"),
                                List.of("data", "var/cache")));
        bench.take(step);
        bench.take(step);
        assertThat(seen(step)).isEqualTo(Seen.DONE);
        assertThat(text("releases/2/data/rows")).isEqualTo("all the rows");
        assertThat(Files.readSymbolicLink(folder.resolve("releases/2/var/cache")))
                .hasToString("../../../shared/var/cache");
        assertThat(folder.resolve("shared/var/cache")).isDirectory();
    }

    @Test
    void what_is_removed_can_be_put_back() throws IOException {
        write("releases/2/plugins/old-1.jar", "1");
        write("releases/2/plugins/deep/old-2.jar", "2");
        write("releases/2/plugins/kept.jar", "3");
        var step =
                bench.step(
                        "remove",
                        new Action.Remove(
                                bench.at("releases/2"), List.of("plugins/**old-*.jar", "nothing")));
        bench.take(step);
        assertThat(seen(step)).isEqualTo(Seen.DONE);
        assertThat(folder.resolve("releases/2/plugins/deep/old-2.jar")).doesNotExist();
        assertThat(text("releases/2/plugins/kept.jar")).isEqualTo("3");
        bench.putBack(step);
        assertThat(text("releases/2/plugins/old-1.jar")).isEqualTo("1");
        assertThat(text("releases/2/plugins/deep/old-2.jar")).isEqualTo("2");
    }

    @Test
    void an_archive_is_unpacked_whole_and_taken_away_again() throws Exception {
        var tar =
                new ProcessBuilder("tar", "czf", "app.tar.gz", "-C", "releases", "2")
                        .directory(folder.toFile())
                        .start();
        assertThat(tar.waitFor()).isZero();
        var step =
                bench.step(
                        "unpack",
                        new Action.Unpack(bench.at("app.tar.gz"), bench.at("releases/3"), true));
        bench.take(step);
        assertThat(seen(step)).isEqualTo(Seen.DONE);
        assertThat(text("releases/3/lib/app.jar")).isEqualTo("app 2");
        bench.take(bench.step("discard", new Action.Discard(bench.at("releases/3"))));
        assertThat(seen(step)).isEqualTo(Seen.NOT_BEGUN);
        assertThat(names("releases")).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void a_folder_that_somebody_else_made_is_not_unpacked_over() throws IOException {
        write("app.tar.gz", "no matter");
        var step =
                bench.step(
                        "unpack",
                        new Action.Unpack(bench.at("app.tar.gz"), bench.at("releases/2"), true));
        assertThatThrownBy(() -> bench.take(step))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("BSC-413");
        assertThat(text("releases/2/lib/app.jar")).isEqualTo("app 2");
    }

    @Test
    void what_the_application_runs_from_is_never_discarded() {
        var step = bench.step("discard", new Action.Discard(bench.at("releases/1")));
        assertThatThrownBy(() -> bench.take(step)).hasMessageContaining("BSC-414");
        assertThat(text("current/lib/app.jar")).isEqualTo("app 1");
    }

    @Test
    void a_folder_that_is_filled_anew_is_as_writable_as_before_and_a_link_leads_where_it_led()
            throws IOException {
        var group = PosixFilePermissions.fromString("rwxrwx--x");
        Files.createDirectories(folder.resolve("releases/1/cache/old"));
        Files.setPosixFilePermissions(folder.resolve("releases/1/cache"), group);
        Files.createSymbolicLink(folder.resolve("releases/1/tmp"), Path.of("/var/tmp"));
        Files.createDirectories(folder.resolve("releases/2/tmp"));
        var step =
                bench.step(
                        "scratch",
                        new Action.Scratch(
                                bench.at("releases/1"),
                                bench.at("releases/2"),
                                List.of("cache", "tmp", "nowhere")));
        assertThat(seen(step)).isEqualTo(Seen.NOT_BEGUN);
        bench.take(step);
        assertThat(seen(step)).isEqualTo(Seen.DONE);
        var made = folder.resolve("releases/2/cache");
        assertThat(Files.getPosixFilePermissions(made)).isEqualTo(group);
        assertThat(made).isEmptyDirectory();
        assertThat(folder.resolve("releases/2/tmp")).isSymbolicLink();
        assertThat(folder.resolve("releases/2/nowhere")).doesNotExist();
    }

    @Test
    void no_path_leads_out_of_its_release() {
        var step =
                bench.step(
                        "carry",
                        new Action.Carry(
                                bench.at("releases/1"),
                                bench.at("releases/2"),
                                List.of("../../shared")));
        assertThatThrownBy(() -> bench.take(step)).hasMessageContaining("BSC-409");
    }

    private Step carry(String id) {
        return bench.step(
                id,
                new Action.Carry(bench.at("releases/1"), bench.at("releases/2"), List.of("conf")));
    }

    private Seen seen(Step step) {
        return bench.newWorld().look(step, bench);
    }

    /** What was written a moment ago is copied again to be safe; an hour ago it is not. */
    private void age(String path) throws IOException {
        Files.setLastModifiedTime(
                folder.resolve(path), FileTime.from(Instant.now().minusSeconds(3600)));
    }

    private void write(String path, String text) throws IOException {
        var parent = folder.resolve(path).getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(folder.resolve(path), text);
    }

    private String text(String path) {
        return Moves.got(folder, () -> Files.readString(folder.resolve(path)));
    }

    private List<String> names(String path) throws IOException {
        try (var all = Files.list(folder.resolve(path))) {
            return all.map(each -> String.valueOf(each.getFileName())).toList();
        }
    }
}
