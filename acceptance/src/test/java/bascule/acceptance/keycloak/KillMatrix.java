package bascule.acceptance.keycloak;

import bascule.acceptance.Ran;
import bascule.cli.demo.Rig;
import bascule.journal.Entry;
import bascule.state.Home;
import bascule.state.RunFolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Upgrades the demo's Keycloak again and again, kills each run at another line of its journal, the
 * process alone and its group, and resumes it: {@code acceptance/kill-matrix}.
 */
final class KillMatrix {
    private static final String INSTANCE = "keycloak";

    private final Rig rig;
    private final Path logs;

    KillMatrix(Rig rig) {
        this.rig = rig;
        this.logs = rig.place().folder().resolve("logs");
    }

    /** How many lines the journal of an upgrade that nobody kills has. */
    int lines() {
        rig.ready();
        var ran = upgraded(Map.of());
        if (ran.code() != 0) {
            throw new AssertionError("the upgrade failed without any kill:\n" + ran.said());
        }
        return run().lines().size();
    }

    Verdict killed(Kill kill) {
        var began = System.nanoTime();
        rig.ready();
        var died = upgraded(Map.of("BASCULE_KILL_AT", kill.asked()));
        var entry = last();
        var resumed = resumed("resume.log");
        var facts = rig.look();
        var journal = run().lines().size();
        var again = resumed("again.log");
        var took = Duration.ofNanos(System.nanoTime() - began);
        return new Verdict(
                kill,
                entry,
                died.code(),
                resumed.code(),
                facts,
                again.code() != 70 && run().lines().size() == journal,
                rig.settings().users(),
                took);
    }

    private Ran upgraded(Map<String, String> env) {
        var words = rig.bascule("upgrade", INSTANCE, "--to", "26.4.7", "--yes");
        return Ran.of(words, env, logs.resolve("killed.log"));
    }

    private Ran resumed(String log) {
        return Ran.of(rig.bascule("resume", INSTANCE), Map.of(), logs.resolve(log));
    }

    private RunFolder run() {
        var home = rig.place().home();
        return new Home(home.resolve("config"), home.resolve("state"))
                .instance(INSTANCE)
                .last()
                .orElseThrow(() -> new AssertionError("no run was begun"));
    }

    private String last() {
        return switch (run().lines().getLast().entry()) {
            case Entry.Began(var step, _) -> "began " + step;
            case Entry.Done(var step, _, _) -> "done " + step;
            case Entry.Failed(var step, _, _, _) -> "failed " + step;
            case Entry.Ended(var outcome, _) -> "ended " + outcome;
            case Entry.Opened _ -> "opened";
            case Entry.Attempt _ -> "attempt";
            case Entry.Retry _ -> "retry";
            case Entry.Skip _ -> "skip";
            case Entry.Back _ -> "back";
            case Entry.Stop _ -> "stop";
        };
    }

    /** {@code FOLDER TABLE [FROM TO]}: all lines, or those from one to another. */
    public static void main(String[] args) throws IOException {
        var rig = Stand.typed(Path.of(args[0]).toAbsolutePath());
        var matrix = new KillMatrix(rig);
        var from = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        var to = args.length > 3 ? Integer.parseInt(args[3]) : matrix.lines();
        var rows = new ArrayList<Verdict>();
        for (var kill : IntStream.rangeClosed(from, to).boxed().flatMap(Kill::at).toList()) {
            var verdict = matrix.killed(kill);
            rows.add(verdict);
            System.out.println(verdict.row());
            Files.writeString(Path.of(args[1]), table(rows));
        }
        var wrong = rows.stream().filter(row -> !row.good()).count();
        System.out.printf("%d kills, %d wrong%n", rows.size(), wrong);
        System.exit(wrong == 0 ? 0 : 1);
    }

    static String table(List<Verdict> rows) {
        var text = new StringBuilder();
        text.append(
                """
                # Killed at every line

                `acceptance/kill-matrix`, %s. The upgrade of the demo's Keycloak from 25.0.6 to 26.4.7 is killed (SIGKILL) when the line
                named is the last of its journal on disk, `bascule resume` is called, and the world is looked at: the release of the code, the
                release of the data, users as Keycloak counts them, a sign-in, and whether a second `bascule resume` leaves the journal as it is.
                `group` kills the process group, `alone` the process; services and commands have sessions of their own and live on.

                %d kills, %d wrong; resumed to the new release %d times, to the old one %d times.

                """
                        .formatted(
                                LocalDate.now(ZoneOffset.UTC),
                                rows.size(),
                                rows.stream().filter(row -> !row.good()).count(),
                                rows.stream()
                                        .filter(row -> row.facts().code().equals("26.4.7"))
                                        .count(),
                                rows.stream()
                                        .filter(row -> row.facts().code().equals("25.0.6"))
                                        .count()));
        text.append(Verdict.head()).append('\n');
        rows.forEach(row -> text.append(row.row()).append('\n'));
        return text.toString();
    }
}
