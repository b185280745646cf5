package bascule.cli.verbs;

import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Flat;
import bascule.cli.Verb;
import bascule.cli.Workshop;
import bascule.cli.views.Standing;
import bascule.fact.Answer;
import bascule.text.Text;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Map;

/**
 * {@code bascule status [NAME]}: what the state folder knows, and since when. It asks nobody, so it
 * is quick, and right as long as nobody else changed the application.
 */
@Command(name = "status")
public final class StatusVerb implements Verb {
    @Parameters(arity = "0..1", paramLabel = "NAME", descriptionKey = "name")
    private String name = "";

    @Option(names = "--live")
    private boolean live;

    public StatusVerb() {}

    public StatusVerb(String name) {
        this.name = name;
    }

    @Override
    public Exit run(Desk desk) {
        var names = name.isEmpty() ? desk.instances() : List.of(name);
        for (var each : names) {
            var standing = Standing.of(desk.instance(each));
            if (desk.json()) {
                desk.print(standing.json());
            } else {
                standing.lines(desk.sentences()).forEach(desk::print);
            }
            if (live) {
                ask(desk, each);
            }
        }
        if (names.isEmpty() && !desk.json()) {
            desk.print(desk.texts().say(Text.of("cli.status.none")));
        }
        return Exit.DONE;
    }

    /** What the application itself answers, now. */
    private static void ask(Desk desk, String name) {
        var workshop = new Workshop(desk, name);
        var survey = workshop.survey(workshop.subject());
        var schema = survey.answer("schema");
        var data = schema instanceof Answer.Word(var word) ? word : "?";
        if (desk.json()) {
            desk.print(
                    Flat.json(
                            Map.of(
                                    "instance", name,
                                    "release", survey.release().text(),
                                    "schema", data)));
        } else {
            desk.print("  " + desk.say("cli.status.live", survey.release(), data));
        }
    }
}
