package bascule.work;

import bascule.fact.Answer;
import bascule.host.Host;
import bascule.host.Redaction;
import bascule.host.Service;
import bascule.plan.Expectation;
import bascule.plan.Step;
import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Waits until what a step expects holds. */
final class Waiting {
    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofMillis(500);
    private static final int TOLD = 5;

    /** Long enough for a server that has just started to find out what it has. */
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private final Host host;
    private final Facts facts;

    /** Processes that this run started: if one of them ends, there is nothing to wait for. */
    private final Map<String, Service> started = new ConcurrentHashMap<>();

    Waiting(Host host, Facts facts) {
        this.host = host;
        this.facts = facts;
    }

    void changed(Service service, Service.Verb verb) {
        if (verb == Service.Verb.STOP) {
            started.remove(service.name());
        } else if (service instanceof Service.Plain) {
            started.put(service.name(), service);
        }
    }

    boolean holds(Step step, Host.Filler filler) {
        return step.expect().stream().allMatch(each -> missing(each, filler).isEmpty());
    }

    /**
     * @throws Fault BSC-423 if it does not hold when the step's limit ends, or if it is answered
     *     otherwise where nothing is at work any more; BSC-424 if a process that it depends on has
     *     ended
     */
    void until(Step step, Host.Filler filler) {
        var began = System.nanoTime();
        var otherwise = began;
        var pause = FIRST;
        while (true) {
            var missing =
                    step.expect().stream().flatMap(each -> missing(each, filler).stream()).toList();
            if (missing.isEmpty()) {
                return;
            }
            started.values().forEach(service -> mustRun(service, filler));
            var now = System.nanoTime();
            if (missing.stream().noneMatch(Missing::forGood)) {
                otherwise = now;
            }
            if (now - began >= step.limit().toNanos() || now - otherwise >= SETTLED.toNanos()) {
                throw new Fault(
                        "BSC-423",
                        Text.of(
                                "work.expect",
                                Duration.ofNanos(now - began).toSeconds(),
                                missing.stream()
                                        .map(Missing::found)
                                        .collect(Collectors.joining("; "))));
            }
            pause(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
        }
    }

    /** Not longer than a step that is cut short may take. */
    static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException cutShort) {
            throw new Fault("BSC-404", Text.of("host.cut-short"), cutShort);
        }
    }

    /**
     * What was found in place of what is expected.
     *
     * @param forGood whether waiting does not change it
     */
    private record Missing(String found, boolean forGood) {}

    private Optional<Missing> missing(Expectation expectation, Host.Filler filler) {
        var answers = new ArrayList<Answer>();
        var found = new ArrayList<String>();
        Function<String, Answer> asked =
                name -> {
                    var answer = facts.answer(name, expectation.era(), filler);
                    answers.add(answer);
                    found.add(name + " = " + shown(answer));
                    return answer;
                };
        Function<String, String> filled =
                name -> filler.fill(bascule.fact.Template.of("${" + name + "}"));
        if (expectation.condition().holds(asked, filled)) {
            return Optional.empty();
        }
        var said = new Redaction(filler.secrets()).of(String.join(", ", found));
        return Optional.of(
                new Missing(
                        said.isEmpty() ? expectation.condition().toString() : said,
                        expectation.settled() && answers.stream().noneMatch(Waiting::mayCome)));
    }

    private static boolean mayCome(Answer answer) {
        return answer instanceof Answer.Unknown || answer instanceof Answer.Absent;
    }

    private static String shown(Answer answer) {
        return switch (answer) {
            case Answer.Unknown(var why) -> "? (" + why + ")";
            case Answer.Absent _ -> "-";
            case Answer.Word(var word) -> word;
            case Answer.Fields(var parts) -> parts.keySet().toString();
            case Answer.Rows(var rows) -> rows.size() + " rows";
        };
    }

    private void mustRun(Service service, Host.Filler filler) {
        if (host.standing(service, filler) == Host.Standing.STOPPED) {
            throw new Fault(
                    "BSC-424",
                    Text.of(
                            "work.service-died",
                            service.name(),
                            host.output(service).map(log -> last(log, filler)).orElse("")));
        }
    }

    private static String last(Path log, Host.Filler filler) {
        try {
            var lines =
                    new String(Files.readAllBytes(log), java.nio.charset.StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank())
                            .map(String::strip)
                            .toList();
            var last = lines.subList(Math.max(0, lines.size() - TOLD), lines.size());
            return new Redaction(filler.secrets()).of(String.join("; ", last));
        } catch (IOException none) {
            return "";
        }
    }
}
