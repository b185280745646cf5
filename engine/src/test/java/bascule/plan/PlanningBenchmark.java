package bascule.plan;

import bascule.instance.Instances;
import bascule.problem.Refusal;
import bascule.recipe.Recipes;

import org.jspecify.annotations.NullMarked;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long it takes to plan over catalogues of 100, 1,000 and 10,000 releases with 200 rules, ten
 * stops on the way: a way that is open, one whose end is refused so that the furthest release is
 * looked for, the notes; and to read the catalogue and hold it against itself. Medians, in a warm
 * engine, in milliseconds.
 *
 * <pre>
 * java -cp target/classes:target/test-classes:… bascule.plan.PlanningBenchmark [ROUNDS]
 * </pre>
 */
@NullMarked
public final class PlanningBenchmark {
    private static final int RULES = 200;
    private static final int STOPS = 10;
    private static final String RECIPE =
            """
            recipe: steps
            about: Made up
            versions: { tag: '^v(\\d+\\.\\d+\\.\\d+)$', series: '^(\\d+\\.\\d+)\\.' }
            facts:
              release: { file: VERSION }
              schema: { file: VERSION }
              php: { file: PHP }
              kind: { file: KIND }
            stores: { data: { files: data } }
            methods:
              archive: { code: { replace: "${root}" } }
            migrate:
              upgrade: { run: bin/upgrade, expect: { schema: "${to}" } }
            """;

    private final Path folder;

    private PlanningBenchmark(Path folder) {
        this.folder = folder;
    }

    private interface Work {
        void run() throws IOException;
    }

    public static void main(String[] args) throws IOException {
        var rounds = args.length > 0 ? Integer.parseInt(args[0]) : 15;
        var benchmark = new PlanningBenchmark(Files.createTempDirectory("planning"));
        System.out.println("releases  plan  refused  notes  read");
        benchmark.measure(1_000, rounds);
        for (var count : List.of(100, 1_000, 10_000)) {
            System.out.println(benchmark.measure(count, rounds));
        }
    }

    private String measure(int count, int rounds) throws IOException {
        var names = names(count);
        write(names);
        var recipes = new Recipes(List.of(folder.resolve("recipes")));
        var instance = new Instances(folder.resolve("instances"), recipes).read("one");
        var one =
                Fabricated.of(recipes, instance, names.getFirst())
                        .fact("schema", names.getFirst())
                        .fact("php", "8.1")
                        .fact("kind", "plain");
        var open = names.get(count - 2);
        if (one.plan(open).legs().count() != STOPS) {
            throw new IllegalStateException("not the way that was to be measured");
        }
        return "%8d  %.1f  %.1f  %.1f  %.1f"
                .formatted(
                        count,
                        median(rounds, () -> one.plan(open)),
                        median(rounds, () -> refused(one, names.getLast())),
                        median(rounds, () -> one.notes(open)),
                        median(rounds, () -> fresh().read("steps")));
    }

    private Recipes fresh() {
        return new Recipes(List.of(folder.resolve("recipes")));
    }

    private static void refused(Fabricated one, String target) {
        try {
            one.plan(target);
            throw new IllegalStateException("it should be refused");
        } catch (Refusal refusal) {
            if (!refusal.problem().next().key().equals("plan.as-far")) {
                throw refusal;
            }
        }
    }

    private static List<String> names(int count) {
        var names = new ArrayList<String>();
        for (var index = 0; index < count; index++) {
            names.add("%d.%d.%d".formatted(1 + index / 100, index / 10 % 10, index % 10));
        }
        return names;
    }

    /** Ten rules want stops, the last release is refused, the rest refuse or need by condition. */
    private void write(List<String> names) throws IOException {
        var text = new StringBuilder("catalogue: steps\nreleases:\n");
        names.forEach(name -> text.append("  \"").append(name).append("\": {}\n"));
        text.append("rules:\n");
        for (var rule = 1; rule < STOPS; rule++) {
            var stop = names.get(rule * (names.size() - 1) / STOPS);
            text.append(
                    "  stop-%d: { from: \"<%s\", to: \">%s\", stop: \"%s\" }%n"
                            .formatted(rule, stop, stop, stop));
        }
        text.append("  last: { to: \"%s\", refuse: never }%n".formatted(names.getLast()));
        for (var rule = STOPS; rule < RULES; rule++) {
            var low = names.get((int) ((long) rule * (names.size() - 2) / RULES));
            text.append(
                    rule % 2 == 0
                            ? "  need-%d: { to: \">=%s\", needs: { php: \">=7.%d\" } }%n"
                                    .formatted(rule, low, rule % 7)
                            : "  no-%d: { to: \">=%s\", when: { kind: odd }, refuse: no }%n"
                                    .formatted(rule, low));
        }
        text.append("notes:\n");
        for (var index = 1; index < names.size(); index += 5) {
            text.append(
                    "  note-%d: { into: \"%s\", text: Read this. }%n"
                            .formatted(index, names.get(index)));
        }
        var recipe = Files.createDirectories(folder.resolve("recipes/steps"));
        Files.writeString(recipe.resolve("recipe.yaml"), RECIPE);
        Files.writeString(recipe.resolve("releases.yaml"), text);
        Files.writeString(
                Files.createDirectories(folder.resolve("instances")).resolve("one.yaml"),
                "instance: one\nrecipe: steps\nmethod: archive\nroot: /srv/one\n");
    }

    private static double median(int rounds, Work work) throws IOException {
        var taken = new double[rounds];
        for (var round = -rounds; round < rounds; round++) {
            var began = System.nanoTime();
            work.run();
            if (round >= 0) {
                taken[round] = (System.nanoTime() - began) / 1e6;
            }
        }
        Arrays.sort(taken);
        return taken[rounds / 2];
    }
}
