package bascule.cli.views;

import bascule.cli.Flat;
import bascule.journal.Entry;
import bascule.run.Whereabouts;
import bascule.state.InstanceFolder;
import bascule.state.Lock;
import bascule.state.RunFolder;
import bascule.state.Status;
import bascule.text.Text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the state folder knows of an instance.
 *
 * @param unfinished a run that has not ended
 * @param busy who works on it now
 */
public record Standing(
        String name,
        Optional<Status> status,
        Optional<RunFolder> unfinished,
        Optional<Lock.Owner> busy) {

    public static Standing of(InstanceFolder folder) {
        var status = folder.status();
        var last = folder.last();
        // The status names the last run that ended: only a later one needs its journal read.
        var told = status.map(Status::run).filter(run -> !run.isEmpty());
        var untold =
                last.filter(
                        run ->
                                waits(status)
                                        || (!told.equals(Optional.of(run.id()))
                                                && isNewer(run, status)));
        // An upgrade may be on its way back although backups were made since.
        var unfinished =
                untold.isPresent() || backedUp(status)
                        ? folder.unfinished()
                        : Optional.<RunFolder>empty();
        return new Standing(
                folder.name(),
                untold.filter(RunFolder::finished).map(run -> after(run, status)).or(() -> status),
                unfinished,
                folder.lockOwner().filter(owner -> ProcessHandle.of(owner.pid()).isPresent()));
    }

    /** Its end stands in the journal, and Bascule died before it could be told here. */
    private static Status after(RunFolder run, Optional<Status> before) {
        var word = run.course().ended().map(Entry.Ended::outcome).orElse("");
        return Status.after(run, run.plan(), before, word);
    }

    /** Whether the run wrote to its journal after the status was told. */
    private static boolean isNewer(RunFolder run, Optional<Status> status) {
        return status.map(known -> run.lines().getLast().at().isAfter(known.written()))
                .orElse(true);
    }

    private static boolean backedUp(Optional<Status> status) {
        return status.map(Status::outcome)
                .filter(Set.of("backed-up", "restored", "proved")::contains)
                .isPresent();
    }

    private static boolean waits(Optional<Status> status) {
        return status.map(Status::outcome).filter(Set.of("stuck", "paused")::contains).isPresent();
    }

    public List<String> lines(Sentences say) {
        var lines = new ArrayList<String>();
        lines.add(say.paint().bold(name) + status.map(Standing::what).orElse(""));
        status.ifPresentOrElse(
                known ->
                        lines.add(
                                "  "
                                        + say.texts()
                                                .say(
                                                        unfinished
                                                                .map(Standing::meanwhile)
                                                                .orElseGet(() -> serves(known)))),
                () -> lines.add("  " + say.texts().say(Text.of("cli.status.unknown"))));
        status.filter(known -> !known.run().isEmpty() && unfinished.isEmpty())
                .ifPresent(
                        known ->
                                lines.add(
                                        "  "
                                                + say.texts()
                                                        .say(
                                                                Text.of(
                                                                        "cli.status.run",
                                                                        known.run(),
                                                                        say.outcome(
                                                                                known
                                                                                        .outcome())))));
        unfinished.ifPresent(run -> lines.add("  " + say.paint().yellow(hanging(say, run))));
        return lines;
    }

    private String hanging(Sentences say, RunFolder run) {
        return say.texts()
                .say(
                        busy.map(
                                        owner ->
                                                Text.of(
                                                        "cli.status.running",
                                                        run.id(),
                                                        owner.pid(),
                                                        Clocks.day(owner.since()),
                                                        name))
                                .orElseGet(() -> Text.of("cli.status.unfinished", run.id(), name)));
    }

    private static String what(Status known) {
        return "  %s (%s)  %s".formatted(known.recipe(), known.method(), known.root());
    }

    /** What visitors get while a run has not ended, by its plan and journal. */
    private static Text meanwhile(RunFolder run) {
        var word = serving(run);
        return word.isEmpty() ? Text.of("cli.serves.nothing") : Text.of("cli.serves", word);
    }

    private static String serving(RunFolder run) {
        return new Whereabouts(run.plan(), run.course()).serving().word();
    }

    private static Text serves(Status known) {
        if (known.serves().isEmpty()) {
            return Text.of("cli.serves.nothing");
        }
        return known.since()
                .map(since -> Text.of("cli.status.since", known.serves(), Clocks.day(since)))
                .orElseGet(
                        () ->
                                Text.of(
                                        "cli.status.seen",
                                        known.serves(),
                                        Clocks.day(known.written())));
    }

    public String json() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("instance", name);
        status.ifPresent(known -> fill(fields, known));
        unfinished.ifPresent(
                run -> {
                    fields.put("unfinished", run.id());
                    fields.put("serves", serving(run));
                });
        busy.ifPresent(owner -> fields.put("pid", Long.toString(owner.pid())));
        return Flat.json(fields);
    }

    private static void fill(Map<String, String> fields, Status known) {
        fields.put("recipe", known.recipe());
        fields.put("method", known.method());
        fields.put("root", known.root());
        fields.put("serves", known.serves());
        known.since().ifPresent(at -> fields.put("since", at.toString()));
        fields.put("run", known.run());
        fields.put("outcome", known.outcome());
        fields.put("written", known.written().toString());
    }
}
