package bascule.acceptance.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.acceptance.Ran;
import bascule.cli.demo.Facts;
import bascule.cli.demo.Rig;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** What cannot be done is told with a code, and nothing is changed. */
@Tag("real")
class RefusalTest {
    @AfterAll
    static void nothing_runs_on() {
        Stand.tested().end();
    }

    private static final int REFUSED = 11;

    private final Rig rig = Stand.tested();
    private final Typed typed = new Typed(rig);
    private Facts before = Facts.UNKNOWN;

    @BeforeEach
    void the_old_release_serves() {
        if (!rig.untouched()) {
            rig.ready();
        }
        before = rig.look();
    }

    @AfterEach
    void nothing_was_changed() {
        assertThat(rig.look()).isEqualTo(before);
    }

    private void refused(Ran ran, String why) {
        assertThat(ran.said()).contains("error[BSC-").contains("next:").contains(why);
        assertThat(ran.code()).as(ran.said()).isEqualTo(REFUSED);
    }

    @Test
    void an_instance_that_nobody_adopted() {
        var ran = typed.bascule("upgrade", "keycloack", "--to", "26.4.7", "--yes");
        assertThat(ran.said()).contains("error[BSC-").contains("keycloack");
        assertThat(ran.code()).isIn(2, REFUSED);
    }

    @Test
    void a_release_that_does_not_exist() {
        refused(typed.bascule("upgrade", "keycloak", "--to", "26.9.9", "--yes"), "26.9.9");
    }

    @Test
    void a_release_that_is_older() {
        refused(typed.bascule("upgrade", "keycloak", "--to", "24.0.5", "--yes"), "24.0.5");
    }

    @Test
    void the_release_that_runs_already() {
        refused(typed.bascule("upgrade", "keycloak", "--to", "25.0.6", "--yes"), "25.0.6");
    }

    @Test
    void a_plan_that_was_made_before_something_changed() throws Exception {
        var plan = rig.place().folder().resolve("plan.json");
        var made = typed.bascule("plan", "keycloak", "--to", "26.4.7", "--out", plan.toString());
        assertThat(made.code()).as(made.said()).isZero();
        var version = rig.place().current().resolve("version.txt");
        var was = Files.readString(version);
        try {
            Files.writeString(version, was.replace("25.0.6", "25.0.5"));
            refused(typed.bascule("upgrade", "keycloak", "--plan", plan.toString(), "--yes"), "");
        } finally {
            Files.writeString(version, was);
        }
    }

    @Test
    void somebody_who_is_asked_and_is_not_there() {
        var ran = typed.bascule("upgrade", "keycloak", "--to", "26.4.7");
        assertThat(ran.said()).contains("--yes");
        assertThat(ran.code()).as(ran.said()).isIn(2, REFUSED, 16);
    }

    @Test
    void an_archive_that_is_not_the_published_one() throws Exception {
        var recipes = rig.place().home().resolve("config/recipes");
        copy(Stand.checkout().resolve("recipes/keycloak"), recipes.resolve("keycloak"));
        var catalogue = recipes.resolve("keycloak/releases.yaml");
        Files.writeString(
                catalogue, Files.readString(catalogue).replace("aca60ab72a", "aca60ab72b"));
        try {
            var ran = typed.upgrade();
            assertThat(ran.said()).contains("error[BSC-415]");
            assertThat(ran.code()).as(ran.said()).isNotZero();
        } finally {
            remove(recipes);
        }
    }

    private static void remove(Path folder) throws Exception {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void copy(Path from, Path to) throws Exception {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var there = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(there);
                } else {
                    Files.copy(file, there);
                }
            }
        }
    }
}
