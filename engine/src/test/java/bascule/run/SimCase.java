package bascule.run;

import bascule.event.Event;
import bascule.journal.Fuse;
import bascule.journal.Journal;
import bascule.journal.JournalFile;
import bascule.journal.Line;
import bascule.journal.SimJournal;
import bascule.journal.SimStorage;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.text.Text;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One story: a plan is run, dies at given instants, is resumed each time, and is decided about by
 * somebody where it waits, until it has ended.
 */
@NullMarked
final class SimCase {
    private static final int ROUNDS = 60;

    private final SimPlan.Made made;
    private final long seed;
    private final Fuse fuse = new Fuse();
    private final SimStorage storage = new SimStorage(fuse);
    private final TickedClock clock = new TickedClock();
    private final SimWorld world;
    private final List<Crashing> crashes;
    private @Nullable JournalFile journal;
    private final Map<Integer, String> deaths = new HashMap<>();
    private final Map<String, Integer> attended = new HashMap<>();
    private String death = "";
    private int died;
    private int events;
    private int choices;

    /**
     * @param tick when
     * @param machine whether the machine stops, and what was not forced is lost
     * @param torn how many bytes of that are on disk nevertheless
     */
    record Crashing(int tick, boolean machine, int torn) {}

    SimCase(SimPlan.Made made, long seed, List<Crashing> crashes) {
        this.made = made;
        this.seed = seed;
        this.crashes = crashes;
        this.world =
                new SimWorld(made, fuse, new SimWitness(made.plan(), storage, this::journalLines));
        if (!crashes.isEmpty()) {
            fuse.crashAt(crashes.getFirst().tick());
        }
    }

    private List<Line> journalLines() {
        return journal == null ? List.of() : journal.lines();
    }

    /** What the journal says and when it died, for whoever has to find out why it ended badly. */
    String story() {
        var told = new StringBuilder();
        var lines = journalLines();
        for (var index = 0; index <= lines.size(); index++) {
            told.append(deaths.getOrDefault(index, ""));
            told.append(index < lines.size() ? "\n  " + lines.get(index).entry() : "");
        }
        return told.toString();
    }

    int ticks() {
        return fuse.burnt();
    }

    /** Whether something of the story is so, the same each time that the seed is told. */
    private boolean chance(String what, int percent) {
        return Math.floorMod(((seed * 31 + what.hashCode()) * 0x9E3779B97F4A7C15L) >>> 33, 100)
                < percent;
    }

    SimCase tell() {
        Optional<Wish> wish = Optional.empty();
        for (var round = 0; round < ROUNDS; round++) {
            var outcome = attempt(round, wish);
            wish = Optional.empty();
            if (outcome.isPresent()) {
                wish = next(outcome.get());
                if (wish.isEmpty() && !attendedTo(outcome.get())) {
                    new SimJudge(made, world, journalLines()).judge(outcome.get());
                    again(outcome.get());
                    return this;
                }
            }
        }
        throw new AssertionError("the run does not end");
    }

    private Optional<Outcome> attempt(int round, Optional<Wish> wish) {
        try {
            journal = SimJournal.open(storage, clock);
            deaths.merge(journal.lines().size(), death, String::concat);
            death = "";
            var runner = runner(journal);
            wish.ifPresent(runner::wish);
            var attend =
                    round == 0 || !attended.isEmpty() || wish.isPresent() || chance("a" + died, 50);
            return Optional.of(runner.run(made.plan(), start(attend)));
        } catch (Fuse.Crash crash) {
            var how = crashes.get(died++);
            if (how.machine()) {
                storage.losePower(how.torn());
            }
            world.crashed(how.machine());
            death += "\n  -- the %s dies".formatted(how.machine() ? "machine" : "process");
            if (died < crashes.size()) {
                fuse.crashAt(fuse.burnt() + crashes.get(died).tick());
            }
            return Optional.empty();
        }
    }

    private Runner runner(Journal over) {
        var holder = new ArrayList<Runner>();
        var runner = new Runner(world, over, clock, event -> see(event, holder.getFirst()));
        holder.add(runner);
        return runner;
    }

