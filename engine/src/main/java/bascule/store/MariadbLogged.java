package bascule.store;

import bascule.problem.Fault;
import bascule.store.MariadbLikeness.Made;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * One database of a server that others use, too: dumped while visitors are served, loaded into a
 * server of ours, and brought on by what the binary log has of that database. The last pass takes
 * only what is new, and holds the copy against the database: its data folder is the backup. A
 * restore dumps it from there and loads that.
 *
 * <pre>
 *  (nothing) --first pass--> loaded --last pass--> ended
 *                           applied.json          last.json
 *            \--what cannot be--> instead.json --last pass--> dumped whole, and it says why
 * </pre>
 *
 * Whatever is in doubt is dumped whole: no plan fails for this being quicker.
 */
public final class MariadbLogged implements FollowerBackup {
    /** Tables; a server that starts writes what lies beside them anew. */
    private static final Predicate<String> STAYS =
            Pattern.compile("(?!mysql/|sys/|performance_schema/)[^/]+/.+").asMatchPredicate();

    /** What says something of the copy, and nothing of the run. */
    private static final Set<String> DOUBTS =
            Set.of("BSC-430", "BSC-431", "BSC-432", "BSC-433", "BSC-464", "BSC-465");

    private static final int ROUNDS = 5;
    private static final String INSTEAD = "instead";
    private static final String PROVED = "proved";

    private final Programs programs;
    private final Connection to;
    private final MariadbDumper origin;
    private final Path into;

    /**
     * @param into the folder that becomes the backup; its parent must exist
     */
    public MariadbLogged(Programs programs, Connection to, Path into) {
        this.programs = programs;
        this.to = to;
        this.origin = new MariadbDumper(programs, to, to, MariadbDumper.Loads.BACK);
        this.into = into;
    }

    /** Why it is dumped whole after all. */
    record Instead(Text because) {}

    private FollowerNotes notes() {
        return new FollowerNotes(into);
    }

    private MariadbLoaded loaded() {
        return new MariadbLoaded(origin, into);
    }

    private Dump dump() {
        return new Dump(new MariadbPositioned(origin), into);
    }

    private MariadbLikeness likeness() {
        return new MariadbLikeness(origin, Made.LOADED);
    }

    /** What a finished one is read by. */
    private Backup finished() {
        return Files.exists(Dump.last(into).resolve(Dump.MANIFEST))
                ? dump()
                : new LeftBackup(new MariadbFollower(programs, to, into, into), origin, into);
    }

    @Override
    public Summary firstPass() {
        return notes().writing(this::anew);
    }

    private Summary anew() throws IOException {
        remove();
        var summary = dump().firstPass();
        orInstead(
                () -> {
                    var fitness = new MariadbLogFitness(origin);
                    var against = fitness.against();
                    if (against.isPresent()) {
                        throw new Fault(
                                "BSC-464", Text.of("store.log.not", origin.named(), against.get()));
                    }
                    loaded().make(
                                    fitness.programs(),
                                    Dump.first(into).resolve(Dump.DATA),
                                    Dump.tables(Dump.first(into)));
                });
        return summary;
    }

    private interface Doing {
        void run() throws IOException;
    }

    /** What does not come about is noted, and the last pass dumps. */
    private void orInstead(Doing doing) throws IOException {
        try {
            doing.run();
        } catch (Fault cannot) {
            if (!DOUBTS.contains(cannot.code())) {
                throw cannot;
            }
            notes().write(INSTEAD, new Instead(cannot.why()));
            FollowerRoom.end(programs, into);
        }
    }

    @Override
    public Optional<Text> otherwise() {
        return notes().writing(
                        () ->
                                notes().has(INSTEAD)
                                        ? Optional.of(
                                                Text.of(
                                                        "store.log.instead",
                                                        notes().read(INSTEAD, Instead.class)
                                                                .because()))
                                        : Optional.empty());
    }

    @Override
    public void makeReady() {
        notes().writing(
                        () -> {
                            if (!exists() && !notes().has(INSTEAD) && !isReady()) {
                                var proved =
                                        notes().has(PROVED)
                                                ? Optional.of(notes().read(PROVED, Depth.class))
                                                : Optional.<Depth>empty();
                                anew();
                                proved.ifPresent(this::prove);
                            }
                            return true;
                        });
    }

