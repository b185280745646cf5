package bascule.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.fact.Template;
import bascule.format.Settled;
import bascule.format.Tally;
import bascule.json.Json;
import bascule.plan.Action;
import bascule.plan.Step;
import bascule.run.Doer.Seen;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Configuration of an old release merged into a new one, on disk. */
@NullMarked
class MergeTest {
    @TempDir private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Bench bench;

    @BeforeEach
    void two_releases() throws IOException {
        bench = new Bench(folder);
        write("releases/1/conf/app.yml", "port: 9090   # ours\nlevel: 1\n");
        write("releases/2/conf/app.yml", "port: 8080\nlevel: 2\nadded: yes\n");
        archive("port: 8080\nlevel: 1\n");
    }

    private void archive(String shipped) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            var content = shipped.getBytes(StandardCharsets.UTF_8);
            var entry = new TarArchiveEntry("app-1/conf/app.yml");
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        Files.write(folder.resolve("app-1.tar.gz"), bytes.toByteArray());
    }

    private Action.Merge merge(Map<String, String> files, Map<String, Settled> settled) {
        return merge(files, settled, Optional.empty());
    }

    private Action.Merge merge(
            Map<String, String> files, Map<String, Settled> settled, Optional<String> sha256) {
        return new Action.Merge(
                bench.at("releases/1"),
                bench.at("releases/2"),
                bench.at("releases/1"),
                files,
                Map.of("conf/app.yml", settled),
                List.of(),
                Optional.of(
                        new Action.Fetch(
                                "archive",
                                Template.of(folder.resolve("app-1.tar.gz").toString()),
                                bench.at("downloads/original-1"),
                                sha256,
                                Optional.empty())));
    }

    private Step step(String id, Map<String, Settled> settled) {
        return bench.step(id, merge(Map.of("conf/app.yml", "conf/app.yml"), settled));
    }

    private static Tally tally(Map<String, String> made) {
        return Json.read(String.valueOf(made.get("conf/app.yml")), Tally.class);
    }

    @Test
    void what_the_old_release_shipped_comes_from_its_archive_and_yours_stays() throws IOException {
        Files.setPosixFilePermissions(
                folder.resolve("releases/1/conf/app.yml"),
                PosixFilePermissions.fromString("rw-------"));
        var step = step("merge", Map.of());
        assertThat(bench.newWorld().look(step, bench)).isEqualTo(Seen.NOT_BEGUN);
        var made = tally(bench.take(step));
        assertThat(text("releases/2/conf/app.yml"))
                .isEqualTo("port: 9090   # ours\nlevel: 2\nadded: yes\n");
        assertThat(made.original()).isEqualTo("archive");
        assertThat(made.taken()).containsExactly("level", "added");
        assertThat(made.kept()).containsExactly("port");
        assertThat(Files.getPosixFilePermissions(folder.resolve("releases/2/conf/app.yml")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(text("releases/1/conf/app.yml")).isEqualTo("port: 9090   # ours\nlevel: 1\n");
        assertThat(folder.resolve("downloads/original-1")).doesNotExist();
        assertThat(bench.newWorld().look(step, bench)).isEqualTo(Seen.DONE);
    }

    @Test
    void what_you_change_between_stage_and_switch_is_merged_again_without_a_fetch()
            throws IOException {
        bench.take(step("stage", Map.of()));
        Files.delete(folder.resolve("app-1.tar.gz"));
        write("releases/1/conf/app.yml", "port: 9191\nlevel: 1\nclosed: true\n");
        var again = step("switch", Map.of());
        assertThat(bench.newWorld().look(again, bench)).isEqualTo(Seen.NOT_BEGUN);
        bench.take(again);
        assertThat(text("releases/2/conf/app.yml"))
                .isEqualTo("port: 9191\nlevel: 2\nclosed: true\nadded: yes\n");
    }

    @Test
    void what_nobody_changed_since_the_stage_is_left_alone_at_the_switch() throws IOException {
        bench.take(step("stage", Map.of()));
        write("releases/2/conf/app.yml", "written: by a stage step\n");
        bench.take(step("switch", Map.of()));
        assertThat(text("releases/2/conf/app.yml")).isEqualTo("written: by a stage step\n");
    }

    @Test
    void a_conflict_is_refused_with_all_three_sides_and_nothing_is_written() throws IOException {
        write("releases/1/conf/app.yml", "port: 9090\nlevel: 5\npassword: s3cret\n");
        write("releases/2/conf/app.yml", "port: 8080\nlevel: 2\npassword: other\n");
        var step = step("merge", Map.of());
        assertThatThrownBy(() -> bench.take(step))
                .hasMessageContaining("BSC-480")
                .hasMessageContaining("level: - 1 + 5 > 2")
                .hasMessageContaining("instances/wiki.yaml")
                .hasMessageNotContaining("s3cret");
        assertThat(text("state/runs/1/steps/merge.log"))
                .contains("conf/app.yml", "shipped before  1", "'level': yours", "***")
                .doesNotContain("s3cret");
        assertThat(text("releases/2/conf/app.yml")).contains("level: 2", "password: other");
    }

    @Test
    void a_conflict_that_the_instance_settles_is_none() throws IOException {
        write("releases/1/conf/app.yml", "port: 9090\nlevel: 5\n");
        var made =
                tally(bench.take(step("merge", Map.of("level", Settled.with("${announcement}")))));
        assertThat(text("releases/2/conf/app.yml"))
                .isEqualTo("port: 9090\nlevel: closed for an hour\nadded: yes\n");
        assertThat(made.settled()).containsExactly("level");
    }

    @Test
    void without_the_old_archive_every_difference_is_a_conflict() throws IOException {
        Files.delete(folder.resolve("app-1.tar.gz"));
        assertThatThrownBy(() -> bench.take(step("merge", Map.of())))
                .hasMessageContaining("port: - (not there) + 9090 > 8080")
                .hasMessageContaining("added: - (not there) + (not there) > yes");
        var made = tally(bench.take(step("settled", Map.of("", Settled.YOURS))));
        assertThat(made.original()).isEqualTo("none");
        assertThat(text("releases/2/conf/app.yml")).isEqualTo("port: 9090   # ours\nlevel: 1\n");
    }

    @Test
    void an_archive_with_another_checksum_is_not_believed() {
        var step =
                bench.step(
                        "merge",
                        merge(
                                Map.of("conf/app.yml", "conf/app.yml"),
                                Map.of(),
                                Optional.of("0".repeat(64))));
        assertThatThrownBy(() -> bench.take(step)).hasMessageContaining("BSC-480");
    }

    @Test
    void an_original_that_lies_in_the_old_release_under_another_name_needs_no_archive()
            throws IOException {
        Files.delete(folder.resolve("app-1.tar.gz"));
        write("releases/1/lib/default.yml", "port: 8080\nlevel: 1\n");
        write("releases/2/lib/default.yml", "port: 8080\nlevel: 3\n");
        Files.delete(folder.resolve("releases/2/conf/app.yml"));
        var step = bench.step("merge", merge(Map.of("conf/app.yml", "lib/default.yml"), Map.of()));
        assertThat(tally(bench.take(step)).original()).isEqualTo("beside");
        assertThat(text("releases/2/conf/app.yml")).isEqualTo("port: 9090   # ours\nlevel: 3\n");
        assertThat(text("releases/2/lib/default.yml")).isEqualTo("port: 8080\nlevel: 3\n");
    }

    @Test
    void the_next_leg_merges_what_this_one_made_with_what_this_one_shipped() throws IOException {
        bench.take(step("first", Map.of()));
        write("releases/3/conf/app.yml", "port: 8080\nlevel: 7\nadded: no\n");
        var next =
                new Action.Merge(
                        bench.at("releases/2"),
                        bench.at("releases/3"),
                        bench.at("releases/2"),
                        Map.of("conf/app.yml", "conf/app.yml"),
                        Map.of(),
                        List.of(),
                        Optional.empty());
        assertThat(tally(bench.take(bench.step("next", next))).original()).isEqualTo("kept");
        assertThat(text("releases/3/conf/app.yml"))
                .isEqualTo("port: 9090   # ours\nlevel: 7\nadded: no\n");
    }

    @Test
    void a_file_without_keys_is_merged_line_by_line() throws IOException {
        write("releases/1/conf/app.txt", "# ours\none two\nthree four\n5 6\n7 8\n9 10\n");
        write("releases/1/dist.txt", "one two\nthree four\n5 6\n7 8\n9 10\n");
        write("releases/2/dist.txt", "one two\nthree four\n5 6\n7 8\n9 11\n");
        bench.take(bench.step("merge", merge(Map.of("conf/app.txt", "dist.txt"), Map.of())));
        assertThat(text("releases/2/conf/app.txt"))
                .isEqualTo("# ours\none two\nthree four\n5 6\n7 8\n9 11\n");
        write("releases/1/conf/app.txt", "one two\nthree four\n5 6\n7 8\nour password x\n");
        assertThatThrownBy(
                        () ->
                                bench.take(
                                        bench.step(
                                                "again",
                                                merge(
                                                        Map.of("conf/app.txt", "dist.txt"),
                                                        Map.of()))))
                .hasMessageContaining("line 5: - 9 10 + *** > 9 11");
    }

    @Test
    void a_link_that_all_releases_read_is_never_written_through() throws IOException {
        write("etc/app.yml", "port: 9090\nlevel: 1\n");
        Files.delete(folder.resolve("releases/1/conf/app.yml"));
        Files.createSymbolicLink(
                folder.resolve("releases/1/conf/app.yml"), folder.resolve("etc/app.yml"));
        assertThatThrownBy(() -> bench.take(step("merge", Map.of())))
                .hasMessageContaining("BSC-481");
        bench.take(step("settled", Map.of("", Settled.YOURS)));
        assertThat(folder.resolve("releases/2/conf/app.yml")).isSymbolicLink();
        assertThat(text("etc/app.yml")).isEqualTo("port: 9090\nlevel: 1\n");
    }

    @Test
    void what_the_release_removed_goes_if_it_was_not_yours() throws IOException {
        Files.delete(folder.resolve("releases/2/conf/app.yml"));
        assertThatThrownBy(() -> bench.take(step("merge", Map.of())))
                .hasMessageContaining("BSC-480");
        write("releases/1/conf/app.yml", "port: 8080\nlevel: 1\n");
        bench.take(step("again", Map.of()));
        assertThat(folder.resolve("releases/2/conf/app.yml")).doesNotExist();
    }

    private void write(String path, String text) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    private String text(String path) {
        return Moves.got(folder, () -> Files.readString(folder.resolve(path)));
    }
}
