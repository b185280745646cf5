package bascule.state;

import bascule.journal.Entry;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Purpose;
import bascule.problem.Fault;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.recipe.Nearest;
import bascule.state.Retention.Verdict;
import bascule.store.Kept;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every backup of an instance that Bascule made: to list, to choose from, and to take away. */
public record Stock(InstanceFolder folder) {
    private static final String GOING = ".going";

    private Path backups() {
        return folder.path().resolve("backups");
    }

    /** The oldest first; folders without a note of ours are none. */
    public List<Stored> all() {
        var all = new ArrayList<Stored>();
        for (var each : folders()) {
            note(each, name(each)).ifPresent(note -> all.addAll(stored(each, note)));
        }
        return List.copyOf(all);
    }

    /** Parts of which nothing was copied are left out, unless there is nothing else. */
    private static List<Stored> stored(Path folder, BackupNote note) {
        var begun =
                note.parts().stream()
                        .filter(
                                part ->
                                        part.copies().stream()
                                                .anyMatch(copy -> copy.at().isPresent()))
                        .toList();
        var parts = begun.isEmpty() ? note.parts().stream().limit(1).toList() : begun;
        return parts.stream().map(part -> Stored.look(folder, note, part)).toList();
    }

    private List<Path> folders() {
        try (var all = Files.list(backups())) {
            return all.sorted().toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException cannot) {
            throw Disk.refused(backups(), cannot);
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private Optional<BackupNote> note(Path path, String run) {
        return InstanceFolder.isRun(run)
                ? BackupNote.read(path)
                        .filter(note -> note.run().equals(run))
                        .filter(note -> note.instance().equals(folder.name()))
                : Optional.empty();
    }

    /**
     * The one of that id; without an id the last whole one of a run that has ended.
     *
     * @throws Refusal BSC-520 if there is none of that id, BSC-319 if there is none at all
     */
    public Stored chosen(Optional<String> id) {
        var all = all();
        var wanted =
                id.isPresent()
                        ? all.stream().filter(each -> each.id().equals(id.get())).findFirst()
                        : all.reversed().stream()
                                .filter(Stored::whole)
                                .filter(each -> !unfinished(each.note().run()))
                                .findFirst();
        return wanted.orElseThrow(() -> none(id, all.stream().map(Stored::id).toList()));
    }

    private Refusal none(Optional<String> id, List<String> known) {
        if (id.isPresent()) {
            return new Refusal(
                    new Problem(
                            "BSC-520",
                            Text.of("state.no-backup.what", id.get(), folder.name()),
                            Text.of("state.no-backup.why"),
                            Text.of("state.nothing"),
                            Nearest.to(id.get(), known)
                                    .map(near -> Text.of("state.no-backup.meant", near))
                                    .orElseGet(
                                            () -> Text.of("state.no-backup.next", folder.name()))));
        }
        return new Refusal(
                new Problem(
                        "BSC-319",
                        Text.of("state.never-backed-up.what", folder.name()),
                        Text.of("state.never-backed-up.why", known.size()),
                        Text.of("state.nothing"),
                        Text.of("state.never-backed-up.next", folder.name())));
    }

    private boolean unfinished(String run) {
        return folder.runs().stream()
                .filter(each -> each.id().equals(run))
                .anyMatch(each -> !each.finished());
    }

    /** What retention would make of each run's backups now. */
    public Map<String, Verdict> verdicts(int keep, List<Stored> all) {
        var verdicts = new LinkedHashMap<String, Verdict>();
        new Retention(keep, needed(all))
                .of(all)
                .forEach(verdict -> verdicts.put(verdict.run(), verdict));
        return verdicts;
    }

    private Map<String, Text> needed(List<Stored> all) {
        var needed = new HashMap<String, Text>();
        var ids = all.stream().map(each -> each.note().run()).toList();
        var upgrade = false;
        for (var run : folder.runs().reversed()) {
            if (!ids.contains(run.id())) {
                upgrade |= succeeded(run);
                continue;
            }
            try {
                if (!run.finished()) {
                    needed.put(run.id(), Text.of("state.keep.unfinished"));
                } else if (!upgrade && succeeded(run)) {
                    upgrade = true;
                    oldStands(run.plan())
                            .ifPresent(at -> needed.put(run.id(), Text.of("state.keep.old", at)));
                }
            } catch (Refusal | Fault damaged) {
                needed.put(run.id(), Text.of("state.keep.unknown"));
            }
        }
        return needed;
    }

    /** Whether it was an upgrade that came to its end and was not taken back. */
    private static boolean succeeded(RunFolder run) {
        try {
            var word = run.course().ended().map(Entry.Ended::outcome).orElse("");
            return (word.equals("upgraded") || word.equals("not-settled"))
                    && run.plan().purpose() == Purpose.UPGRADE;
        } catch (Refusal | Fault damaged) {
            return false;
        }
    }

    /** Where the release lies that an upgrade replaced: as long as it does, one can go back. */
    private static Optional<Path> oldStands(Plan plan) {
        var places =
                plan.steps()
                        .flatMap(
                                step ->
                                        switch (step.action()) {
                                            case Action.Exchange(_, var other) ->
                                                    Stream.of(other.text());
                                            case Action.Link _ -> layout(plan).stream();
                                            default -> Stream.<String>empty();
                                        })
                        .map(Path::of)
                        .toList();
        return places.isEmpty()
                ? Optional.of(Path.of(plan.root()))
                : places.stream().filter(Files::exists).findFirst();
    }

    private static Optional<String> layout(Plan plan) {
        return plan.facts().get(":layout") instanceof bascule.fact.Answer.Word(var word)
                ? Optional.of(word.substring(word.indexOf(' ') + 1))
                : Optional.of(plan.root());
    }

    /**
     * Takes away what retention lets go.
     *
     * @return the runs whose backups went
     */
    public List<String> retain(int keep) {
        for (var each : folders()) {
            // Left by a crash in the middle of this.
            if (name(each).endsWith(GOING)) {
                var run = name(each).replace(GOING, "");
                note(each, run).ifPresent(note -> delete(each, note));
            }
        }
        var all = all();
        var gone = new ArrayList<String>();
        for (var verdict : verdicts(keep, all).values()) {
            if (verdict.goes()) {
                var place = backups().resolve(verdict.run());
                var going = place.resolveSibling(verdict.run() + GOING);
                note(place, verdict.run())
                        .ifPresent(
                                note -> {
                                    Disk.rename(place, going);
                                    delete(going, note);
                                    gone.add(verdict.run());
                                });
            }
        }
        return List.copyOf(gone);
    }

    /** Only what Bascule wrote: what somebody else put there stays, and the folder with it. */
    private static void delete(Path going, BackupNote note) {
        try {
            for (var name : note.folders()) {
                new Kept(going.resolve(name)).remove();
            }
            BackupNote.remove(going);
        } catch (IOException cannot) {
            throw Disk.refused(going, cannot);
        }
    }
}