    private boolean isReady() throws IOException {
        try {
            if (!loaded().going()) {
                return false;
            }
            loaded().advance();
            likeness().sameDefinitions(loaded().server().asked());
            return true;
        } catch (Fault odd) {
            if (!DOUBTS.contains(odd.code())) {
                throw odd;
            }
            return false;
        }
    }

    @Override
    public Summary lastPass() {
        return notes().writing(
                        () -> {
                            if (!notes().has(INSTEAD)) {
                                orInstead(this::last);
                            }
                            return notes().has(INSTEAD) ? whole() : new DataFiles(into).look();
                        });
    }

    /** The copy stays until there is a way back: taking it away takes time, too. */
    private Summary whole() throws IOException {
        notes().forget("last");
        notes().forget("files");
        return dump().lastPass();
    }

    private void last() throws IOException {
        notes().forget("last");
        notes().forget("files");
        if (!loaded().going()) {
            throw new Fault("BSC-464", Text.of("store.log.cut", origin.named()));
        }
        loaded().advance();
        var copy = loaded().server().asked();
        for (var round = 0; round < ROUNDS; round++) {
            var instant = likeness().looked(loaded().applied().reached().position().toString());
            loaded().again();
            if (loaded().advance() == 0) {
                likeness().same(instant, copy);
                likeness().set(instant, copy);
                loaded().stop();
                new DataFiles(into).write(STAYS);
                notes().write("last", instant);
                return;
            }
        }
        throw new Fault("BSC-430", Text.of("store.follow.busy", origin.named()));
    }

    @Override
    public Summary verify() {
        return finished() instanceof Dump whole ? whole.verify() : new DataFiles(into).look();
    }

    @Override
    public Proof prove(Depth depth) {
        if (exists()) {
            return finished().prove(depth);
        }
        return notes().writing(
                        () -> {
                            notes().write(PROVED, depth);
                            if (!notes().has(INSTEAD) && !loaded().going()) {
                                anew();
                            }
                            if (!notes().has(INSTEAD) && depth == Depth.FULL) {
                                wholly();
                            }
                            if (!notes().has(INSTEAD)) {
                                orInstead(this::comesOn);
                            }
                            return notes().has(INSTEAD) ? dump().prove(depth) : proved();
                        });
    }

    /** Every row as it was loaded is as it was dumped, as long as nothing else came. */
    private void wholly() throws IOException {
        var copy = loaded().server().asked();
        if (!loaded().applied().isAsDumped()) {
            notes().readAll(copy);
            return;
        }
        var scratch = into.resolve("scratch");
        Trees.delete(scratch);
        try {
            var again = Files.createDirectories(scratch.resolve("again"));
            copy.dump(again);
            dump().same(Dump.tables(Dump.first(into)), copy.read(again));
        } finally {
            Trees.deleteQuietly(scratch);
        }
    }

    /** With what visitors have written since, it has as many rows as the database. */
    private void comesOn() throws IOException {
        var taken = loaded().applied().tables().taken();
        loaded().advance();
        var copy = loaded().server().asked();
        likeness().sameDefinitions(copy);
        new RowCounts(
                        new Answers(origin.named()),
                        only -> MariadbLoaded.count(origin, some(only, taken)),
                        only -> MariadbLoaded.count(copy, some(only, taken)))
                .counted(() -> loaded().advance());
    }

    private static Set<String> some(Set<String> only, Set<String> all) {
        return only.isEmpty() ? all : only;
    }

    private Proof proved() throws IOException {
        Map<String, Dumper.Table> lies = Dump.tables(Dump.first(into));
        var rows = lies.values().stream().mapToLong(Dumper.Table::rows).sum();
        Duration took = loaded().applied().took();
        return new Proof.Proved(lies.size(), rows, took);
    }

    @Override
    public void standing(Asking asking) {
        new MariadbFollower(programs, to, into, into).standing(asking);
    }

    @Override
    public void restore() {
        finished().restore();
    }

    @Override
    public boolean exists() {
        return notes().has("last") || dump().exists();
    }

    @Override
    public void end() {
        notes().writing(
                        () -> {
                            if (notes().has("last")) {
                                FollowerRoom.end(programs, into);
                                Trees.delete(Dump.first(into));
                            } else if (exists()) {
                                MariadbLoaded.remove(programs, into);
                            } else {
                                remove();
                            }
                            return true;
                        });
    }

    private void remove() throws IOException {
        MariadbLoaded.remove(programs, into);
        Trees.delete(into);
    }
}
