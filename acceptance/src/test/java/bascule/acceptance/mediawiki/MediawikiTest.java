package bascule.acceptance.mediawiki;

import static bascule.acceptance.BootedHost.await;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.acceptance.faults.Fault;
import bascule.acceptance.faults.FaultMatrix;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * MediaWiki 1.39 to 1.43 on a booted Debian, forward and back. 1.39 on the tables of 1.43 answers
 * every page with 500: only restored data bring it back.
 */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MediawikiTest {
    private @Nullable WikiHost made;
    private String plain = "";
    private @Nullable FaultMatrix faults;

    @BeforeAll
    void a_wiki_serves(@TempDir Path folder) throws Exception {
        made = new WikiHost(folder);
        plain = Files.readString(wiki().instance());
    }

    @AfterAll
    void nothing_runs_on() throws Exception {
        wiki().end();
    }

    private WikiHost wiki() {
        return Objects.requireNonNull(made);
    }

    private void also(String steps) throws Exception {
        Files.writeString(wiki().instance(), plain + steps);
    }

    private String pages() throws Exception {
        return wiki().sql("SELECT COUNT(*) FROM page WHERE page_title LIKE 'Page\\_%'");
    }

    private int jobs() throws Exception {
        return Integer.parseInt(wiki().sql("SELECT COUNT(*) FROM job"));
    }

    private void serves(String release) throws Exception {
        assertThat(wiki().page("Special:Version")).contains(release);
        assertThat(wiki().page("Page_7")).contains("Text of page 7");
        assertThat(pages()).isEqualTo("1000");
    }

    @Test
    @Order(1)
    void an_extension_that_the_new_release_lacks_is_found_before_visitors_notice_anything()
            throws Exception {
        wiki().visitsAnew();
        var ran = wiki().upgrade();
        assertThat(ran.code()).as(ran.said()).isEqualTo(10);
        assertThat(ran.said()).contains("stage/extensions").contains("extensions/Renameuser");
        assertThat(Set.copyOf(wiki().visits())).containsExactly("200");
        wiki().withoutRenameuser();
        faults = new FaultMatrix(new WikiFaults(wiki()));
    }

    /** A fixed sample of what {@code acceptance/fault-matrix} tries whole. */
    @ParameterizedTest
    @Order(2)
    @MethodSource("sample")
    void a_failure_is_taken_back_to_the_last_byte_and_row(Fault fault) throws Exception {
        var matrix = Objects.requireNonNull(faults);
        var outcome = matrix.of(fault);
        assertThat(matrix.wrong(fault, outcome)).isEmpty();
        assertThat(outcome.visits()).containsExactly("200", "503");
        serves(wiki().old);
    }

    static List<Fault> sample() {
        return List.of(
                new Fault("quiesce", Fault.Kind.HANGS),
                new Fault("backup", Fault.Kind.FAILS),
                new Fault("migrate", Fault.Kind.DOES_NOTHING),
                new Fault("verify", Fault.Kind.IS_KILLED));
    }

    @Test
    @Order(3)
    void forward_visitors_read_503_and_nothing_else_and_jobs_are_worked_off() throws Exception {
        assertThat(jobs()).isPositive();
        wiki().visitsAnew();
        var ran = wiki().upgrade();
        assertThat(ran.code()).as(ran.said()).isZero();
        serves(wiki().wanted);
        assertThat(jobs()).isZero();
        await(() -> wiki().visits().getLast().equals("200"));
        assertThat(Set.copyOf(wiki().visits())).isSubsetOf("200", "503").contains("503");
        assertThat(wiki().page("Wiki:Bascule")).contains(wiki().wanted);
    }

    @Test
    @Order(4)
    void back_again_the_old_release_serves_what_it_served() throws Exception {
        wiki().bascule(0, "rollback", "wiki", "--lose-writes");
        serves(wiki().old);
        assertThat(jobs()).isPositive();
    }

    @Test
    @Order(5)
    void a_machine_that_boots_inside_the_migration_lets_nobody_in_before_it_has_gone_on()
            throws Exception {
        var hold = wiki().inside("/srv/hold");
        Files.writeString(hold, "");
        also(
                """
                migrate:
                  ours:
                    run: sh -c 'touch /srv/inside; while test -e /srv/hold; do sleep 0.1; done'
                    after: update
                    again: safe
                """);
        wiki().beginUpgrade();
        await(() -> Files.exists(wiki().inside("/srv/inside")));
        wiki().host.off();
        wiki().visitsAnew();
        wiki().host.on();
        await(() -> wiki().visits().stream().filter("503"::equals).count() > 50);
        assertThat(Set.copyOf(wiki().visits())).isSubsetOf("000", "503");
        Files.delete(hold);
        await(() -> wiki().visits().getLast().equals("200"));
        assertThat(Set.copyOf(wiki().visits())).isSubsetOf("000", "503", "200");
        await(() -> status().contains("\"outcome\":\"upgraded\""));
        serves(wiki().wanted);
    }

    private String status() {
        try {
            return wiki().bascule("status", "wiki", "--json").said();
        } catch (Exception notYet) {
            return "";
        }
    }
}
