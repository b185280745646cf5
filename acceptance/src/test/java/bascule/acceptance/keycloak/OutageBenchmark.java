package bascule.acceptance.keycloak;

import bascule.cli.demo.Rig;
import bascule.cli.demo.SignIns;
import bascule.json.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The outage of the demo's upgrade by Bascule and by hand, by turns: benchmarks/README.md. */
final class OutageBenchmark {
    private static final int A_SECOND = 20;

    /** Steps of the outage whose time is the application's: it stops, starts, migrates, answers. */
    private static final Set<String> THEIRS = Set.of("start", "verify", "migrate", "settle");

    private final Rig rig;
    private final Path root;
    private final String javaHome;
    private final Map<String, List<Double>> seen = new LinkedHashMap<>();

    private OutageBenchmark(Rig rig, Path root, String javaHome) {
        this.rig = rig;
        this.root = root;
        this.javaHome = javaHome;
    }

    /** {@code FOLDER ROUNDS JAVA_HOME} */
    public static void main(String[] args) throws Exception {
        var rig = Stand.plain(Path.of(args[0]).toAbsolutePath());
        var bench = new OutageBenchmark(rig, Stand.checkout(), args[2]);
        for (var round = 0; round < Integer.parseInt(args[1]); round++) {
            for (var how : List.of("bascule", "bascule-no-door", "page", "prepared")) {
                bench.once(how);
            }
        }
        bench.seen.forEach(
                (how, all) ->
                        System.out.printf("%-34s median %.3f s of %s%n", how, median(all), all));
        System.exit(0);
    }

    private void once(String how) throws Exception {
        rig.ready();
        // An upgrade tidies away what it fetched; nobody's time counts for fetching it again.
        rig.fetched();
        var log = rig.place().logs().resolve("bench.jsonl");
        try (var client = SignIns.begun(rig.settings(), log, A_SECOND)) {
            await(() -> good(client) >= 2 * A_SECOND);
            if (how.startsWith("bascule")) {
                byBascule(how.equals("bascule"));
            } else {
                byHand(how);
            }
            await(rig::signsIn);
            var before = good(client);
            await(() -> good(client) >= before + 2 * A_SECOND);
            var tally = client.tally();
            note(how + ": client", tally.unserved().toMillis() / 1000.0);
            var facts = rig.look();
            System.out.printf(
                    "%s: %s %s, %d of %d sign-ins failed%n",
                    how, facts.code(), facts.schema(), tally.failed(), tally.tried());
        }
    }

    private static int good(SignIns client) {
        var tally = client.tally();
        return tally.tried() - tally.failed();
    }

    private static void await(BooleanSupplier so) {
        var until = System.nanoTime() + 180_000_000_000L;
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("it did not become so");
            }
        }
    }

    private void byBascule(boolean door) throws Exception {
        var file = rig.place().home().resolve("config/instances/keycloak.yaml");
        if (!door) {
            Files.writeString(file, Files.readString(file) + "\ndoor: none\n");
        }
        var ran = new Typed(rig).upgrade();
        if (ran.code() != 0) {
            throw new AssertionError(ran.said());
        }
        share(door ? "bascule" : "bascule-no-door");
    }

    private void byHand(String how) throws Exception {
        var place = rig.place();
        var builder =
                new ProcessBuilder(
                                root.resolve("benchmarks/by-hand.sh").toString(),
                                how,
                                place.folder().toString(),
                                "25.0.6",
                                "26.4.7",
                                place.archive("26.4.7").toString())
                        .inheritIO();
        builder.environment().put("JAVA_HOME", javaHome);
        builder.environment().put("JAVA_OPTS_APPEND", "-Dh2.bindAddress=127.0.0.1");
        if (builder.start().waitFor() != 0) {
            throw new AssertionError("by-hand.sh failed");
        }
    }

    private void note(String what, double seconds) {
        seen.computeIfAbsent(what, _ -> new ArrayList<>()).add(seconds);
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }

    /** What of the outage is not the application's own stopping, starting and answering. */
    private void share(String how) throws IOException {
        var closed = false;
        var outage = 0L;
        var steps = 0L;
        var theirs = 0L;
        for (var line : Files.readAllLines(events())) {
            var event = Json.mapper().readTree(line);
            switch (event.path("event").asString("")) {
                case "closed" -> closed = true;
                case "served" -> {
                    outage = event.path("outageMillis").asLong(0);
                    closed = false;
                }
                case "step-done" -> {
                    if (closed) {
                        var millis = event.path("millis").asLong(0);
                        steps += millis;
                        theirs += isTheirs(event.path("step").asString("")) ? millis : 0;
                    }
                }
                default -> {}
            }
        }
        note(how + ": run", outage / 1000.0);
        note(how + ": Bascule's own", (outage - theirs) / 1000.0);
        note(how + ": between steps", (outage - steps) / 1000.0);
    }

    private static boolean isTheirs(String step) {
        var phase = step.substring(0, step.indexOf('/'));
        return THEIRS.contains(phase)
                || step.contains("stop:")
                || step.contains("restart:")
                || step.contains("answers:");
    }

    private Path events() throws IOException {
        try (var files = Files.walk(rig.place().state())) {
            return files.filter(file -> file.endsWith("events.jsonl"))
                    .collect(Collectors.maxBy(Path::compareTo))
                    .orElseThrow();
        }
    }
}
