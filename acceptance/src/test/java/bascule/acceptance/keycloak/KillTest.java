package bascule.acceptance.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.cli.demo.Place;
import bascule.cli.demo.Rig;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A fixed sample of {@code acceptance/kill-matrix}, and a kill while a command is at work. */
@Tag("real")
class KillTest {
    @AfterAll
    static void nothing_runs_on() {
        Stand.tested().end();
    }

    private final Rig rig = Stand.tested();
    private final KillMatrix matrix = new KillMatrix(rig);

    @ParameterizedTest
    @CsvSource({"17, true", "29, false", "34, true"})
    void a_run_that_is_killed_ends_whole_and_serves(int line, boolean group) {
        var verdict = matrix.killed(new Kill(line, group));
        assertThat(verdict.good()).as(verdict.row()).isTrue();
    }

    /** It is neither started a second time beside itself nor looked at before it has ended. */
    @Test
    void a_build_that_outlives_its_run_comes_to_its_end_first() throws Exception {
        rig.ready();
        var log = rig.place().logs().resolve("outlived.log").toFile();
        var upgrade =
                rig.bascule("upgrade", "keycloak", "--to", Place.NEW, "--yes")
                        .redirectErrorStream(true)
                        .redirectOutput(log)
                        .start();
        while (building().isEmpty()) {
            assertThat(upgrade.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        upgrade.destroyForcibly().waitFor();
        var build = building().orElseThrow();
        var resumed = new Typed(rig).bascule("resume", "keycloak");
        assertThat(build.isAlive()).isFalse();
        assertThat(resumed.code()).as(resumed.said()).isZero();
        var facts = rig.look();
        assertThat(List.of(facts.code(), facts.schema())).containsOnly(Place.NEW);
        assertThat(facts.served()).isEqualTo(Optional.of(rig.settings().users()));
        assertThat(facts.signsIn()).isTrue();
    }

    private Optional<ProcessHandle> building() {
        return ProcessHandle.allProcesses()
                .filter(one -> worksIn(one, rig.place().release(Place.NEW)))
                .filter(one -> one.info().command().orElse("").endsWith("java"))
                .findFirst();
    }

    private static boolean worksIn(ProcessHandle process, Path folder) {
        try {
            var at = Path.of("/proc", String.valueOf(process.pid()), "cwd");
            return Files.readSymbolicLink(at).startsWith(folder.toRealPath());
        } catch (IOException other) {
            return false;
        }
    }
}
