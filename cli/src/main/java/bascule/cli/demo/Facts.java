package bascule.cli.demo;

import bascule.cli.Desk;
import bascule.json.Json;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is so after a show, looked at past the upgrade itself: releases, users, sign-ins.
 *
 * @param code the release of the program that {@code current} names
 * @param schema the release whose migrations ran last on the data
 * @param served how many users the server itself counts; empty if it does not answer
 * @param stored how many users the database holds
 * @param signsIn whether a user signs in
 * @param planted whether a user who was made during the outage is there
 */
public record Facts(
        String code,
        String schema,
        Optional<Integer> served,
        int stored,
        boolean signsIn,
        boolean planted) {
    /** Before anybody looked. */
    public static final Facts UNKNOWN = new Facts("", "", Optional.empty(), 0, false, false);

    /** How one show ended. */
    record Ending(
            Facts before,
            Facts after,
            SignIns.Tally signIns,
            int exit,
            Optional<Duration> outage,
            Optional<String> report,
            Optional<Failing> failing,
            Duration took) {

        /** Whether it is what was promised. */
        boolean good() {
            var release = failing.isPresent() ? Place.OLD : Place.NEW;
            return exit == failing.map(Failing::ends).map(e -> e.code()).orElse(0)
                    && after.code().equals(release)
                    && after.schema().equals(release)
                    && after.served().equals(before.served())
                    && after.stored() == before.stored()
                    && after.signsIn()
                    && !after.planted();
        }

        /** Outage of a run that interrupted nobody. */
        String lost() {
            return outage.map(Ending::seconds).orElse("0.0");
        }

        static String seconds(Duration duration) {
            return "%.1f".formatted(duration.toMillis() / 1000.0);
        }
    }

    /** The screen, line by line. */
    static List<String> screen(Desk desk, Ending ending, Child child, Place place) {
        var lines = new ArrayList<String>();
        lines.add("");
        var head =
                ending.failing()
                        .map(failing -> desk.say("demo.facts.failed", failing.word()))
                        .orElseGet(
                                () ->
                                        desk.say(
                                                ending.exit() == 0
                                                        ? "demo.facts.upgraded"
                                                        : "demo.facts.not-upgraded"));
        lines.add(head);
        var before = ending.before();
        var after = ending.after();
        row(desk, lines, "code", before.code(), after.code());
        row(desk, lines, "schema", before.schema(), after.schema());
        row(desk, lines, "served", count(before.served()), count(after.served()));
        row(desk, lines, "stored", before.stored(), after.stored());
        one(desk, lines, "sign-in", desk.say(after.signsIn() ? "demo.yes" : "demo.no"));
        if (ending.failing().filter(Failing.VERIFY::equals).isPresent()) {
            one(desk, lines, "planted", desk.say(after.planted() ? "demo.yes" : "demo.no"));
        }
        var tally = ending.signIns();
        one(desk, lines, "tried", desk.say("demo.facts.tally", tally.tried(), tally.failed()));
        one(
                desk,
                lines,
                "outage",
                desk.say(
                        "demo.facts.seconds",
                        ending.lost(),
                        Ending.seconds(tally.unserved())));
        one(desk, lines, "exit", String.valueOf(ending.exit()));
        ending.report().ifPresent(report -> one(desk, lines, "report", report));
        one(desk, lines, "took", desk.say("demo.facts.total", Ending.seconds(ending.took())));
        lines.add("");
        lines.add(desk.say(ending.good() ? "demo.facts.good" : "demo.facts.bad"));
        lines.addAll(next(desk, child, place));
        return lines;
    }

    private static List<String> next(Desk desk, Child child, Place place) {
        var typed = child.typed();
        var here = java.nio.file.Path.of("").toAbsolutePath();
        var home = place.home().startsWith(here) ? here.relativize(place.home()) : place.home();
        return List.of(
                desk.say("demo.next"),
                "  " + typed + " demo --fail migrate",
                "  " + typed + " status " + Place.INSTANCE + " --home " + home,
                "  " + typed + " report " + Place.INSTANCE + " --home " + home,
                "  " + typed + " demo --clean");
    }

    private static String count(Optional<Integer> users) {
        return users.map(String::valueOf).orElse("?");
    }

    private static void row(
            Desk desk, List<String> lines, String name, Object before, Object after) {
        one(desk, lines, name, before + " → " + after);
    }

    private static void one(Desk desk, List<String> lines, String name, String value) {
        lines.add("  %-36s %s".formatted(desk.say("demo.facts." + name), value));
    }

    /** For programs: the same facts. */
    static String json(Ending ending) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("good", ending.good());
        facts.put("before", side(ending.before()));
        facts.put("after", side(ending.after()));
        facts.put("signInsTried", ending.signIns().tried());
        facts.put("signInsFailed", ending.signIns().failed());
        facts.put("unservedMillis", ending.signIns().unserved().toMillis());
        facts.put("outageMillis", ending.outage().map(Duration::toMillis).orElse(0L));
        facts.put("exit", ending.exit());
        ending.report().ifPresent(report -> facts.put("report", report));
        return Json.line(Map.of("demo", facts));
    }

    private static Map<String, Object> side(Facts facts) {
        return Map.of(
                "code", facts.code(),
                "schema", facts.schema(),
                "usersServed", facts.served().orElse(-1),
                "usersStored", facts.stored(),
                "signsIn", facts.signsIn(),
                "planted", facts.planted());
    }

}
