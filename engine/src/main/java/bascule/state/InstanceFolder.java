package bascule.state;

import bascule.plan.Plan;
import bascule.plan.Purpose;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What survives of one instance: {@code lock status.json acknowledged.json runs/ID/ backups/ID/}.
 *
 * <p>The lock keeps two processes apart; what keeps a second run out is a run that has not ended.
 */
public record InstanceFolder(String name, Path path) {
    private static final Pattern RUN = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{4}");

    /**
     * @param command for people who wonder who holds it
     * @throws Refusal BSC-305 if another process works on the instance, BSC-307 if the folder
     *     belongs to another account
     */
    public Lock lock(String command) {
        Disk.folder(path);
        var owner = owner();
        if (!owner.equals(account())) {
            throw new RootNote(name, owner, path).refused();
        }
        return Lock.take(name, path, command);
    }

    /** Who works on it, by their own note; a note may outlive its process. */
    public Optional<Lock.Owner> lockOwner() {
        return Lock.owner(path.resolve("lock.owner"));
    }

    private static String account() {
        return System.getProperty("user.name", "");
    }

    private String owner() {
        try {
            return Files.getOwner(path).getName();
        } catch (IOException cannot) {
            throw Disk.refused(path, cannot);
        }
    }

    /**
     * Says beside the application's root whose instance it is, unless that stands there already.
     *
     * @throws Refusal BSC-307 if it is somebody else's
     */
    public void claim(Path root) {
        refuseForeign(root);
        if (RootNote.beside(root).isEmpty()) {
            mine().write(root);
        }
    }

    /**
     * @throws Refusal BSC-307 if what lies at the root is known to belong to another state
     */
    public void refuseForeign(Path root) {
        var there = RootNote.beside(root).filter(note -> !note.equals(mine()));
        if (there.isPresent()) {
            throw there.get().refused();
        }
    }

    private RootNote mine() {
        return new RootNote(name, account(), path.toAbsolutePath());
    }

    /** All runs, the oldest first. */
    public List<RunFolder> runs() {
        try (var folders = Files.list(path.resolve("runs"))) {
            return folders.filter(each -> RUN.matcher(each.getFileName().toString()).matches())
                    .map(each -> new RunFolder(name, each.getFileName().toString(), each))
                    .sorted(Comparator.comparing(RunFolder::id))
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException cannot) {
            throw Disk.refused(path, cannot);
        }
    }

    /**
     * @throws Refusal BSC-314 if there is none
     */
    public RunFolder run(String id) {
        return runs().stream()
                .filter(run -> run.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Refusal(
                                        new Problem(
                                                "BSC-314",
                                                Text.of("state.no-run.what", id, name),
                                                Text.of("state.no-run.why"),
                                                Text.of("state.nothing"),
                                                Text.of("state.no-run.next", name))));
    }

    static boolean isRun(String name) {
        return RUN.matcher(name).matches();
    }

    /**
     * The run that was begun and has not ended: the last one, or an upgrade that is being taken
     * back after backups or restores that came since.
     */
    public Optional<RunFolder> unfinished() {
        for (var run : runs().reversed()) {
            if (!run.finished()) {
                return Optional.of(run);
            }
            if (isFor(run, Purpose::takesBack)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The last run of such a purpose. */
    public Optional<RunFolder> last(Predicate<Purpose> wanted) {
        return runs().reversed().stream().filter(run -> isFor(run, wanted)).findFirst();
    }

    /** A run whose plan is damaged may be any: who goes on with it is told of the damage. */
    private static boolean isFor(RunFolder run, Predicate<Purpose> wanted) {
        try {
            return wanted.test(run.plan().purpose());
        } catch (Refusal damaged) {
            return true;
        }
    }

    public Optional<RunFolder> last() {
        var runs = runs();
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast());
    }

    /**
     * A new run; what a crash left of one that never began is taken away.
     *
     * @throws Refusal BSC-306 if another run has not ended
     */
    public RunFolder begin(Lock lock, Plan plan, Clock clock) {
        lock.held();
        var unfinished = unfinished();
        if (unfinished.isPresent()) {
            throw new Refusal(
                    new Problem(
                            "BSC-306",
                            Text.of("state.unfinished.what", name),
                            Text.of("state.unfinished.why", unfinished.get().id()),
                            Text.of("state.nothing"),
                            Text.of("state.unfinished.next", name)));
        }
        sweep();
        return RunFolder.create(this, plan, clock);
    }

    private void sweep() {
        try (var folders = Files.list(path.resolve("runs"))) {
            folders.filter(each -> each.toString().endsWith(".new")).forEach(Disk::delete);
        } catch (NoSuchFileException none) {
            return;
        } catch (IOException cannot) {
            throw Disk.refused(path, cannot);
        }
    }

    public Optional<Status> status() {
        return Status.read(path.resolve("status.json"));
    }

    /** What people have read and taken on. */
    public Acknowledgements acknowledgements() {
        return Acknowledgements.of(this);
    }

    /** At adopt and at the end of each run. */
    public void tell(Status status) {
        Disk.folder(path);
        status.write(path.resolve("status.json"));
    }
}
