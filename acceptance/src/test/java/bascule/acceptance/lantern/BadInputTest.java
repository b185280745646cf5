package bascule.acceptance.lantern;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.acceptance.Ran;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What is wrong is told with its reason and the next thing to do, and nothing is lost by it. */
class BadInputTest {
    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Site site;

    @BeforeEach
    void install() throws IOException {
        site = new Site(folder, true);
    }

    @AfterEach
    void nothing_is_lost() throws IOException {
        try {
            assertThat(site.ask("/health")).isEqualTo("1.0.0");
            assertThat(site.release()).isEqualTo("1.0.0");
            assertThat(site.rows()).isEqualTo(Site.ROWS);
            assertThat(folder.resolve("evil")).doesNotExist();
            assertThat(folder.resolve("releases/2.0.0")).doesNotExist();
        } finally {
            site.close();
        }
    }

    private void refused(Ran ran, int code, String... said) {
        assertThat(ran.code()).as(ran.said()).isEqualTo(code);
        assertThat(ran.said()).contains("error[BSC-", "why:", "now:", "next:").contains(said);
    }

    @ParameterizedTest
    @CsvSource({
        "upgrade lapm --to 2.0.0 --yes, 2, lamp",
        "upgrade lamp --to 9.9.9 --yes, 11, 9.9.9",
        "upgrade lamp --to 1.0.0 --yes, 11, 1.0.0",
        "upgrade lamp --to 1.1.0 --yes, 11, it loses rows",
        "upgrade lamp --to 2.0.0 --until migrate --yes, 2, stage",
        "upgrade lamp --to 2.0.0 --on-failure perhaps --yes, 2, perhaps",
        "upgrade lamp --to 2.0.0, 2, --yes",
        "resume lamp, 2, lamp",
        "rollback lamp --lose-writes, 2, lamp",
        "recipe check lantren, 2, lantern",
        "adopt other --recipe lantren, 2, lantern",
        "upgrade lamp --two 2.0.0, 2, --to",
        "upgarde lamp, 2, upgrade"
    })
    void a_wrong_word(String typed, int code, String said) {
        refused(site.bascule(typed.split(" ")), code, said);
    }

    @Test
    void a_mistake_in_a_recipe_at_its_line_and_column() throws IOException {
        var recipe = site.config().resolve("recipes/lantern/recipe.yaml");
        Files.writeString(
                recipe, Files.readString(recipe).replace("  sign: {", "  sgin: { limt: 3s,"));
        refused(
                site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes"),
                2,
                "recipe.yaml:",
                "limt",
                "limit");
    }

    /** What may come instead of an archive. */
    enum Bad {
        TRUNCATED("archive"),
        NOISE("archive"),
        ABOVE("evil"),
        ABSOLUTE("evil"),
        THROUGH_A_LINK("lantern/out"),
        OTHER_CONTENT("checksum"),
        NOT_THERE("lantern-2.0.0.tar.gz");

        final String said;

