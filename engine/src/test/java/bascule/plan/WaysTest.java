package bascule.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.instance.Instances;
import bascule.problem.Refusal;
import bascule.recipe.Recipe.Release;
import bascule.recipe.Recipe.Rule;
import bascule.recipe.Recipes;
import bascule.version.Seeds;
import bascule.version.Version;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/** Which way is gone among all that the rules leave open, and what a target may be called. */
@NullMarked
class WaysTest {
    private static final String RECIPE =
            """
            recipe: steps
            about: Made up
            versions: { tag: '^v(\\d+\\.\\d+(?:-\\w+)?)$', series: '^(\\d+)\\.' }
            facts:
              release: { file: VERSION }
              schema: { file: VERSION }
              php: { file: PHP }
            stores: { data: { files: data } }
            methods:
              archive: { code: { replace: "${root}" } }
            migrate:
              upgrade: { run: bin/upgrade }
            """;

    @TempDir private Path folder = Path.of("");

    private Fabricated steps(String from, String catalogue) {
        try {
            var recipe = Files.createDirectories(folder.resolve("recipes/steps"));
            Files.writeString(recipe.resolve("recipe.yaml"), RECIPE);
            Files.writeString(recipe.resolve("releases.yaml"), "catalogue: steps\n" + catalogue);
            var instances = Files.createDirectories(folder.resolve("instances"));
            Files.writeString(
                    instances.resolve("one.yaml"),
                    "instance: one\nrecipe: steps\nmethod: archive\nroot: /srv/one\n");
            var recipes = new Recipes(List.of(folder.resolve("recipes")));
            return Fabricated.of(recipes, new Instances(instances, recipes).read("one"), from)
                    .fact("schema", from)
                    .fact("php", "8.1");
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private static String releases(String... names) {
        var text = new StringBuilder("releases:\n");
        for (var name : names) {
            text.append("  \"").append(name).append("\": {}\n");
        }
        return text.toString();
    }

    private static List<String> stops(Plan plan) {
        return plan.legs().map(leg -> leg.to().text()).toList();
    }

    @Test
    void a_stop_that_another_stop_makes_needless_is_left_out() {
        var catalogue =
                releases("1.0", "2.0", "3.0", "4.0", "5.0")
                        + """
                        rules:
                          a: { from: "<2.0", to: ">=4.0", stop: "2.0" }
                          b: { from: "<3.0", to: ">=5.0", stop: "3.0" }
                        """;
        assertThat(stops(steps("1.0", catalogue).plan("5.0"))).containsExactly("3.0", "5.0");
    }

    @Test
    void a_hop_that_is_refused_is_gone_around() {
        var catalogue =
                releases("1.0", "1.5", "2.0", "2.5", "3.0")
                        + """
                        rules:
                          no-leap: { from: "<2.0", to: ">=3.0", refuse: too far, source: the manual }
                        """;
        assertThat(stops(steps("1.0", catalogue).plan("3.0"))).containsExactly("2.5", "3.0");
    }

    @Test
    void what_cannot_be_reached_names_the_rule_its_source_and_how_far_one_can_go() {
        var catalogue =
                releases("1.0", "2.0", "2.1", "3.0", "4.0")
                        + """
                        rules:
                          php-3: { to: ">=3.0", needs: { php: ">=8.2" }, because: it says so, source: composer.json }
                          never: { to: ">=4.0", refuse: there is no way, source: issue 12 }
                        """;
        assertThatThrownBy(() -> steps("1.0", catalogue).plan("3.0"))
                .hasMessageContaining("BSC-258")
                .hasMessageContaining("php-3: it says so (composer.json)")
                .hasMessageContaining("as far as 2.1 you can go now: bascule upgrade one --to 2.1");
        assertThatThrownBy(() -> steps("1.0", catalogue).fact("php", "8.2").plan("4.0"))
                .hasMessageContaining("BSC-256")
                .hasMessageContaining("never: there is no way (issue 12)")
                .hasMessageContaining("next: as far as 3.0 you can go now");
        assertThatThrownBy(() -> steps("2.1", catalogue).plan("3.0"))
                .hasMessageContaining("BSC-258")
                .hasMessageNotContaining("as far as");
    }

    @Test
    void an_early_release_is_taken_only_when_asked_for_by_name_or_channel() {
        var catalogue =
                """
                releases:
                  "1.0": {}
                  "2.0-alpha1": {}
                  "2.0-rc1": {}
                  "2.0": {}
                  "2.1": { channel: edge }
                  "3.0-beta1": {}
                  "3.0-preview": {}
                """;
        var one = steps("1.0", catalogue);
        assertThat(one.plan("latest").to().text()).isEqualTo("2.0");
        assertThat(one.plan("2").to().text()).isEqualTo("2.0");
        assertThat(one.plan("beta").to().text()).isEqualTo("3.0-beta1");
        assertThat(one.plan("latest beta").to().text()).isEqualTo("3.0-beta1");
        assertThat(one.plan("latest 2").to().text()).isEqualTo("2.0");
        assertThat(one.plan("edge").to().text()).isEqualTo("2.1");
        assertThat(one.plan("2.0-rc1").to().text()).isEqualTo("2.0-rc1");
        // Whoever follows a channel is not left behind when the stable one comes out.
        assertThat(one.plan("rc").to().text()).isEqualTo("2.0");
        assertThatThrownBy(() -> one.plan("3"))
                .hasMessageContaining("BSC-252")
                .hasMessageContaining("only early versions of 3, the newest is 3.0-preview");
        assertThatThrownBy(() -> one.plan("nightly")).hasMessageContaining("BSC-252");
    }

    @Test
    void a_tag_stands_for_its_release_and_a_tag_that_is_none_for_nothing() {
        var one = steps("1.0", releases("1.0", "2.0"));
        assertThat(one.plan("v2.0").to().text()).isEqualTo("2.0");
        assertThatThrownBy(() -> one.plan("V2.0")).hasMessageContaining("BSC-252");
        assertThatThrownBy(() -> one.plan("release-2.0")).hasMessageContaining("BSC-252");
    }

    @Test
    void no_way_is_shorter_than_the_one_that_is_gone() {
        var open = new AtomicInteger();
        Seeds.forAll(
                400,
                random -> {
                    var one = sound(random);
                    if (one.isEmpty()) {
                        return;
                    }
                    var shortest = bruteForce(one.get());
                    try {
                        assertThat(stops(one.get().plan("6.2"))).hasSize(shortest);
                        open.incrementAndGet();
                    } catch (Refusal refused) {
                        assertThat(refused).hasMessageContaining("BSC-25");
                        assertThat(shortest).as(String.valueOf(refused)).isEqualTo(-1);
                    }
                });
        assertThat(Long.getLong("seed") == null ? open.get() : 100).isGreaterThan(30);
    }

    /** Rules made up without thought may contradict themselves: such a catalogue is no question. */
    private Optional<Fabricated> sound(Random random) {
        try {
            return Optional.of(steps("1.0", anything(random)));
        } catch (Refusal contradicts) {
            assertThat(contradicts).hasMessageContaining("BSC-230");
            return Optional.empty();
        }
    }

    private static String anything(Random random) {
        var names = new ArrayList<String>();
        for (var major = 1; major <= 6; major++) {
            for (var minor = 0; minor <= 2; minor++) {
                if (random.nextInt(5) > 0
                        || (major == 1 && minor == 0)
                        || (major == 6 && minor == 2)) {
                    names.add(major + "." + minor);
                }
            }
        }
        var text = new StringBuilder(releases(names.toArray(String[]::new))).append("rules:\n");
        for (var rule = 0; rule < 1 + random.nextInt(6); rule++) {
            text.append(
                    "  r%d: { from: \"%s\", to: \"%s\", %s }\n"
                            .formatted(rule, range(random), range(random), what(random, names)));
        }
        return text.toString();
    }

    private static String range(Random random) {
        var major = 1 + random.nextInt(6);
        var low = major + "." + random.nextInt(3);
        return switch (random.nextInt(6)) {
            case 0 -> "<" + low;
            case 1 -> "<=" + low;
            case 2 -> ">" + low;
            case 3 -> "!=" + low;
            case 4 -> ">=" + low + " <" + (major + 1 + random.nextInt(2)) + ".0";
            default -> ">=" + low;
        };
    }

    private static String what(Random random, List<String> names) {
        return switch (random.nextInt(5)) {
            case 0 -> "stop: every series";
            case 1 -> "refuse: no";
            case 2 -> "needs: { php: \"<8.0\" }";
            default -> "stop: \"" + Seeds.one(random, names) + "\"";
        };
    }

    /** By asking every hop between any two releases; -1 if there is no way. */
    private static int bruteForce(Fabricated one) {
        var targets = new Targets(one.subject(), Version.of("1.0"));
        var nodes = new TreeSet<>(targets.offered());
        var reached = new HashMap<Version, Integer>();
        reached.put(Version.of("1.0"), 0);
        for (var to : nodes.tailSet(Version.of("1.0"), false)) {
            reached.entrySet().stream()
                    .filter(from -> open(one, targets, from.getKey(), to))
                    .mapToInt(from -> from.getValue() + 1)
                    .min()
                    .ifPresent(legs -> reached.put(to, legs));
        }
        return reached.getOrDefault(Version.of("6.2"), -1);
    }

    private static boolean open(Fabricated one, Targets targets, Version from, Version to) {
        var hop = new Hop(from, to, targets.order());
        return one.subject().recipe().catalogue().rules().values().stream()
                .filter(hop::within)
                .noneMatch(rule -> closes(rule, hop, targets));
    }

    private static boolean closes(Rule rule, Hop hop, Targets targets) {
        if (rule.refuse().isPresent() || rule.needs().isPresent()) {
            return true;
        }
        var stop = rule.stop().orElseThrow();
        return stop.equals("every series")
                ? targets.latestOfEach().stream()
                        .filter(hop::holds)
                        .anyMatch(
                                each -> !targets.seriesOf(each).equals(targets.seriesOf(hop.to())))
                : hop.holds(Version.of(stop));
    }

    @Test
    void the_name_of_a_release_says_how_early_it_is() {
        var channels = new HashMap<String, String>();
        for (var name :
                List.of(
                        "24.10.0-rc1",
                        "4.1.6-RC3",
                        "4.0a1",
                        "4.0b2",
                        "1.0.0-M2",
                        "5.0-alpha.3",
                        "24.10-preview",
                        "1:2.0~beta1-3",
                        "1.1.1a",
                        "1.0+b1",
                        "22.10.7",
                        "1.39.17~dfsg-1~deb12u1",
                        "2.0-nightly")) {
            var release = steps("1.0", "releases: { \"" + name + "\": {} }\n");
            channels.put(
                    name,
                    release.subject().recipe().catalogue().releases().values().stream()
                            .map(Release::published)
                            .findFirst()
                            .orElseThrow());
        }
        assertThat(channels)
                .containsEntry("24.10.0-rc1", "rc")
                .containsEntry("4.1.6-RC3", "rc")
                .containsEntry("4.0a1", "alpha")
                .containsEntry("4.0b2", "beta")
                .containsEntry("1.0.0-M2", "milestone")
                .containsEntry("5.0-alpha.3", "alpha")
                .containsEntry("24.10-preview", "preview")
                .containsEntry("1:2.0~beta1-3", "beta")
                .containsEntry("2.0-nightly", "nightly");
        for (var stable : List.of("1.1.1a", "1.0+b1", "22.10.7", "1.39.17~dfsg-1~deb12u1")) {
            assertThat(channels).containsEntry(stable, "stable");
        }
    }
}
