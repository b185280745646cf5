package bascule.state;

import bascule.fact.Template;
import bascule.json.Json;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Purpose;
import bascule.store.Store;
import bascule.store.Technique;
import bascule.version.Version;

import com.fasterxml.jackson.annotation.JsonInclude;

import tools.jackson.core.JacksonException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a run writes beside the copies it makes, {@code backup.json}: enough to list them, read them
 * again and put them back without the run, and the sign that Bascule made the folder.
 *
 * @param purpose of the run
 * @param parts one for each release that was copied: one, unless the run had several outages
 * @param beside folders of copies that steps of the recipe asked for
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record BackupNote(
        String run, String instance, Purpose purpose, List<Part> parts, List<String> beside) {
    static final String NAME = "backup.json";

    /**
     * The stores as one release left them.
     *
     * @param closed whether the application was closed for it: all copies are of one instant
     */
    public record Part(Version release, boolean closed, List<Copy> copies) {
        public Part {
            copies = List.copyOf(copies);
        }

        /** When the last of its copies was whole; empty as long as one is not. */
        public Optional<Instant> at() {
            return copies.stream().allMatch(copy -> copy.at().isPresent())
                    ? copies.stream().flatMap(copy -> copy.at().stream()).max(Instant::compareTo)
                    : Optional.empty();
        }
    }

    /**
     * One store.
     *
     * @param folder below the run's folder of backups
     * @param at when the pass that is restored was whole
     * @param technique how it is read: of a server that was followed, its folder is left
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Copy(
            Store store,
            String folder,
            Optional<Instant> at,
            Optional<Proved> proved,
            Technique technique) {
        public Copy {
            technique = technique == null ? new Technique.Copied() : technique;
        }

        private Copy as(Optional<Instant> newAt, Optional<Proved> newProved) {
            return new Copy(store, folder, newAt, newProved, technique);
        }
    }

    /**
     * That it was shown to restore.
     *
     * @param at if before the copy's own time, it was the first pass that was proved
     * @param tables how many tables, or files, were compared
     * @param took how long the restore took
     */
    public record Proved(Instant at, String depth, long tables, long rows, Duration took) {}

    public BackupNote {
        parts = parts == null ? List.of() : List.copyOf(parts);
        beside = beside == null ? List.of() : List.copyOf(beside);
    }

    /** What a run is going to copy, as its plan says; nothing is copied yet. */
    public static BackupNote of(RunFolder run, Plan plan) {
        var parts = new ArrayList<Part>();
        var folders = new ArrayList<String>();
        for (var outage : plan.outages()) {
            var copies = new LinkedHashMap<String, Copy>();
            var closed = false;
            for (var step :
                    Stream.concat(outage.before().stream(), outage.closing().stream()).toList()) {
                if (step.action()
                        instanceof Action.Backup(var store, var into, var pass, var technique)) {
                    closed |= pass.equals("last");
                    var folder = below(into);
                    copies.put(
                            folder,
                            new Copy(
                                    store,
                                    folder,
                                    Optional.empty(),
                                    Optional.empty(),
                                    later(technique)));
                }
            }
            if (!copies.isEmpty()) {
                parts.add(new Part(outage.from(), closed, List.copyOf(copies.values())));
                folders.addAll(copies.keySet());
            }
        }
        var beside =
                plan.steps()
                        .filter(step -> step.action() instanceof Action.Backup)
                        .map(step -> below(((Action.Backup) step.action()).into()))
                        .filter(folder -> !folders.contains(folder))
                        .distinct()
                        .toList();
        return new BackupNote(run.id(), run.instance(), plan.purpose(), parts, beside);
    }

    /** Once the run is over, nobody follows any more. */
    private static Technique later(Technique technique) {
        return technique.stands() ? new Technique.Left() : technique;
    }

    private static String below(Template into) {
        return into.text().replace("${run.backups}/", "");
    }

    /** Every folder that Bascule made beside this note. */
    List<String> folders() {
        return Stream.concat(
                        parts.stream().flatMap(part -> part.copies().stream()).map(Copy::folder),
                        beside.stream())
                .toList();
    }

    /** The folders of copies that make no whole backup, since one of them was never finished. */
    public List<String> unfinished() {
        return parts.stream()
                .filter(part -> part.at().isEmpty())
                .flatMap(part -> part.copies().stream())
                .map(Copy::folder)
                .toList();
    }

    /** Whether nothing that it tells of makes a whole backup. */
    public boolean nothingWhole() {
        return beside.isEmpty() && parts.stream().allMatch(part -> part.at().isEmpty());
    }

    /** The same with another word about the copy in a folder. */
    private BackupNote with(String folder, UnaryOperator<Copy> change) {
        var changed =
                parts.stream()
                        .map(
                                part ->
                                        new Part(
                                                part.release(),
                                                part.closed(),
                                                part.copies().stream()
                                                        .map(
                                                                copy ->
                                                                        copy.folder().equals(folder)
                                                                                ? change.apply(copy)
                                                                                : copy)
                                                        .toList()))
                        .toList();
        return new BackupNote(run, instance, purpose, changed, beside);
    }

    /** The copy in that folder is whole as of now. */
    public BackupNote copied(String folder, Instant at) {
        return with(folder, copy -> copy.as(Optional.of(at), copy.proved()));
    }

    /** There is no copy in that folder any more. */
    public BackupNote gone(String folder) {
        return with(folder, copy -> copy.as(Optional.empty(), Optional.empty()));
    }

    public BackupNote proved(String folder, Proved proved) {
        return with(folder, copy -> copy.as(copy.at(), Optional.of(proved)));
    }

    /**
     * @param backups a run's folder of backups
     * @return empty if there is none that can be read
     */
    public static Optional<BackupNote> read(Path backups) {
        try {
            return Optional.of(
                    Json.read(Files.readString(backups.resolve(NAME)), BackupNote.class));
        } catch (IOException | JacksonException none) {
            return Optional.empty();
        }
    }

    /** Takes the note away, and the folder unless somebody else's files lie in it. */
    public static void remove(Path backups) throws IOException {
        Files.deleteIfExists(backups.resolve(NAME));
        try (var left = Files.list(backups)) {
            if (left.findAny().isPresent()) {
                return;
            }
        } catch (NoSuchFileException gone) {
            return;
        }
        Files.delete(backups);
    }

    public void write(Path backups) {
        Disk.folder(backups);
        Disk.write(backups.resolve(NAME), Json.pretty(this) + "\n");
    }
}