        Bad(String said) {
            this.said = said;
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_archive_that_is_not_what_it_should_be(Bad bad) throws IOException {
        var archive = folder.resolve("archives/lantern-2.0.0.tar.gz");
        var good = Files.readAllBytes(archive);
        switch (bad) {
            case TRUNCATED ->
                    Files.write(archive, java.util.Arrays.copyOf(good, good.length * 2 / 3));
            case NOISE -> Files.writeString(archive, "<html>502 Bad Gateway</html>");
            case ABOVE -> Files.write(archive, Evil.archive("lantern/../../../evil"));
            case ABSOLUTE -> Files.write(archive, Evil.archive(folder.resolve("evil").toString()));
            case THROUGH_A_LINK -> Files.write(archive, Evil.link(folder.toString()));
            case OTHER_CONTENT ->
                    Files.writeString(
                            site.config().resolve("recipes/lantern/releases.yaml"),
                            Files.readString(site.config().resolve("recipes/lantern/releases.yaml"))
                                    .replace(
                                            "\"2.0.0\": {}",
                                            "\"2.0.0\": { sha256: { archive: "
                                                    + "ab".repeat(32)
                                                    + " } }"));
            case NOT_THERE -> Files.delete(archive);
        }
        var ran = site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(ran.code()).as(ran.said()).isIn(10, 11);
        assertThat(ran.said()).contains("error[BSC-", "why:", "now:", "next:").contains(bad.said);
        assertThat(ran.said()).doesNotContain("BSC-700");
    }

    @Test
    void a_folder_of_somebody_elses_where_the_new_release_goes() throws IOException {
        var theirs = Files.createDirectories(folder.resolve("releases/2.0.0/precious"));
        Files.writeString(theirs.resolve("file"), "theirs");
        refused(
                site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes"),
                11,
                "BSC-413",
                "releases/2.0.0");
        assertThat(theirs.resolve("file")).hasContent("theirs");
        Files.delete(theirs.resolve("file"));
        Files.delete(theirs);
        Files.delete(theirs.getParent());
    }

    /** It came after every question was asked: nothing of it is touched on the way back, either. */
    @Test
    void a_folder_that_comes_while_the_archive_is_fetched() throws IOException {
        var killed =
                site.bascule(
                        Map.of("BASCULE_KILL_AT", "4:after:alone"),
                        "upgrade",
                        "lamp",
                        "--to",
                        "2.0.0",
                        "--yes");
        assertThat(killed.code()).isEqualTo(137);
        var theirs = Files.createDirectories(folder.resolve("releases/2.0.0"));
        Files.writeString(theirs.resolve("file"), "theirs");
        var resumed = site.bascule("resume", "lamp");
        assertThat(resumed.code()).as(resumed.said()).isEqualTo(10);
        assertThat(theirs.resolve("file")).hasContent("theirs");
        Files.delete(theirs.resolve("file"));
        Files.delete(theirs);
    }

    @ParameterizedTest
    @CsvSource({"4, 11", "-1, 11"})
    void a_damaged_journal(int line, int code) throws IOException {
        var killed =
                site.bascule(
                        Map.of("BASCULE_KILL_AT", "7:after:alone"),
                        "upgrade",
                        "lamp",
                        "--to",
                        "2.0.0",
                        "--yes");
        assertThat(killed.code()).isEqualTo(137);
        var lines = Files.readAllLines(site.journal());
        var at = line < 0 ? lines.size() + line : line;
        var whole = Files.readString(site.journal());
        lines.set(at, lines.get(at).replaceFirst("\"at\":\"2", "\"at\":\"3"));
        Files.write(site.journal(), lines);
        refused(site.bascule("resume", "lamp"), code, "journal.jsonl", "" + (at + 1));
        refused(site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes"), code, "journal.jsonl");
        assertThat(Files.readAllLines(site.journal())).isEqualTo(lines);
        Files.writeString(site.journal(), whole);
        var back = site.bascule("resume", "lamp", "--back");
        assertThat(back.code()).as(back.said()).isIn(10, 16);
    }

    @Test
    void an_upgrade_while_another_one_is_under_way() {
        var first = site.begin(Map.of(), "upgrade", "lamp", "--to", "2.1.0", "--yes");
        await(() -> Files.exists(site.state().resolve("lock.owner")), first);
        var log = folder.resolve("second.log");
        var second =
                site.finished(
                        site.begin(log, Map.of(), "upgrade", "lamp", "--to", "2.0.0", "--yes"),
                        log);
        refused(second, 13, "bascule watch lamp");
        assertThat(site.finished(first).code()).isEqualTo(10);
    }

    @Test
    void two_upgrades_begun_at_once() {
        var log = folder.resolve("second.log");
        var first = site.begin(Map.of(), "upgrade", "lamp", "--to", "2.1.0", "--yes");
        var second = site.begin(log, Map.of(), "upgrade", "lamp", "--to", "2.1.0", "--yes");
        var codes =
                java.util.List.of(site.finished(first).code(), site.finished(second, log).code());
        assertThat(codes).containsExactlyInAnyOrder(10, 13);
    }

    @Test
    void a_terminal_that_goes_away() throws IOException {
        var log = folder.resolve("terminal.log");
        var typed = String.join(" ", Site.line("upgrade", "lamp", "--to", "2.1.0", "--yes"));
        var terminal =
                site.begin(
                        log,
                        Map.of("TERM", "xterm"),
                        java.util.List.of("script", "-qec", typed, "/dev/null"));
        await(() -> journal().contains("quiesce/stop"), terminal);
        terminal.destroyForcibly();
        await(() -> journal().contains("\"is\":\"ended\""), null);
        assertThat(journal()).contains("rolled-back");
        // Its last words come after that line: it has ended when the lock is free.
        await(() -> site.bascule("upgrade", "lamp", "--to", "9.9.9").code() == 11, null);
    }

    private String journal() {
        try {
            return Files.readString(site.journal());
        } catch (IOException notYet) {
            return "";
        }
    }

    private static void await(BooleanSupplier so, @org.jspecify.annotations.Nullable Process of) {
        var until = System.nanoTime() + 60_000_000_000L;
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(until);
            assertThat(of == null || of.isAlive()).isTrue();
            Thread.onSpinWait();
        }
    }
}
