package bascule.store;

import bascule.host.Forced;
import bascule.host.Names;
import bascule.json.Json;
import bascule.problem.Fault;
import bascule.store.FollowerServer.Shape;
import bascule.store.PostgresDumper.Loads;
import bascule.store.PostgresLikeness.Instant;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A PostgreSQL server's data as a server of ours that follows it: copied whole while visitors are
 * served, and from then on what changes comes by itself. The last pass waits for the last of it and
 * ends the follower: its data folder is the backup. A restore exchanges the two folders.
 *
 * <pre>
 *  (nothing) --first pass--> following --last pass--> ended --restore--> ready --exchange--> restored
 *              following.json             last.json             ready.json     the folder is the server's
 * </pre>
 *
 * What it needs of the other server is a connection; the slot that keeps the log for it is a
 * temporary one, which goes with the connection: none can be forgotten. If the connection breaks
 * for so long that the log has gone on, the copy is made anew.
 */
public final class PostgresFollower implements FollowerBackup {
    /** Tables and indexes; a server that starts writes what lies beside them anew. */
    private static final Predicate<String> STAYS =
            Pattern.compile("(base/\\d+|global)/\\d+(_\\w+)?(\\.\\d+)?").asMatchPredicate();

    private final Programs programs;
    private final Connection to;
    private final PostgresDumper origin;
    private final Path live;
    private final Path into;

    /**
     * @param live the data folder of the server, on the file system of {@code into}
     * @param into the folder that becomes the backup; its parent must exist
     */
    public PostgresFollower(Programs programs, Connection to, Path live, Path into) {
        this.programs = programs;
        this.to = to;
        this.origin = new PostgresDumper(programs, to, Loads.BACK);
        this.live = Forced.real(live);
        this.into = into;
    }

    /**
     * A copy that follows.
     *
     * @param system the number of the server that it belongs to
     * @param from where in the log it began
     */
    record Following(Shape shape, String system, String from) {}

    private Path data() {
        return into.resolve("data");
    }

    private Path note(String name) {
        return into.resolve(name + ".json");
    }

    private <T> T noted(String name, Class<T> type) throws IOException {
        try {
            return Json.read(Files.readString(note(name)), type);
        } catch (tools.jackson.core.JacksonException cannot) {
            throw unreadable(note(name), String.valueOf(cannot.getMessage()));
        }
    }

    private static Fault unreadable(Path place, Object said) {
        return new Fault("BSC-431", Text.of("store.unreadable", place, said));
    }

    private FollowerServer server(Shape shape) {
        return new FollowerServer(programs, to, into, shape);
    }

    /** Why this server cannot be followed, if it cannot: it is dumped, then. */
    public Optional<Text> against() {
        return writing(() -> new PostgresFitness(origin).against(into));
    }

    @Override
    public Summary firstPass() {
        return writing(this::anew);
    }

    private Summary anew() throws IOException {
        remove();
        var against = against();
        if (against.isPresent()) {
            throw new Fault("BSC-430", Text.of("store.follow.not", origin.named(), against.get()));
        }
        Forced.folders(into);
        Files.setPosixFilePermissions(into, PosixFilePermissions.fromString("rwx------"));
        var shape = Shape.of(origin, live);
        var server = server(shape);
        var likeness = new PostgresLikeness(origin);
        server.copy();
        var system = server.control(data()).system();
        if (!server.control(live).system().equals(system)) {
            throw new Fault("BSC-430", Text.of("store.follow.other", live, origin.named()));
        }
        server.start(true);
        var from = likeness.barrier();
        await(server, from);
        Forced.write(note("following"), Json.pretty(new Following(shape, system, from)) + "\n");
        var bytes = Bytes.below(data(), Long.MAX_VALUE);
        return new Summary(1, 1, bytes);
    }

    private void await(FollowerServer server, String lsn) throws IOException {
        new PostgresLog(server, origin.named()).await(lsn);
    }

    @Override
    public void makeReady() {
        writing(
                () -> {
                    if (!exists() && !isReady()) {
                        anew();
                    }
                    return true;
                });
    }

    /** What it has on disk when the outage begins need not be written in it. */
    private boolean isReady() throws IOException {
        if (!Files.exists(note("following"))) {
            return false;
        }
        var server = server(noted("following", Following.class).shape());
        try {
            going(server);
            await(server, new PostgresLikeness(origin).barrier());
            server.asked().ask("CHECKPOINT");
            return true;
        } catch (Fault behind) {
            if (behind.code().equals("BSC-430") || !server.answers()) {
                return false;
            }
            throw behind;
        }
    }

    private static void going(FollowerServer server) throws IOException {
        if (!server.answers()) {
            server.start(true);
        }
    }

    @Override
    public Summary lastPass() {
        return writing(
                () -> {
                    Files.deleteIfExists(note("last"));
                    if (!Files.exists(note("following"))) {
                        anew();
                    }
                    var following = noted("following", Following.class);
                    var server = server(following.shape());
                    var quick = new PostgresDumper(programs.looking(), to, Loads.BACK);
                    var instant = new PostgresLikeness(quick).instant();
                    same(server, instant);
                    new DataFiles(into).take(live, "*.conf");
                    server.stop();
                    var control = PostgresControl.of(data());
                    if (!control.system().equals(following.system()) || !control.ended()) {
                        throw unreadable(data(), control);
                    }
                    new DataFiles(into).write(STAYS);
                    Forced.write(note("last"), Json.pretty(instant) + "\n");
                    return new Summary(1, 1, PostgresLog.between(following.from(), instant.lsn()));
                });
    }

