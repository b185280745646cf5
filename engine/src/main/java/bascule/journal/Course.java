package bascule.journal;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The course of a run so far, read from its entries and from nothing else: how each step stands,
 * and which way the run goes.
 *
 * <p>It is a fold: adding the lines one by one as they are written gives the same as reading them
 * all again after a crash.
 */
public final class Course {
    /**
     * Before the id of a step: taking back, before the outage, what nobody knows how far it came.
     */
    public static final String TAKING_BACK = "undo:";

    /**
     * How a step stands: the last entry about it decides.
     *
     * <pre>
     *              ┌─ as found
     *  untouched ──┤                  ┌─ done
     *              └─ began: uncertain┼─ failed: failed ─ retry: again ─ began…
     *                                 │         passed (told, and gone on)
     *                                 │         unsettled ─ retry: again ─ began…
     *                                 └─ skip: skipped
     * </pre>
     */
    public enum Standing {
        UNTOUCHED,
        /** It began, and nothing is known after that: go and look. */
        UNCERTAIN,
        DONE,
        /** What it wants was so already: nothing was done, and nothing is to be taken back. */
        AS_FOUND,
        SKIPPED,
        FAILED,
        /** It failed, and the run went on. */
        PASSED,
        /** It failed after the outage: the run went on, and ends not settled. */
        UNSETTLED,
        /** It failed, and somebody wants it done again. */
        AGAIN;

        /** Whether the run may go on to the next step. */
        public boolean over() {
            return this == DONE || this == AS_FOUND || this == SKIPPED || this == PASSED;
        }
    }

    /** Which way a run goes. */
    public enum Direction {
        FORWARD,
        /** A step failed, and somebody has to choose. */
        WAITING,
        BACK
    }

    /** What is known of one step. */
    private static final class Track {
        private Standing standing = Standing.UNTOUCHED;
        private boolean touched;
        private @Nullable Map<String, String> found;
        private @Nullable Map<String, String> made;
        private Entry.@Nullable Failed failure;
        private @Nullable Instant began;
        private @Nullable Instant over;
    }

    private final Map<String, Track> steps = new HashMap<>();
    private Direction direction = Direction.FORWARD;
    private @Nullable Line turn;
    private Entry.@Nullable Failed waiting;
    private Entry.@Nullable Failed lastFailure;
    private Entry.@Nullable Ended ended;
    private @Nullable Entry last;
    private @Nullable Instant lastAt;
    private int attempts;
    private int barren;
    private int ways;

    private Course() {}

    public static Course of(List<Line> lines) {
        var course = new Course();
        lines.forEach(course::add);
        return course;
    }

    void add(Line line) {
        last = line.entry();
        lastAt = line.at();
        switch (line.entry()) {
            case Entry.Opened _ -> {}
            case Entry.Attempt _ -> {
                attempts++;
                barren++;
                lastFailure = null;
            }
            case Entry.Began began -> began(began, line.at());
            case Entry.Done done -> done(done, line.at());
            case Entry.Failed failed -> failed(failed, line);
            case Entry.Retry _ -> retry();
            case Entry.Skip skip -> skip(skip, line.at());
            case Entry.Back _, Entry.Stop _ -> turn(line);
            case Entry.Ended over -> {
                ended = over;
                if (over.outcome().equals("rolled-back") || over.outcome().equals("stopped")) {
                    ways++;
                }
            }
        }
    }

    private Track track(String step) {
        return steps.computeIfAbsent(step, _ -> new Track());
    }

    private void began(Entry.Began began, Instant at) {
        var track = track(began.step());
        track.standing = Standing.UNCERTAIN;
        track.touched = true;
        if (track.found == null) {
            track.found = began.found();
            track.began = at;
        }
        // A step that was taken back and begins anew may have to be taken back once more.
        steps.remove(TAKING_BACK + began.step());
    }

