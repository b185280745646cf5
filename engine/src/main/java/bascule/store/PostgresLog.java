package bascule.store;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.time.Duration;

/**
 * How far a server of ours has come in the log of the one that it follows.
 *
 * @param named the database
 */
record PostgresLog(FollowerServer server, String named) {
    private static final Duration STALL = Duration.ofSeconds(15);

    /** Waits as long as it comes nearer. */
    void await(String lsn) throws IOException {
        var against =
                Readiness.await(
                        STALL,
                        () -> {
                            var told = asked(lsn).split("\t", -1);
                            return told[0].equals("t")
                                    ? new Readiness.Ready()
                                    : new Readiness.NotYet(told[1], told[1]);
                        });
        if (against.isPresent()) {
            var seen = against.get();
            throw new Fault(
                    "BSC-430", Text.of("store.follow.behind", named, seen, lsn, server.fatal()));
        }
    }

    private String asked(String lsn) throws IOException {
        return server.asked()
                .ask(
                        "SELECT coalesce(pg_last_wal_replay_lsn() >= '%s', false), concat_ws(' ', pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())"
                                .formatted(lsn));
    }

    /** Both are {@code high/low}, in hex. */
    static long between(String from, String to) {
        return position(to) - position(from);
    }

    private static long position(String lsn) {
        var slash = lsn.indexOf('/');
        return (Long.parseLong(lsn, 0, slash, 16) << 32)
                + Long.parseLong(lsn, slash + 1, lsn.length(), 16);
    }
}
