package bascule.store;

import bascule.host.Ran;
import bascule.problem.Fault;
import bascule.text.Text;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * The binary log of a server that others use, too, as the server sends it to whoever may replicate:
 * it is filtered on its way, so that nothing of others is ever on our disk.
 */
record MariadbLog(MariadbDumper origin) {
    private static final Pattern AT =
            Pattern.compile(
                    "-- CHANGE MASTER TO MASTER_LOG_FILE='([^']+)', MASTER_LOG_POS=(\\d+);");

    /** As much of a dump as stands before its first table. */
    private static final int HEAD = 1 << 16;

    /**
     * Where something is in the log.
     *
     * @param file by its name, without any folder
     * @param at how many bytes into it
     */
    record Position(String file, long at) {
        @Override
        public String toString() {
            return file + ":" + at;
        }
    }

    /** Up to where everything that was committed is in the log. */
    Position now() throws IOException {
        var shown = origin.client().shown("BSC-430", "SHOW MASTER STATUS", "File");
        if (shown.isEmpty()) {
            throw new Fault("BSC-464", Text.of("store.log.none", origin.named()));
        }
        var row = shown.getFirst();
        return new Position(
                row.getOrDefault("File", ""), Long.parseLong(row.getOrDefault("Position", "")));
    }

    /** The files that there are, from the first on. */
    private List<String> files() throws IOException {
        return origin.client().shown("BSC-430", "SHOW BINARY LOGS", "Log_name").stream()
                .map(row -> row.getOrDefault("Log_name", ""))
                .toList();
    }

    /** Where a dump was taken, as it says itself. */
    static Position of(Path dump) throws IOException {
        try (var in = CopyText.open(dump)) {
            var head = new String(in.readNBytes(HEAD), java.nio.charset.StandardCharsets.UTF_8);
            var at = AT.matcher(head);
            if (!at.find()) {
                throw FollowerNotes.unreadable(dump, "MASTER_LOG_POS");
            }
            return new Position(at.group(1), Long.parseLong(at.group(2)));
        }
    }

    /** What is done with each part once it was read to its end. */
    interface Taking {
        /**
         * @param part a log of its own
         * @param filter what has seen it
         * @param reached up to where it goes
         */
        void take(Path part, BinaryLogFilter filter, Reached reached) throws IOException;
    }

    /** What is wanted of it, and what for. */
    record Fetching(BinaryLogFilter.Wanted wanted, Taking taking) {}

    /**
     * How far it was read.
     *
     * @param begun when that file was begun, in seconds
     */
    record Reached(Position position, long begun) {}

    /**
     * Fetches what was written between two positions, file by file.
     *
     * @param from what was reached before
     * @param room a folder for what is made of it
     * @throws Fault BSC-464 if a part of it is gone or broken, BSC-465 if it has what is no row
     */
    void fetch(Reached from, Position to, Fetching fetching, Path room) throws IOException {
        var files = files();
        var first = files.indexOf(from.position().file());
        var last = files.indexOf(to.file());
        if (first < 0 || last < first) {
            throw new Fault("BSC-464", Text.of("store.log.purged", from.position().file()));
        }
        var at = from;
        for (var index = first; index <= last; index++) {
            var whole = index < last;
            var part =
                    new BinaryLogPart(
                            files.get(index),
                            at.position().at(),
                            whole ? Optional.empty() : Optional.of(to.at()));
            at = fetch(part, at, fetching, room);
            if (whole && !at.position().file().equals(files.get(index + 1))) {
                throw new Fault("BSC-464", Text.of("store.log.purged", files.get(index + 1)));
            }
        }
    }

    private Reached fetch(BinaryLogPart part, Reached from, Fetching fetching, Path room)
            throws IOException {
        var file = room.resolve("part");
        BinaryLogFilter filter;
        BinaryLogPart.Found found;
        try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            filter = new BinaryLogFilter(fetching.wanted(), out);
            found = sent(part, filter, room);
        }
        if (from.begun() >= 0 && from.begun() != found.begun()) {
            throw new Fault("BSC-464", Text.of("store.log.purged", part.file()));
        }
        var reached =
                found.next()
                        .map(next -> new Reached(new Position(next, BinaryLogPart.FIRST), -1))
                        .orElseGet(
                                () ->
                                        new Reached(
                                                new Position(part.file(), part.to().orElseThrow()),
                                                found.begun()));
        fetching.taking().take(file, filter, reached);
        Files.delete(file);
        return reached;
    }

    /** It goes through a pipe: of what belongs to others nothing is ever on our disk. */
    private BinaryLogPart.Found sent(BinaryLogPart part, BinaryLogFilter filter, Path room)
            throws IOException {
        var prefix = room.resolve("log.").toString();
        var place = Path.of(prefix + part.file());
        Files.deleteIfExists(place);
        var found = new AtomicReference<BinaryLogPart.@Nullable Found>();
        var fault = new AtomicReference<@Nullable Fault>();
        var ran = new AtomicReference<@Nullable Ran>();
        try (var pipe = Pipe.at(place, origin.programs())) {
            pipe.read(
                    () -> ran.set(origin.client().log(part, prefix)),
                    in -> {
                        try {
                            found.set(part.read(in, filter));
                        } catch (Fault odd) {
                            fault.set(odd);
                        }
                    });
        }
        var doubt = fault.get();
        var ended = ran.get();
        if (ended != null
                && ended.code() != 0
                && !(doubt != null && doubt.code().equals("BSC-465"))) {
            throw new Fault(
                    "BSC-464", Text.of("store.log.sent", origin.named(), ended.output().strip()));
        }
        if (doubt != null) {
            throw doubt;
        }
        return java.util.Objects.requireNonNull(found.get());
    }
}
