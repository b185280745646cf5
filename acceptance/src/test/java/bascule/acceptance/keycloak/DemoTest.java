package bascule.acceptance.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.acceptance.Ran;
import bascule.cli.demo.Rig;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What newcomers are shown, and the way back from each phase by what really happens. */
@Tag("real")
class DemoTest {
    @AfterAll
    static void nothing_runs_on() {
        Stand.tested().end();
    }

    private final Rig rig = Stand.tested();

    @Test
    void the_demo_upgrades_a_keycloak_that_is_in_use() {
        var ran = demo();
        assertThat(ran.said()).contains("All of it is as it should be.");
        assertThat(ran.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "preflight",
                "stage",
                "quiesce",
                "backup",
                "switch",
                "migrate",
                "start",
                "verify"
            })
    void after_a_failure_the_old_release_serves_with_everything(String phase) {
        var ran = demo("--fail", phase);
        assertThat(ran.said()).contains("All of it is as it should be.");
        assertThat(ran.code()).isZero();
    }

    @Test
    void a_finished_upgrade_is_taken_back_and_what_was_written_since_is_lost() {
        rig.ready();
        var before = rig.look();
        var typed = new Typed(rig);
        assertThat(typed.upgrade().code()).isZero();
        assertThat(rig.plant()).isTrue();
        assertThat(rig.look().planted()).isTrue();
        assertThat(typed.bascule("rollback", "keycloak", "--lose-writes").code()).isZero();
        assertThat(rig.look()).isEqualTo(before);
    }

    private Ran demo(String... more) {
        var words = new ArrayList<>(List.of("demo", "--yes", "--dir"));
        words.add(rig.place().folder().toString());
        words.addAll(List.of(more));
        return Ran.of(
                rig.bascule(words.toArray(String[]::new)),
                Map.of(),
                rig.place().folder().resolveSibling("demo.log"));
    }
}
