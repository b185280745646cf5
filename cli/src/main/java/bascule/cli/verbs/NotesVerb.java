package bascule.cli.verbs;

import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Outset;
import bascule.cli.Verb;
import bascule.cli.views.ReadingView;
import bascule.plan.Acknowledgement;
import bascule.plan.Planner;
import bascule.plan.Reading;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.recipe.Nearest;
import bascule.text.Text;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code bascule notes NAME}: what every release in between asks; and that somebody has read it.
 */
@Command(name = "notes")
public final class NotesVerb implements Verb {
    @Parameters(paramLabel = "NAME", descriptionKey = "name")
    private String name = "";

    @Option(names = "--to", paramLabel = "RELEASE", descriptionKey = "to")
    private String to = "latest";

    @Option(names = "--acknowledge", paramLabel = "NOTE")
    private List<String> acknowledge = new ArrayList<>();

    @Override
    public Exit run(Desk desk) {
        var outset = Outset.of(desk, name, "bascule notes " + name);
        var subject = outset.subject();
        var survey = outset.workshop().survey(subject);
        var planner = new Planner(subject, survey, outset.options());
        var reading = planner.notes(to);
        if (!acknowledge.isEmpty()) {
            remember(outset, reading);
            var kept = outset.workshop().folder().acknowledgements().all();
            var options = outset.options().remembering(kept, desk.speaker());
            reading = new Planner(subject, survey, options).notes(to);
        }
        var view = new ReadingView(reading, desk.texts());
        (desk.json() ? view.json() : view.markdown()).forEach(desk::print);
        return Exit.DONE;
    }

    private void remember(Outset outset, Reading reading) {
        var by = outset.desk().speaker();
        var wanted = new ArrayList<Acknowledgement>();
        for (var note : acknowledge) {
            var asked =
                    reading.notes().stream()
                            .filter(each -> each.notice().name().equals(note))
                            .filter(Reading.Asked::acknowledgeable)
                            .toList();
            if (asked.isEmpty()) {
                throw nothing(note, reading);
            }
            for (var each : asked) {
                var release = each.notice().release();
                wanted.add(new Acknowledgement(note, release, each.words(), by));
            }
        }
        var folder = outset.workshop().folder();
        try (var lock = folder.lock(outset.command())) {
            folder.acknowledgements().add(lock, wanted);
        }
    }

    private Refusal nothing(String note, Reading reading) {
        var there =
                reading.notes().stream()
                        .filter(Reading.Asked::acknowledgeable)
                        .map(each -> each.notice().name())
                        .distinct()
                        .toList();
        var passed = reading.notes().stream().anyMatch(each -> each.notice().name().equals(note));
        return new Refusal(
                new Problem(
                        "BSC-244",
                        Text.of("cli.notes.what", note, name),
                        passed
                                ? Text.of("cli.notes.asks-nothing", note)
                                : Text.of("cli.notes.unknown", reading.from(), reading.to(), note),
                        Text.of("cli.nothing-changed"),
                        Nearest.to(note, there)
                                .map(near -> Text.of("cli.mistake.meant", "--acknowledge " + near))
                                .orElseGet(() -> Text.of("cli.notes.next", name, reading.to()))));
    }
}
