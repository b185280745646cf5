package bascule.work;

import bascule.fact.Template;
import bascule.format.Change;
import bascule.format.KeyedFile;
import bascule.host.Host;
import bascule.host.Redaction;
import bascule.json.Json;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.probe.Looker;
import bascule.problem.Fault;
import bascule.run.Doer;
import bascule.run.Memory;
import bascule.state.RunFolder;
import bascule.store.Kept;
import bascule.text.Text;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Does the steps of one plan on a real machine. */
public final class World implements Doer {
    private final Host host;
    private final Plan plan;
    private final RunFolder folder;
    private final Places places;
    private final Waiting waiting;
    private final String written;

    /** The codes that commands of earlier attempts left, by step. */
    private final Map<String, Integer> ended = new ConcurrentHashMap<>();

    private final Acting acting = new Acting();

    /**
     * @param words what only the run knows: {@code outage.start outage.end announcement}
     */
    public World(Host host, Looker looker, Plan plan, RunFolder folder, Map<String, String> words) {
        this(host, looker::look, plan, folder, words);
    }

    World(
            Host host,
            Facts.Looking looking,
            Plan plan,
            RunFolder folder,
            Map<String, String> words) {
        this.host = host;
        this.plan = plan;
        this.folder = folder;
        this.written = Json.line(plan);
        var facts = new Facts(host, looking, plan);
        this.places = new Places(facts, plan, known(words), System.getenv());
        this.waiting = new Waiting(host, facts);
    }

    private Map<String, String> known(Map<String, String> words) {
        var known = new LinkedHashMap<>(words);
        known.put("run.id", folder.id());
        known.put("run.folder", folder.path().toAbsolutePath().toString());
        known.put("run.backups", folder.backups().toAbsolutePath().toString());
        return known;
    }

    @Override
    public boolean goingDown() {
        return host.goingDown();
    }

    @Override
    public Map<String, String> find(Step step, Memory memory) {
        return deed(step, memory).find();
    }

    @Override
    public Seen look(Step step, Memory memory) {
        var deed = deed(step, memory);
        var seen = deed.look();
        if (seen == Seen.DONE && step.action() instanceof Action.Change change) {
            waiting.changed(change.service(), change.verb());
        }
        if (step.expect().isEmpty() || (deed.visible() && seen == Seen.NOT_BEGUN)) {
            return seen;
        }
        var holds = waiting.holds(step, places.with(memory));
        return switch (seen) {
            case DONE -> holds ? Seen.DONE : Seen.HALF;
            case NOT_BEGUN, HALF, CANNOT_TELL -> holds && !deed.visible() ? Seen.DONE : seen;
        };
    }

    @Override
    public void quieten(Step step, Memory memory) {
        var job = job(step, memory);
        // A proof touches nothing: there is nothing to wait for.
        var patience = step.action() instanceof Action.Prove ? Duration.ZERO : step.limit();
        var code = host.quieten(job.work(), patience);
        code.ifPresentOrElse(value -> ended.put(step.id(), value), () -> ended.remove(step.id()));
        if (step.action() instanceof Action.Run run) {
            redact(job, run);
        }
    }

    /** What the attempt that was cut off wrote still holds what it was given. */
    private static void redact(Job job, Action.Run run) {
        try {
            run.command().env().values().forEach(job::text);
        } catch (Fault unknown) {
            // What cannot be asked now cannot be taken out; nobody but the owner reads the log.
        }
        var log = job.work().log();
        Moves.doing(log, () -> new Redaction(job.filler().secrets()).rewrite(log));
    }

    @Override
    public Map<String, String> apply(Step step, Memory memory, Consumer<Progress> progress) {
        return acting.of(
                step,
                () -> {
                    var made = deed(step, memory).apply(progress);
                    if (step.action() instanceof Action.Change change) {
                        waiting.changed(change.service(), change.verb());
                    }
                    waiting.until(step, places.with(memory));
                    return made;
                });
    }

    @Override
    public void cutShort(Step step) {
        acting.cutShort(step);
    }

    private Job job(Step step, Memory memory) {
        return new Job(step, host, places.with(memory), folder);
    }