    private Start start(boolean attend) {
        var closed =
                Optional.of(
                        new Problem(
                                "BSC-150",
                                Text.verbatim("close"),
                                Text.verbatim("a tenant appeared"),
                                Text.verbatim("open"),
                                Text.verbatim("plan again")));
        return new Start(
                "anna",
                attend,
                Path.of("/backups"),
                (_, outage) ->
                        chance("door" + outage.to(), 4) ? closed : Optional.<Problem>empty());
    }

    /** Somebody presses Ctrl-C, or asks for the way back, while it runs. */
    private void see(Event event, Runner runner) {
        if (event instanceof Event.StepProgress || event instanceof Event.StepBegan) {
            events++;
            if (chance("wish" + events, 2)) {
                runner.wish(chance("stop" + events, 60) ? new Wish.Stop("anna") : back());
            }
        }
        if (chance("watcher", 10)) {
            throw new IllegalStateException("the terminal is gone");
        }
    }

    private Wish.Back back() {
        return new Wish.Back("anna", chance("lose", 80));
    }

    /** Somebody looks on and lets it go on, some times at each step. */
    private boolean attendedTo(Outcome outcome) {
        return outcome instanceof Outcome.Stuck(_, var step, _)
                && attended.merge(step, 1, Integer::sum) <= 4;
    }

    /** What somebody decides, if there is something to decide. */
    private Optional<Wish> next(Outcome outcome) {
        var waits =
                outcome instanceof Outcome.Paused
                        || (outcome instanceof Outcome.Stuck
                                && journalLines().stream()
                                        .noneMatch(line -> SimJudge.turns(line.entry())));
        if (waits && choices++ < 10) {
            var step =
                    outcome instanceof Outcome.Paused(_, var at, _)
                            ? at
                            : ((Outcome.Stuck) outcome).step();
            return Optional.of(choose(step));
        }
        var ended = outcome instanceof Outcome.Upgraded || outcome instanceof Outcome.NotSettled;
        if (ended && choices++ < 1 && chance("later", 20)) {
            return possible(new Wish.Back("bert", true));
        }
        if (outcome instanceof Outcome.NotSettled && choices++ < 3 && chance("settle", 30)) {
            return Optional.of(new Wish.Retry("bert"));
        }
        return Optional.empty();
    }

    private Wish choose(String step) {
        var skippable = !step.contains("backup") && !step.contains("undo:");
        if (choices < 3 && chance("retry" + choices, 50)) {
            return new Wish.Retry("anna");
        }
        if (skippable && chance("skip" + choices, 40)) {
            return new Wish.Skip(step, "anna", "done by hand");
        }
        return possible(new Wish.Back("anna", true)).orElseGet(() -> new Wish.Retry("anna"));
    }

    /** A wish that cannot be granted is refused, and nothing has been done. */
    private Optional<Wish> possible(Wish wish) {
        var course = bascule.journal.Course.of(journalLines());
        var against = new Judge(new Whereabouts(made.plan(), course)).against(wish);
        if (against.isEmpty()) {
            return Optional.of(wish);
        }
        var size = storage.size();
        try {
            var runner = runner(SimJournal.open(storage, clock));
            runner.wish(wish);
            runner.run(made.plan(), start(true));
            throw new AssertionError("a wish was granted that cannot be: " + wish);
        } catch (Refusal expected) {
            if (storage.size() != size) {
                throw new AssertionError("a refused wish stands in the journal");
            }
        } catch (Fuse.Crash before) {
            died++;
        }
        return Optional.empty();
    }

    /** A second resume of a run that has ended does nothing and says the same. */
    private void again(Outcome outcome) {
        if (outcome instanceof Outcome.Stuck) {
            return;
        }
        fuse.crashAt(Integer.MAX_VALUE);
        var size = storage.size();
        var seen = world.state.copy();
        var second = runner(SimJournal.open(storage, clock)).run(made.plan(), start(true));
        if (storage.size() != size || !seen.equals(world.state) || !second.equals(outcome)) {
            throw new AssertionError("a second resume of an ended run is no no-op: " + second);
        }
    }
}
