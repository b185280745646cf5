import bascule.cli.Desk;
import bascule.cli.demo.Facts;
import bascule.cli.demo.Rig;
import bascule.cli.demo.SignIns;
import bascule.json.Json;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outage of the demo's upgrade by Bascule and by hand, by turns: see README.md here. */
final class Outage {
    private static final int A_SECOND = 20;
    private final Rig rig;
    private final Map<String, List<Double>> seen = new LinkedHashMap<>();

    private Outage(Rig rig) {
        this.rig = rig;
    }

    /** {@code ROOT FOLDER PAIRS JAVA_HOME} */
    public static void main(String[] args) throws Exception {
        var rig = Rig.at(Desk.ofThisProcess(Path.of(args[0])), Path.of(args[1]), 1000, "");
        var bench = new Outage(rig);
        rig.ready();
        rig.fetched();
        for (var pair = 0; pair < Integer.parseInt(args[2]); pair++) {
            for (var how : List.of("bascule", "bascule-no-door", "page", "prepared")) {
                bench.once(how, Path.of(args[0]), args[3]);
            }
        }
        bench.seen.forEach(
                (how, all) ->
                        System.out.printf("%-24s median %.2f s of %s%n", how, median(all), all));
        System.exit(0);
    }

    private void once(String how, Path root, String javaHome) throws Exception {
        rig.ready();
        Thread.sleep(2000);
        try (var client =
                SignIns.begun(
                        rig.settings(), rig.place().logs().resolve("bench.jsonl"), A_SECOND)) {
            Thread.sleep(1000);
            if (how.startsWith("bascule")) {
                byBascule(how.equals("bascule"));
            } else {
                byHand(how, root, javaHome);
            }
            Facts facts = null;
            for (var tries = 0;
                    tries < 600 && (facts == null || facts.served().isEmpty());
                    tries++) {
                Thread.sleep(100);
                facts = served();
            }
            Thread.sleep(1500);
            note(how + " (client)", client.tally().unserved().toMillis() / 1000.0);
            System.out.printf(
                    "%s %s failed %d of %d%n",
                    how, facts, client.tally().failed(), client.tally().tried());
        }
    }

    private Facts served() {
        return rig.signsIn() ? rig.look() : null;
    }

    private void byBascule(boolean door) throws Exception {
        var file = rig.place().home().resolve("config/instances/keycloak.yaml");
        if (!door) {
            Files.writeString(file, Files.readString(file) + "\ndoor: none\n");
        }
        var log = rig.place().logs().resolve("bench-upgrade.log").toFile();
        var process =
                rig.bascule("upgrade", "keycloak", "--to", "26.4.7", "--yes")
                        .redirectErrorStream(true)
                        .redirectOutput(log)
                        .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("see " + log);
        }
        var share = new Share(rig);
        var how = door ? "bascule" : "bascule-no-door";
        note(how + " (run)", share.outage() / 1000.0);
        note(how + " own share", share.own() / 1000.0);
    }

    private void byHand(String how, Path root, String javaHome) throws Exception {
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
            throw new IllegalStateException("by-hand.sh failed");
        }
    }

    private void note(String what, double seconds) {
        seen.computeIfAbsent(what, _ -> new ArrayList<>()).add(seconds);
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }

    /** What of an outage is not the work of its steps: read from the run's own events. */
    private static final class Share {
        private long outage;
        private long steps;

        Share(Rig rig) throws Exception {
            var closed = false;
            try (var files = Files.walk(rig.place().state())) {
                var events =
                        files.filter(f -> f.endsWith("events.jsonl"))
                                .max(Path::compareTo)
                                .orElseThrow();
                for (var line : Files.readAllLines(events)) {
                    var event = Json.mapper().readTree(line);
                    switch (event.path("event").asString("")) {
                        case "closed" -> closed = true;
                        case "served" -> {
                            outage = event.path("outageMillis").asLong(0);
                            closed = false;
                        }
                        case "step-done" -> steps += closed ? event.path("millis").asLong(0) : 0;
                        default -> {}
                    }
                }
            }
        }

        long outage() {
            return outage;
        }

        long own() {
            return outage - steps;
        }
    }
}
