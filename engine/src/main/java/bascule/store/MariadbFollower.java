package bascule.store;

import bascule.host.Forced;
import bascule.host.Names;
import bascule.problem.Fault;
import bascule.store.MariadbLikeness.Instant;
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
 * A MariaDB server's data as a server of ours that follows it by its binary log: copied whole while
 * visitors are served, and from then on what changes comes by itself. The last pass waits for the
 * last of it, makes the follower a server like any other and ends it: its data folder is the
 * backup. A restore exchanges the two folders.
 *
 * <pre>
 *  (nothing) --first pass--> following --last pass--> ending --> ended --restore--> restored
 *              following.json             ending.json      last.json     ready.json: the folder is the server's
 * </pre>
 *
 * What it needs of the other server is a connection; nothing of it stays there. If it is away for
 * so long that the log has gone on, or was cut off while tables without transactions were written,
 * the copy is made anew.
 */
public final class MariadbFollower implements FollowerBackup {
    /** Tables; a server that starts writes what lies beside them anew. */
    private static final Predicate<String> STAYS =
            Pattern.compile("(?!mysql/|sys/|performance_schema/)[^/]+/.+").asMatchPredicate();

    private static final Duration STALL = Duration.ofSeconds(15);

    /**
     * What lies beside the data and does not come by the log: marks of packages, keys, settings.
     */
    private static final String BESIDE = "{*.cnf,*.pem,*.key,*.flag,*upgrade_info}";

    private final Programs programs;
    private final Connection to;
    private final MariadbDumper origin;
    private final Path live;
    private final Path into;

    /**
     * @param live the data folder of the server, on the file system of {@code into}
     * @param into the folder that becomes the backup; its parent must exist
     */
    public MariadbFollower(Programs programs, Connection to, Path live, Path into) {
        this.programs = programs;
        this.to = to;
        this.origin = new MariadbDumper(programs, to, to, MariadbDumper.Loads.BACK);
        this.live = Forced.real(live);
        this.into = into;
    }

    /**
     * A copy that follows.
     *
     * @param from where in the log it began
     */
    record Following(MariadbShape shape, String from) {}

    private Path data() {
        return into.resolve("data");
    }

    private FollowerNotes notes() {
        return new FollowerNotes(into);
    }

    private MariadbLikeness likeness() {
        return new MariadbLikeness(origin);
    }

    private MariadbFollowerServer server() throws IOException {
        return server(notes().read("following", Following.class).shape());
    }

    private MariadbFollowerServer server(MariadbShape shape) {
        return new MariadbFollowerServer(programs, to, into, shape);
    }

    /** Why this server cannot be followed, if it cannot: it is dumped, then. */
    public Optional<Text> against() {
        return notes().writing(() -> new MariadbFitness(origin).against(into));
    }

    @Override
    public Summary firstPass() {
        return notes().writing(this::anew);
    }

    private Summary anew() throws IOException {
        remove();
        var against = new MariadbFitness(origin).against(into);
        if (against.isPresent()) {
            throw new Fault("BSC-430", Text.of("store.follow.not", origin.named(), against.get()));
        }
        if (!new MariadbFitness(origin).data().equals(live)) {
            throw new Fault("BSC-430", Text.of("store.follow.other", live, origin.named()));
        }
        Forced.folders(into);
        Files.setPosixFilePermissions(into, PosixFilePermissions.fromString("rwx------"));
        var shape = MariadbShape.of(origin, live);
        var server = server(shape);
        var from = server.copy(live);
        server.start();
        server.follow(Optional.of(from));
        server.go();
        await(server, likeness().position());
        notes().write("following", new Following(shape, from));
        return new Summary(1, 1, Bytes.below(data(), Long.MAX_VALUE));
    }

    /** Waits as long as it comes nearer, or works. */
    private void await(MariadbFollowerServer server, String position) throws IOException {
        var against =
                Readiness.await(STALL, () -> new MariadbProgress(server.client()).to(position));
        if (against.isPresent()) {
            throw new Fault(
                    "BSC-430",
                    Text.of(
                            "store.follow.behind",
                            origin.named(),
                            new MariadbProgress(server.client()).position(),
                            position,
                            against.get()));
        }
    }

    @Override
    public void makeReady() {
        notes().writing(
                        () -> {
                            if (!exists() && !isReady()) {
                                anew();
                            }
                            return true;
                        });
    }

    /** What it has on disk when the outage begins need not be written in it. */
    private boolean isReady() throws IOException {
        if (!notes().has("following")) {
            return false;
        }
        var server = server();
        try {
            if (!going(server)) {
                return false;
            }
            await(server, likeness().position());
            server.client().ask("BSC-430", "SET GLOBAL innodb_log_checkpoint_now = ON;\n");
            return true;
        } catch (Fault behind) {
            if (behind.code().equals("BSC-430") || !server.answers()) {
                return false;
            }
            throw behind;
        }
    }

