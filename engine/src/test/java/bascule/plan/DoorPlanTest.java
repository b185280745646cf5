package bascule.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.fact.Template;
import bascule.recipe.Phase;
import bascule.recipe.Recipes;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where in a plan a web server's door is closed and opened. */
@NullMarked
class DoorPlanTest {
    private static final Path RECIPES = Path.of("src/test/resources/plan/recipes");

    private static Fabricated gazette(Path recipes) {
        return Fabricated.of(recipes, "gazette", "1.0").powers(Powers.TODAY).fact("schema", "1.0");
    }

    private static Plan plan() {
        return gazette(RECIPES).plan("2.0");
    }

    @Test
    void the_whole_way_behind_a_web_server_s_door_is_planned() {
        Golden.holds("gazette", PlanText.whole(plan()));
    }

    @Test
    void it_is_closed_first_and_opened_when_all_else_is() {
        var outage = plan().outages().getFirst();
        assertThat(outage.closing().getFirst().action()).isInstanceOf(Action.CloseDoor.class);
        var open = outage.after().stream().filter(step -> step.phase() == Phase.OPEN).toList();
        assertThat(open).extracting(Step::id).endsWith("open/door", "open/answers:front-page");
    }

    @Test
    void nothing_of_the_application_is_restarted_for_visitors() {
        assertThat(plan().steps().map(Step::id)).noneMatch(id -> id.contains("open/restart"));
    }

    @Test
    void a_way_back_after_it_was_opened_closes_it_before_all_else() {
        var back = plan().outages().getFirst().back();
        assertThat(back.getFirst().action()).isInstanceOf(Action.CloseDoor.class);
        assertThat(back.getFirst().undoes()).containsExactly("open/door");
        assertThat(back)
                .filteredOn(step -> step.action() instanceof Action.OpenDoor)
                .singleElement()
                .satisfies(step -> assertThat(step.undoes()).containsExactly("quiesce/door"));
    }

    @Test
    void verification_asks_at_the_listener_and_then_as_visitors_do() {
        var plan = plan();
        assertThat(plan.probes().get("verify/front-page@2.0"))
                .asString()
                .contains("127.0.0.1:8099");
        assertThat(plan.probes().get("open/answers:front-page@2.0"))
                .asString()
                .contains("gazette.example.org");
    }

    @Test
    void a_plan_with_a_door_is_read_back_whole() {
        var file = PlanFile.of(plan());
        assertThat(PlanFile.read(file.write())).isEqualTo(file);
    }

    @Test
    void a_listener_that_others_reach_is_refused(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> changed(folder, "127.0.0.1:8099", "192.0.2.7:8099").plan("2.0"))
                .hasMessageContaining("BSC-266")
                .hasMessageContaining("192.0.2.7:8099");
    }

    @Test
    void a_door_that_nobody_can_close_is_refused(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> changed(folder, "server: nginx", "server: a-cat").plan("2.0"))
                .hasMessageContaining("BSC-266");
    }

    @Test
    void the_commands_of_a_server_that_says_none_are_its_own_program_s() {
        var close = (Action.CloseDoor) plan().outages().getFirst().closing().getFirst().action();
        assertThat(close.door().test().argv()).isEqualTo(words("nginx", "-t"));
        assertThat(close.door().reload().argv()).isEqualTo(words("nginx", "-s", "reload"));
    }

    private static List<Template> words(String... words) {
        return java.util.Arrays.stream(words).map(Template::of).toList();
    }

    private static Fabricated changed(Path folder, String from, String to) throws IOException {
        var copy = Files.createDirectories(folder.resolve("gazette"));
        for (var name : List.of("recipe.yaml", "releases.yaml")) {
            var text = Files.readString(RECIPES.resolve("gazette").resolve(name));
            Files.writeString(copy.resolve(name), text.replace(from, to));
        }
        assertThat(new Recipes(List.of(folder)).check(copy)).isEmpty();
        return gazette(folder);
    }
}