    private Deed deed(Step step, Memory memory) {
        var job = job(step, memory);
        var found = memory.found(step.id()).orElse(Map.of());
        return switch (step.action()) {
            case Action.Look _, Action.Confirm _ -> new NothingDeed();
            case Action.Run run -> new RunDeed(job, run, Optional.ofNullable(ended.get(step.id())));
            case Action.Query query -> new QueryDeed(job, query);
            case Action.Http(var requests) -> new HttpDeed(job, requests, wanted(step));
            case Action.Change change -> new ChangeDeed(job, change);
            case Action.Bar(var service) -> new BarDeed(job, service, true);
            case Action.Unbar(var service) -> new BarDeed(job, service, false);
            case Action.CloseDoor(var door, var instance) ->
                    new DoorDeed(job, door, new DoorText(door, instance), true);
            case Action.OpenDoor(var door, var instance) ->
                    new DoorDeed(job, door, new DoorText(door, instance), false);
            case Action.Fetch fetch -> fetch(job, fetch);
            case Action.Unpack(var archive, var into, var stripTop) ->
                    new UnpackDeed(
                            job.path(archive),
                            job.path(into),
                            Path.of(plan.root()),
                            stripTop,
                            found);
            case Action.Scratch(var from, var to, var paths) ->
                    new ScratchDeed(job.path(from), job.path(to), paths);
            case Action.Share(var release, var shared, var paths) ->
                    new ShareDeed(job.path(release), job.path(shared), paths);
            case Action.Carry(var from, var to, var paths, var merged) ->
                    new CarryDeed(job.path(from), job.path(to), paths, merged);
            case Action.Merge merge -> new MergeDeed(job, merge);
            case Action.Link(var link, var target) ->
                    new LinkDeed(job.path(link), Path.of(job.text(target)));
            case Action.Exchange(var one, var other) ->
                    new ExchangeDeed(job.path(one), job.path(other), found);
            case Action.MovePaths(var from, var to, var paths) ->
                    new MovePathsDeed(job.path(from), job.path(to), paths, found);
            case Action.SetKeys set -> new KeysDeed(changes(job, set));
            case Action.MoveKeys(var file, var keys) ->
                    new KeysDeed(Map.of(job.path(file), Change.renames(keys)));
            case Action.Remove(var under, var patterns) -> remove(job, under, patterns, found);
            case Action.Backup backup -> new BackupDeed(job, plan, backup);
            case Action.Prove prove -> new ProveDeed(job, plan, prove);
            case Action.Verify(_, var from) -> new VerifyDeed(new Kept(job.path(from)));
            case Action.Retain(var keep) -> new RetainDeed(folder, keep);
            case Action.Abandon _ -> new AbandonDeed(job, plan);
            case Action.End(var store, var from, var technique) ->
                    new EndDeed(job, new Copying(store, technique, from));
            case Action.Restore restore -> new RestoreDeed(job, restore);
            case Action.Notify notice -> new NotifyDeed(job, notice);
            case Action.PutBack(var other) -> putBack(other, memory);
            case Action.Discard(var path) -> new DiscardDeed(job.path(path), Path.of(plan.root()));
        };
    }

    private static Deed fetch(Job job, Action.Fetch fetch) {
        return new FetchDeed(
                job,
                fetch.source(),
                job.text(fetch.location()),
                job.path(fetch.into()),
                fetch.sha256(),
                fetch.signature().map(job::text));
    }

    private Deed remove(Job job, Template under, List<String> patterns, Map<String, String> found) {
        var aside = folder.path().resolve("aside").resolve(job.work().fileName());
        return new RemoveDeed(real(job.path(under)), patterns, aside, found);
    }

    /** A link may have been turned when it is put back: what it led to is meant. */
    private static Path real(Path path) {
        return java.nio.file.Files.exists(path) ? Moves.got(path, path::toRealPath) : path;
    }

    private Deed putBack(String step, Memory memory) {
        var other =
                Stream.concat(plan.steps(), back())
                        .filter(each -> each.id().equals(step))
                        .findFirst()
                        .orElseThrow(
                                () -> new Fault("BSC-425", Text.of("work.no-such-step", step)));
        return new PutBackDeed(deed(other, memory), memory.found(step).orElse(Map.of()));
    }

    private Stream<Step> back() {
        return plan.outages().stream().flatMap(outage -> outage.back().stream());
    }

    /** Each key goes into the first file that has it, else into the last. */
    private static Map<Path, List<Change>> changes(Job job, Action.SetKeys set) {
        var files = job.paths(set.files());
        var changes = new LinkedHashMap<Path, List<Change>>();
        set.keys()
                .forEach(
                        (key, value) ->
                                changes.computeIfAbsent(
                                                files.size() == 1
                                                        ? files.getFirst()
                                                        : KeyedFile.holding(files, key),
                                                _ -> new ArrayList<>())
                                        .addAll(Change.of(Map.of(key, value.map(filled(job))))));
        return changes;
    }

    private static java.util.function.Function<Object, Object> filled(Job job) {
        return value -> value instanceof String text ? job.text(Template.of(text)) : value;
    }

    /** What of a step's answers later steps name. */
    private Set<String> wanted(Step step) {
        var names = new LinkedHashSet<String>();
        var place =
                Pattern.compile("\\$\\{made\\." + Pattern.quote(step.id()) + "\\.([^.}]+)}")
                        .matcher(written);
        while (place.find()) {
            names.add(place.group(1));
        }
        return names;
    }

    /** The thread that does a step, so that another may cut it short. */
    private static final class Acting {
        private @Nullable Thread thread;
        private String step = "";

        private Map<String, String> of(
                Step acting, java.util.function.Supplier<Map<String, String>> doing) {
            synchronized (this) {
                thread = Thread.currentThread();
                step = acting.id();
            }
            try {
                return doing.get();
            } finally {
                synchronized (this) {
                    thread = null;
                    // It must not reach the journal, whose file it would close.
                    var _ = Thread.interrupted();
                }
            }
        }

        private synchronized void cutShort(Step wanted) {
            if (thread != null && step.equals(wanted.id())) {
                thread.interrupt();
            }
        }
    }
}
