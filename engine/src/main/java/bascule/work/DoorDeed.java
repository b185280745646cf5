package bascule.work;

import bascule.host.Command;
import bascule.host.Door;
import bascule.host.Forced;
import bascule.host.Names;
import bascule.host.Redaction;
import bascule.probe.Journey;
import bascule.problem.Fault;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A web server's door closed or opened: a file is there or not, and a visitor is asked what the
 * server makes of it. A crash leaves the file there or not; the server reads it anew when it starts
 * or is told to.
 */
record DoorDeed(Job job, Door door, DoorText text, boolean closes) implements Deed {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int TIMES = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How long requests that were let in before may take to their end. */
    private static final Duration IN_FLIGHT = Duration.ofSeconds(30);

    private enum Answer {
        KEPT_OUT,
        LET_IN,
        NONE
    }

    @Override
    public Seen look() {
        var there = written().isPresent();
        var so = closes ? written().equals(Optional.of(text.text())) : !there;
        if (so && asked() == (closes ? Answer.KEPT_OUT : Answer.LET_IN)) {
            return Seen.DONE;
        }
        return Seen.NOT_BEGUN;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        change(closes);
        return Map.of();
    }

    @Override
    public void putBack(Map<String, String> found) {
        change(!closes);
    }

    private void change(boolean close) {
        var before = written();
        if (close) {
            write(text.text());
        } else {
            Moves.doing(file(), () -> Forced.delete(file()));
        }
        var wrong = says(door.test());
        if (!wrong.isEmpty()) {
            takeBack(close && before.isEmpty());
            throw new Fault("BSC-436", Text.of("work.door.test", door.server(), wrong));
        }
        var failed = says(door.reload());
        if (!failed.isEmpty()) {
            throw new Fault("BSC-436", Text.of("work.door.reload", door.server(), failed));
        }
        until(close ? Answer.KEPT_OUT : Answer.LET_IN);
        if (close) {
            Connections.to(job.text(door.visitors().url())).ended(IN_FLIGHT);
        }
    }

    /** A configuration that the server would not take is not left behind where it was found. */
    private void takeBack(boolean ours) {
        if (ours) {
            Moves.doing(file(), () -> Forced.delete(file()));
        }
    }

    private Path file() {
        return job.path(door.include());
    }

    private Optional<String> written() {
        return Files.isRegularFile(file())
                ? Optional.of(Moves.got(file(), () -> Files.readString(file())))
                : Optional.empty();
    }

    /** Whole or not at all, and readable by the server's own account. */
    private void write(String content) {
        Moves.doing(file(), () -> place(content));
    }

    private void place(String content) throws IOException {
        var file = file();
        Forced.folders(Optional.ofNullable(file.getParent()).orElse(file));
        Forced.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Names.force(file);
    }

    /** What a command of the server says if it does not end well; nothing if it does. */
    private String says(Command command) {
        var ran = job.host().run(job.launch(command), _ -> {});
        return ran.code() == 0
                ? ""
                : new Redaction(job.filler().secrets()).of(ran.code() + ": " + RunDeed.last(ran));
    }

    private void until(Answer wanted) {
        var end = System.nanoTime() + job.limit().toNanos();
        // For a moment a server that reloads has processes of both kinds, and either may answer.
        for (var times = asked() == wanted ? 1 : 0;
                times < TIMES;
                times = asked() == wanted ? times + 1 : 0) {
            if (System.nanoTime() - end >= 0) {
                throw new Fault(
                        "BSC-435",
                        Text.of(
                                wanted == Answer.KEPT_OUT
                                        ? "work.door.open-still"
                                        : "work.door.closed-still",
                                door.server(),
                                door.visitors().url(),
                                job.limit().toSeconds()));
            }
            Waiting.pause(PAUSE);
        }
    }

    /** What a visitor gets: the door's own answer, another one, or none. */
    private Answer asked() {
        var visit = text.keptOut(door.visitors());
        try {
            new Journey(PATIENCE).run(List.of(visit), job.filler());
            return Answer.KEPT_OUT;
        } catch (Fault fault) {
            return fault.code().equals("BSC-462") || fault.code().equals("BSC-463")
                    ? Answer.LET_IN
                    : Answer.NONE;
        }
    }
}