    private void same(FollowerServer server, Instant instant) throws IOException {
        var likeness = new PostgresLikeness(origin);
        try {
            if (likeness.sameAlready(instant, server.looked())) {
                return;
            }
        } catch (Fault perhaps) {
            if (server.answers()) {
                throw perhaps;
            }
            server.start(true);
        }
        await(server, instant.lsn());
        likeness.same(instant, server.asked());
    }

    private void ended(FollowerServer server, Following following) {
        var control = server.control(data());
        if (!control.system().equals(following.system())
                || !control.state().startsWith("shut down")) {
            throw unreadable(data(), control.state());
        }
    }

    @Override
    public Summary verify() {
        return writing(
                () -> {
                    var following = noted("following", Following.class);
                    noted("last", Instant.class);
                    ended(server(following.shape()), following);
                    return new Summary(1, 0, Bytes.below(data(), Long.MAX_VALUE));
                });
    }

    @Override
    public Proof prove(Depth depth) {
        return writing(
                () -> {
                    var server = server(noted("following", Following.class).shape());
                    var likeness = new PostgresLikeness(origin);
                    var began = System.nanoTime();
                    if (exists()) {
                        return alone(server, likeness, depth);
                    }
                    going(server);
                    if (depth == Depth.FULL) {
                        read(server);
                    }
                    var counted = likeness.counted(server.asked(), lsn -> await(server, lsn));
                    var took = Duration.ofNanos(System.nanoTime() - began);
                    return new Proof.Proved(counted.tables(), counted.rows(), took);
                });
    }

    /** Every row, to its end. */
    private void read(FollowerServer server) throws IOException {
        var scratch = into.resolve("scratch");
        Trees.delete(scratch);
        try {
            Files.createDirectories(scratch.resolve("read"));
            server.asked().dump(scratch.resolve("read"));
            server.asked().read(scratch.resolve("read"));
        } finally {
            Trees.deleteQuietly(scratch);
        }
    }

    /** After the last pass it follows nobody any more: it is held against what was noted then. */
    private Proof alone(FollowerServer server, PostgresLikeness likeness, Depth depth)
            throws IOException {
        var began = System.nanoTime();
        var instant = noted("last", Instant.class);
        var rows = new TreeMap<String, Long>();
        alone(
                server,
                () -> {
                    await(server, instant.lsn());
                    likeness.same(instant, server.asked());
                    if (depth == Depth.FULL) {
                        read(server);
                    }
                    rows.putAll(server.asked().count());
                });
        var took = Duration.ofNanos(System.nanoTime() - began);
        return new Proof.Proved(
                rows.size(), rows.values().stream().mapToLong(Long::longValue).sum(), took);
    }

    private interface Doing {
        void run() throws IOException;
    }

    /** Whatever comes of it, nothing of ours runs on. */
    private static void alone(FollowerServer server, Doing doing) throws IOException {
        try {
            server.start(false);
            doing.run();
            server.stop();
        } finally {
            server.end();
        }
    }

    @Override
    public void standing(Asking asking) {
        writing(
                () -> {
                    var server = server(noted("following", Following.class).shape());
                    var lsn = noted("last", Instant.class).lsn();
                    alone(
                            server,
                            () -> {
                                await(server, lsn);
                                asking.ask(server.asked());
                            });
                    return true;
                });
    }

    @Override
    public void exact() throws IOException {
        PostgresLikeness.set(noted("last", Instant.class).sequences(), origin);
    }

    @Override
    public void restore() {
        try {
            var exchange = exchanging();
            if (exchange.isDone()) {
                return;
            }
            exchange.mayBegin();
            if (!exchange.isReady()) {
                var following = noted("following", Following.class);
                promote(server(following.shape()), noted("last", Instant.class));
            }
            exchange.apply();
        } catch (IOException cannot) {
            throw new Fault("BSC-432", Text.of("store.restore", into, Names.said(cannot)), cannot);
        }
    }

    private boolean isRestored() throws IOException {
        return exchanging().isDone();
    }

    private DataExchange exchanging() {
        return new DataExchange(live, data(), note("ready"), Set.of("postgres"));
    }

    /** Of a follower it becomes a server of its own, with a history of its own from here on. */
    private void promote(FollowerServer server, Instant instant) throws IOException {
        server.start(false);
        var asked = server.asked();
        if (asked.ask("SELECT pg_is_in_recovery()").equals("t")) {
            await(server, instant.lsn());
            asked.ask("SELECT pg_promote(true, 600)");
        }
        new PostgresLikeness(origin).same(instant, asked);
        PostgresLikeness.set(instant.sequences(), asked);
        server.stop();
        Files.deleteIfExists(data().resolve("postmaster.opts"));
        Files.deleteIfExists(data().resolve("backup_label.old"));
        exchanging().makeReady();
    }

    @Override
    public boolean exists() {
        return Files.exists(note("last"));
    }

    @Override
    public void end() {
        writing(
                () -> {
                    if (!exists() || isRestored()) {
                        remove();
                    } else {
                        FollowerServer.end(programs, into);
                    }
                    return true;
                });
    }

    /** What says what lies there goes first: a crash leaves nothing that looks whole. */
    private void remove() throws IOException {
        FollowerServer.end(programs, into);
        for (var name : new String[] {"last", "files", "following"}) {
            Files.deleteIfExists(note(name));
        }
        Trees.delete(data());
        Trees.delete(into);
    }

    private interface Io<T> {
        T get() throws IOException;
    }

    private <T> T writing(Io<T> work) {
        try {
            return work.get();
        } catch (IOException cannot) {
            throw new Fault("BSC-430", Text.of("store.copy", into, Names.said(cannot)), cannot);
        }
    }
}
