package bascule.acceptance.lantern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The real command on a Lantern whose configuration is merged, not copied. */
class MergeTest {
    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // each test makes its own
    private Site site;

    /** Its people added a comment and a port; the release changes the lamp and adds a key. */
    private void site(boolean linked, String lamp) throws IOException {
        site = new Site(folder, linked);
        var recipe = site.config().resolve("recipes/lantern/recipe.yaml");
        var text = Files.readString(recipe);
        assertThat(text).contains("carry: [conf]");
        Files.writeString(recipe, text.replace("carry: [conf]", "merge: [conf/lantern.conf]"));
        Files.writeString(conf(), ours("closed=false\nlamp=" + lamp));
    }

    private Path conf() {
        return site.root.resolve("conf/lantern.conf");
    }

    private String ours(String rest) {
        return "# ours\nport=" + site.port + "\n" + rest + "\n";
    }

    @AfterEach
    void end() throws IOException {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_key_of_the_new_release_comes_in_and_the_own_port_stays(boolean linked)
            throws IOException {
        site(linked, "dim");
        var ran = site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(ran.code()).as(ran.said()).isZero();
        assertThat(site.ask("/health")).isEqualTo("2.0.0");
        assertThat(conf()).hasContent(ours("closed=false\nlamp=bright\nnew=yes"));
        assertThat(ran.said())
                .contains("merge conf/lantern.conf: yours, with what 1.0.0 and 2.0.0");
        assertThat(site.journal().resolveSibling("report.md"))
                .content()
                .contains("`conf/lantern.conf`, by key; taken from the new release: lamp, new;")
                .contains("from its archive");
    }

    @Test
    void what_both_changed_is_refused_while_visitors_are_served_and_then_settled()
            throws IOException {
        site(true, "blue");
        var serving = site.serving();
        var ran = site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(ran.code()).as(ran.said()).isEqualTo(10);
        assertThat(ran.said()).contains("BSC-480", "lamp: - dim + blue > bright");
        assertThat(site.serving()).isEqualTo(serving);
        assertThat(site.ask("/health")).isEqualTo("1.0.0");
        assertThat(conf()).hasContent(ours("closed=false\nlamp=blue"));
        assertThat(folder.resolve("releases/2.0.0")).doesNotExist();
        assertThat(site.bascule("log", "lamp", "--step", "stage/merge").said())
                .contains("shipped now     bright", "{ 'lamp': yours }");

        settle("merge: { conf/other.conf: yours }\n");
        var wrong = site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(wrong.said()).contains("BSC-213", "conf/other.conf", "conf/lantern.conf");
        assertThat(wrong.code()).isNotZero();

        settle("merge: { conf/lantern.conf: { lamp: yours } }\n");
        var settled = site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(settled.code()).as(settled.said()).isZero();
        assertThat(conf()).hasContent(ours("closed=false\nlamp=blue\nnew=yes"));
    }

    private void settle(String words) throws IOException {
        var file = site.config().resolve("instances/lamp.yaml");
        var text = Files.readString(file).replaceFirst("(?m)^merge: .*\\n", "");
        Files.writeString(file, text + words, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** From the merge in the stage to the one at the switch, and past it. */
    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8, 9, 18, 20, 22, 24})
    void a_run_killed_around_a_merge_ends_with_the_old_file_or_the_merged_one(int line)
            throws IOException {
        site(true, "dim");
        var whole = LanternKills.killed(site, line, line % 2 == 0);
        assertThat(whole.wrong()).as(whole.row()).isEmpty();
        var lamp = whole.serves().equals("2.0.0") ? "lamp=bright\nnew=yes" : "lamp=dim";
        assertThat(conf()).as(whole.row()).hasContent(ours("closed=false\n" + lamp));
        assertThat(folder.resolve("releases/1.0.0/conf/lantern.conf"))
                .as("the old release keeps its own")
                .content()
                .contains("lamp=dim")
                .doesNotContain("new=");
    }

    @Test
    void a_way_back_after_the_upgrade_finds_the_old_file() throws IOException {
        site(false, "dim");
        site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes");
        var back = site.bascule("rollback", "lamp", "--lose-writes");
        assertThat(back.code()).as(back.said()).isZero();
        assertThat(conf()).hasContent(ours("closed=false\nlamp=dim"));
        assertThat(site.ask("/health")).isEqualTo("1.0.0");
    }

    @Test
    void leftovers_of_packages_are_told_and_stop_nothing() throws IOException {
        site(true, "dim");
        Files.writeString(conf().resolveSibling("lantern.conf.dpkg-dist"), "port=1\n");
        var check = site.bascule("check", "lamp", "--to", "2.0.0");
        assertThat(check.code()).as(check.said()).isZero();
        assertThat(check.said()).contains("BSC-115", "lantern.conf.dpkg-dist");
    }
}