    /**
     * Sees to it that it follows; what it had come to when it was ended, it knows by what was noted
     * then, or by itself.
     *
     * @return false if it was cut off, and what is without transactions may have come half or twice
     */
    private boolean going(MariadbFollowerServer server) throws IOException {
        if (server.wasCut() && !likeness().isWhole()) {
            return false;
        }
        if (!server.answers()) {
            server.start();
        }
        var ending = notes().has("ending");
        if (ending || !new MariadbProgress(server.client()).isFollowing()) {
            server.follow(
                    ending
                            ? Optional.of(notes().read("ending", Instant.class).position())
                            : Optional.empty());
            notes().forget("ending");
            server.go();
        }
        return true;
    }

    @Override
    public Summary lastPass() {
        return notes().writing(
                        () -> {
                            if (exists()) {
                                notes().write("ending", notes().read("last", Instant.class));
                                notes().forget("last");
                            }
                            if (!notes().has("following") || !going(server())) {
                                anew();
                            }
                            var server = server();
                            var instant = likeness().instant();
                            await(server, instant.position());
                            var copy = server.asked();
                            copy.client().ask("BSC-430", "STOP SLAVE;\n");
                            quiet(instant, new MariadbProgress(copy.client()).position());
                            likeness().same(instant, copy);
                            notes().write("ending", instant);
                            likeness().set(instant, copy);
                            ended(server);
                            new DataFiles(into).take(live, BESIDE);
                            Trees.own(data(), live);
                            Trees.force(data());
                            new DataFiles(into).write(STAYS);
                            notes().write("last", instant);
                            notes().forget("ending");
                            return new Summary(1, 1, 0);
                        });
    }

    /**
     * What was written after it was looked at is in the copy, and in nothing that it is held to.
     */
    private void quiet(Instant instant, String position) {
        if (!Set.of(instant.position().split(",")).equals(Set.of(position.split(",")))) {
            throw new Fault("BSC-430", Text.of("store.follow.busy", origin.named()));
        }
    }

    /** Nothing of its having followed is left. */
    private void ended(MariadbFollowerServer server) throws IOException {
        var replica = notes().read("following", Following.class).shape().replica();
        server.stop("RESET SLAVE ALL;\nSET GLOBAL gtid_slave_pos = '" + replica + "';\n");
    }

    @Override
    public Summary verify() {
        return notes().writing(
                        () -> {
                            notes().read("last", Instant.class);
                            return new DataFiles(into).look();
                        });
    }

    @Override
    public Proof prove(Depth depth) {
        return notes().writing(
                        () -> {
                            var server = server();
                            var began = System.nanoTime();
                            if (exists()) {
                                return alone(server, depth);
                            }
                            if (!going(server)) {
                                anew();
                            }
                            if (depth == Depth.FULL) {
                                notes().readAll(server.asked());
                            }
                            var counted =
                                    likeness().counted(server.asked(), at -> await(server, at));
                            var took = Duration.ofNanos(System.nanoTime() - began);
                            return new Proof.Proved(counted.tables(), counted.rows(), took);
                        });
    }

    /** After the last pass it follows nobody any more: it is held against what was noted then. */
    private Proof alone(MariadbFollowerServer server, Depth depth) throws IOException {
        var began = System.nanoTime();
        var instant = notes().read("last", Instant.class);
        var rows = new TreeMap<String, Long>();
        alone(
                server,
                () -> {
                    likeness().same(instant, server.asked());
                    if (depth == Depth.FULL) {
                        notes().readAll(server.asked());
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
    private static void alone(MariadbFollowerServer server, Doing doing) throws IOException {
        try {
            server.start();
            doing.run();
            server.stop("");
        } finally {
            server.end();
        }
    }

    @Override
    public void standing(Asking asking) {
        notes().writing(
                        () -> {
                            var server = server();
                            alone(server, () -> asking.ask(server.asked()));
                            return true;
                        });
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
                verify();
                exchange.makeReady();
            }
            exchange.apply();
        } catch (IOException cannot) {
            throw new Fault("BSC-432", Text.of("store.restore", into, Names.said(cannot)), cannot);
        }
    }

    private DataExchange exchanging() {
        return new DataExchange(live, data(), notes().place("ready"), MariadbFitness.SERVERS);
    }

    @Override
    public boolean exists() {
        return notes().has("last");
    }

    @Override
    public void end() {
        notes().writing(
                        () -> {
                            if (!exists() || exchanging().isDone()) {
                                remove();
                            } else {
                                FollowerRoom.end(programs, into);
                            }
                            return true;
                        });
    }

    /** What says what lies there goes first: a crash leaves nothing that looks whole. */
    private void remove() throws IOException {
        FollowerRoom.end(programs, into);
        for (var name : new String[] {"last", "ending", "files", "following"}) {
            notes().forget(name);
        }
        Trees.delete(data());
        Trees.delete(into);
    }
}
