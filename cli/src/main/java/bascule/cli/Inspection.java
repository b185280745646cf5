package bascule.cli;

import bascule.check.Check;
import bascule.check.Checks;
import bascule.check.Finding;
import bascule.check.Ground;
import bascule.check.Preflight;
import bascule.check.Preflight.Answer;
import bascule.check.Timing;
import bascule.instance.Subject;
import bascule.instance.Survey;
import bascule.plan.Options;
import bascule.plan.Plan;
import bascule.plan.Purpose;
import bascule.problem.Problem;
import bascule.run.Gatekeeper;
import bascule.text.Text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Preflight: every check asked, every answer told. */
public final class Inspection {
    /** About staging, which is over when the door is about to close. */
    private static final Set<String> BEFORE_STAGE =
            Set.of(
                    "notes",
                    "space",
                    "permissions",
                    "programs",
                    "accounts",
                    "toolchains",
                    "ports",
                    "sources",
                    "files",
                    "clock",
                    Timing.NAME);

    private final Workshop workshop;
    private final Subject subject;
    private final Options options;

    public Inspection(Workshop workshop, Subject subject, Options options) {
        this.workshop = workshop;
        this.subject = subject;
        this.options = options;
    }

    public List<Answer> ask(Plan plan, Survey survey) {
        return new Preflight(checks(plan, survey)).ask(plan);
    }

    /** The same for an upgrade that is to come: that it may not close the door now is no matter. */
    public List<Answer> beforehand(Plan plan, Survey survey) {
        return ask(plan, survey).stream()
                .map(
                        answer ->
                                answer.check().equals(Timing.NAME)
                                                && answer.finding()
                                                        instanceof Finding.Block(var problem)
                                        ? new Answer(
                                                answer.check(),
                                                new Finding.Warn(problem),
                                                answer.took())
                                        : answer)
                .toList();
    }

    private Ground ground(Survey survey) {
        return new Ground(
                subject,
                survey,
                options,
                workshop.host(),
                workshop.folder().path().resolve("backups"),
                System.getenv());
    }

    private List<Check> checks(Plan plan, Survey survey) {
        return Checks.builtIn(ground(survey), plan.purpose());
    }

    /**
     * Asks once more, right before the application is closed, what may have changed while the new
     * release was staged.
     */
    public Gatekeeper door() {
        return (plan, outage) -> {
            var survey = workshop.survey(subject);
            if (plan.purpose() == Purpose.UPGRADE
                    && new Timing(ground(survey)).closing(plan, outage)
                            instanceof Finding.Block(var late)) {
                return Optional.of(late);
            }
            // Later outages begin at another release than the one that was planned from.
            if (!outage.from().equals(plan.from())) {
                return Optional.empty();
            }
            var checks =
                    checks(plan, survey).stream()
                            .filter(check -> !BEFORE_STAGE.contains(check.name()))
                            .toList();
            return new Preflight(checks)
                    .ask(plan).stream()
                            .map(Answer::finding)
                            .filter(Finding.Block.class::isInstance)
                            .map(finding -> ((Finding.Block) finding).problem())
                            .findFirst();
        };
    }

    /** All answers; those that passed only where they were asked for. */
    public static void tell(Desk desk, List<Answer> answers, boolean passed) {
        for (var answer : answers) {
            if (desk.json()) {
                desk.print(json(desk, answer));
                continue;
            }
            switch (answer.finding()) {
                case Finding.Pass(var seen) -> {
                    if (passed) {
                        desk.print(
                                desk.paint()
                                        .green(desk.say("cli.check.pass", answer.check(), seen)));
                    }
                }
                case Finding.Warn(var problem) -> {
                    desk.print(desk.paint().yellow(desk.say("cli.check.warn", answer.check())));
                    desk.print(problem.say(desk.texts()).indent(2).stripTrailing());
                }
                case Finding.Block(var problem) -> {
                    desk.print(desk.paint().red(desk.say("cli.check.block", answer.check())));
                    desk.print(problem.say(desk.texts()).indent(2).stripTrailing());
                }
            }
        }
    }

    private static String json(Desk desk, Answer answer) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("check", answer.check());
        switch (answer.finding()) {
            case Finding.Pass(var seen) -> {
                fields.put("finding", "pass");
                fields.put("seen", desk.texts().say(seen));
            }
            case Finding.Warn(var problem) -> {
                fields.put("finding", "warn");
                fields.putAll(desk.said(problem));
            }
            case Finding.Block(var problem) -> {
                fields.put("finding", "block");
                fields.putAll(desk.said(problem));
            }
        }
        return Flat.json(fields);
    }

    /** What speaks against the run, all of it in one; empty if nothing does. */
    public static Optional<Problem> against(Plan plan, List<Answer> answers) {
        var blocking = answers.stream().filter(Answer::blocks).map(Answer::check).toList();
        if (blocking.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Problem(
                        "BSC-514",
                        Text.of(plan.purpose().key("cli.refused.what"), plan.instance(), plan.to()),
                        Text.of(
                                "cli.refused.why",
                                blocking.size(),
                                answers.size(),
                                blocking.stream().collect(Collectors.joining(", "))),
                        Text.of("cli.refused.now", plan.instance(), plan.from()),
                        Text.of(plan.purpose().key("cli.refused.next"), plan.instance())));
    }
}
