package bascule.cli.verbs;

import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Inspection;
import bascule.cli.Verb;
import bascule.cli.Wanted;
import bascule.cli.Workshop;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bascule check NAME}: everything that preflight would ask, and every answer. */
@Command(name = "check")
public final class CheckVerb implements Verb {
    @Parameters(paramLabel = "NAME", descriptionKey = "name")
    private String name = "";

    @Mixin private Wanted wanted = new Wanted();

    @Override
    public Exit run(Desk desk) {
        var workshop = new Workshop(desk, name);
        var subject = wanted.subject(workshop.subject());
        var survey = workshop.survey(subject);
        var options = wanted.options(desk, subject, workshop.folder());
        var plan = wanted.plan(subject, survey, options);
        var answers = new Inspection(workshop, subject, options).beforehand(plan, survey);
        Inspection.tell(desk, answers, true);
        var against = Inspection.against(plan, answers);
        against.ifPresent(desk::show);
        return against.isPresent() ? Exit.REFUSED : Exit.DONE;
    }
}