    private void done(Entry.Done done, Instant at) {
        var track = track(done.step());
        track.standing = done.asFound() ? Standing.AS_FOUND : Standing.DONE;
        track.made = done.made();
        track.over = at;
        barren = 0;
        if (done.step().startsWith(TAKING_BACK)) {
            var undone = track(done.step().substring(TAKING_BACK.length()));
            undone.standing = Standing.UNTOUCHED;
            undone.touched = false;
        }
    }

    private void failed(Entry.Failed failed, Line line) {
        var track = track(failed.step());
        track.failure = failed;
        track.over = line.at();
        lastFailure = failed;
        track.standing =
                switch (failed.then()) {
                    case "on" -> Standing.PASSED;
                    case "unsettled" -> Standing.UNSETTLED;
                    default -> Standing.FAILED;
                };
        switch (failed.then()) {
            case "back" -> turn(line);
            case "pause", "stuck" -> {
                if (direction == Direction.FORWARD) {
                    direction = Direction.WAITING;
                    waiting = failed;
                }
            }
            default -> {}
        }
        if (!failed.then().equals("stuck")) {
            barren = 0;
        }
    }

    private void retry() {
        for (var track : steps.values()) {
            if (track.standing == Standing.FAILED || track.standing == Standing.UNSETTLED) {
                track.standing = Standing.AGAIN;
            }
        }
        goOn();
    }

    private void skip(Entry.Skip skip, Instant at) {
        var track = track(skip.step());
        track.standing = Standing.SKIPPED;
        track.over = at;
        if (skip.step().startsWith(TAKING_BACK)) {
            track(skip.step().substring(TAKING_BACK.length())).standing = Standing.UNTOUCHED;
        }
        goOn();
    }

    /** A choice was made: forward if the run waited for it, else the way it was going. */
    private void goOn() {
        if (direction == Direction.WAITING) {
            direction = Direction.FORWARD;
        }
        waiting = null;
        ended = null;
        barren = 0;
    }

    private void turn(Line line) {
        direction = Direction.BACK;
        turn = line;
        waiting = null;
        ended = null;
        barren = 0;
    }

    public Standing standing(String step) {
        var track = steps.get(step);
        return track == null ? Standing.UNTOUCHED : track.standing;
    }

    /** Whether it began and was not taken back: something of it may be in the world. */
    public boolean touched(String step) {
        var track = steps.get(step);
        return track != null && track.touched;
    }

    /** What was there before the step acted for the first time. */
    public Optional<Map<String, String>> found(String step) {
        return Optional.ofNullable(steps.get(step)).map(track -> track.found);
    }

    public Optional<Map<String, String>> made(String step) {
        return Optional.ofNullable(steps.get(step)).map(track -> track.made);
    }

    /** When it began for the first time. */
    public Optional<Instant> began(String step) {
        return Optional.ofNullable(steps.get(step)).map(track -> track.began);
    }

    /** When the last was heard of it: done, failed or skipped. */
    public Optional<Instant> over(String step) {
        return Optional.ofNullable(steps.get(step)).map(track -> track.over);
    }

    /** Its last failure. */
    public Optional<Entry.Failed> failure(String step) {
        return Optional.ofNullable(steps.get(step)).map(track -> track.failure);
    }

    public Direction direction() {
        return direction;
    }

    /** What turned the run back, last: a failure, somebody's wish. */
    public Optional<Line> turn() {
        return Optional.ofNullable(turn);
    }

    /** The failure that a choice is awaited for. */
    public Optional<Entry.Failed> waiting() {
        return Optional.ofNullable(waiting);
    }

    /** The last failure of this attempt. */
    public Optional<Entry.Failed> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /** How the run ended, unless a wish has set it going again since. */
    public Optional<Entry.Ended> ended() {
        return Optional.ofNullable(ended);
    }

    public Optional<Entry> last() {
        return Optional.ofNullable(last);
    }

    public Optional<Instant> lastAt() {
        return Optional.ofNullable(lastAt);
    }

    /** How often the run was set going. */
    public int attempts() {
        return attempts;
    }

    /** How often it was set going since it last came a step further. */
    public int barren() {
        return barren;
    }

    /** How many ways back were gone to their end. */
    public int waysBack() {
        return ways;
    }
}
