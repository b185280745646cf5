package bascule.state;

import bascule.journal.Course;
import bascule.journal.Entry;
import bascule.journal.JournalFile;
import bascule.journal.Line;
import bascule.json.Json;
import bascule.plan.Plan;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.run.Gatekeeper;
import bascule.run.Start;
import bascule.text.Text;

import tools.jackson.core.JacksonException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One run's folder: {@code plan.json journal.jsonl events.jsonl steps/ report.md}. It is there with
 * its plan and the first line of its journal, or not at all.
 */
public record RunFolder(String instance, String id, Path path) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** {@code 20261120T031200Z-3f9a}: sorts by time, after the last one. */
    static String newId(Instant now, String last) {
        var random = "-%04x".formatted(ThreadLocalRandom.current().nextInt(1 << 16));
        var id = TIME.format(now) + random;
        if (id.compareTo(last) > 0) {
            return id;
        }
        // Two runs in one second, or a clock set back: the last run must still sort last.
        var time = TIME.parse(last.substring(0, last.indexOf('-')), Instant::from);
        return TIME.format(time.plusSeconds(1)) + random;
    }

    /** Made beside and renamed: a crash leaves a run whole, or a folder that is no run. */
    static RunFolder create(InstanceFolder instance, Plan plan, Clock clock) {
        var id = newId(clock.instant(), instance.last().map(RunFolder::id).orElse(""));
        var path = instance.path().resolve("runs").resolve(id);
        var beside = path.resolveSibling(id + ".new");
        Disk.folder(beside.resolve("steps"));
        var text = Json.pretty(plan) + "\n";
        Disk.write(beside.resolve("plan.json"), text);
        var opened = new Entry.Opened(id, digest(text), plan.madeBy());
        JournalFile.create(beside.resolve("journal.jsonl"), opened, clock).close();
        Disk.rename(beside, path);
        return new RunFolder(instance.name(), id, path);
    }

    public Path planFile() {
        return path.resolve("plan.json");
    }

    public Path journalFile() {
        return path.resolve("journal.jsonl");
    }

    public Path events() {
        return path.resolve("events.jsonl");
    }

    /** Traces and output of commands, by step. */
    public Path steps() {
        return path.resolve("steps");
    }

    public Path report() {
        return path.resolve("report.md");
    }

    /** Where this run keeps its backups, beside all runs: they outlive it. */
    public Path backups() {
        var instanceFolder = Disk.parent(Disk.parent(path));
        return instanceFolder.resolve("backups").resolve(id);
    }

    /**
     * What the runner is started with.
     *
     * @param attended whether somebody looks on
     */
    public Start start(String who, boolean attended, Gatekeeper door) {
        return new Start(who, attended, backups(), door);
    }

    /**
     * The plan, held against the digest in the first line of the journal.
     *
     * @throws Refusal BSC-304 if it is not the one that the run began with
     */
    public Plan plan() {
        try {
            var text = Files.readString(planFile());
            var began = digest();
            if (!digest(text).equals(began)) {
                throw refused(Text.of("state.plan.why", planFile(), digest(text), began));
            }
            return Json.read(text, Plan.class);
        } catch (IOException | JacksonException unreadable) {
            var why = Text.of("state.plan.unreadable", planFile(), String.valueOf(unreadable));
            throw refused(why);
        }
    }

    private Refusal refused(Text why) {
        return new Refusal(
                new Problem(
                        "BSC-304",
                        Text.of("state.plan.what", id),
                        why,
                        Text.of("state.nothing"),
                        Text.of("state.plan.next", planFile())));
    }

    private Entry.Opened opened() {
        return lines().stream()
                .map(Line::entry)
                .filter(Entry.Opened.class::isInstance)
                .map(Entry.Opened.class::cast)
                .findFirst()
                .orElseThrow(() -> refused(Text.of("state.plan.unreadable", journalFile(), "")));
    }

    /** SHA-256 of the plan that the run began with. */
    public String digest() {
        return opened().plan();
    }

    /** The version of Bascule that began the run, and that ends it. */
    public String madeBy() {
        return opened().madeBy();
    }

    /** For those who only look: they need no lock, and cut nothing. */
    public List<Line> lines() {
        return JournalFile.read(journalFile());
    }

    public Course course() {
        return Course.of(lines());
    }

    /** Whether nothing is left to do: an ended run is not resumed, and keeps no other run out. */
    public boolean finished() {
        return course().ended().filter(end -> !end.outcome().equals("stuck")).isPresent();
    }

    /** For the one who goes on with the run, and holds the lock. */
    public JournalFile journal(Lock lock, Clock clock) {
        lock.held();
        return JournalFile.open(journalFile(), clock);
    }

    private static String digest(String text) {
        try {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("internal error: no SHA-256", impossible);
        }
    }
}
