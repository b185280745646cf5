package bascule.check;

import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.store.Store;
import bascule.store.Technique;
import bascule.text.Text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether there is room, file system by file system: for what is fetched and unpacked, for the
 * backups, and for putting them back beside what they replace.
 */
record Space(Ground ground) {
    private static final long SPARE = 64L << 20;

    private record Need(Path at, long bytes) {}

    Finding look(Plan plan) {
        var needs = new LinkedHashMap<String, Need>();
        for (var need : needs(plan)) {
            var at = Commanded.existing(need.at());
            needs.merge(
                    device(at),
                    new Need(at, need.bytes()),
                    (one, more) -> new Need(one.at(), one.bytes() + more.bytes()));
        }
        var short_ = new ArrayList<Text>();
        var total = 0L;
        for (var need : needs.values()) {
            var wanted = need.bytes() + need.bytes() / 10 + SPARE;
            total += wanted;
            var free = ground.host().freeSpace(need.at());
            if (free < wanted) {
                short_.add(
                        Text.of(
                                "check.space-short",
                                need.at(),
                                megabytes(wanted),
                                megabytes(free),
                                megabytes(wanted - free)));
            }
        }
        if (short_.isEmpty()) {
            return Findings.pass("check.space", megabytes(total));
        }
        return Findings.block(
                plan,
                "BSC-101",
                short_.size() == 1
                        ? short_.getFirst()
                        : Text.of("check.both", short_.get(0), short_.get(1)),
                Text.of("check.space.next"));
    }

    private List<Need> needs(Plan plan) {
        var needs = new ArrayList<Need>();
        var code = ground.survey().code();
        for (var stage : Commanded.stages(plan)) {
            needs.add(new Need(stage, code));
        }
        for (var fetch : Commanded.fetches(plan)) {
            needs.add(new Need(Path.of(fetch.into().text()), code));
        }
        Commanded.steps(plan)
                .map(Step::action)
                .forEach(action -> needs.add(new Need(ground.backups(), copied(action, plan))));
        for (var store : restored(plan).values()) {
            var bytes = size(store, plan);
            if (!store.paths().isEmpty() && store.paths().getFirst().closed()) {
                needs.add(new Need(Path.of(store.paths().getFirst().fill(name -> name)), bytes));
            }
        }
        return needs;
    }

    /**
     * Files are copied once, in two passes. A dump is made in each pass, compressed: half of what
     * it holds is more than was ever seen. A proof loads all of it. What follows a server is as
     * large as its data, from the first pass on. A snapshot takes no room, only what changes after
     * it; nobody knows how much that will be.
     */
    private static long copied(Action action, Plan plan) {
        return switch (action) {
            case Action.Backup(var store, var _, var pass, Technique.Followed _) ->
                    pass.equals("first") ? size(store, plan) : 0;
            case Action.Prove(var _, var _, var _, Technique.Followed _) -> 0;
            case Action.Backup(var _, var _, var _, Technique.Snapshot _) -> 0;
            case Action.Prove(var _, var _, var _, Technique.Snapshot _) -> 0;
            // A dump, and the same loaded; a proof may dump it again, as may the last pass.
            case Action.Backup(var store, var _, var pass, Technique.Logged _) ->
                    switch (pass) {
                        case "first" -> size(store, plan) + size(store, plan) / 2;
                        case "last" -> size(store, plan) / 2;
                        default -> 0;
                    };
            case Action.Prove(var _, var _, var _, Technique.Logged _) -> 0;
            case Action.Backup(Store.Files files, var _, var pass, var _) ->
                    pass.equals("first") ? 0 : size(files, plan);
            case Action.Backup backup -> size(backup.store(), plan) / 2;
            case Action.Prove(Store.Files files, var _, var depth, var _) ->
                    depth.equals("full") ? size(files, plan) : 0;
            case Action.Prove prove -> size(prove.store(), plan);
            default -> 0;
        };
    }

    private static long size(Store store, Plan plan) {
        return plan.sizes().getOrDefault("backup:" + store.name(), 0L);
    }

    /** What is put back lies beside what it replaces, until it has replaced it. */
    private static Map<String, Store.Files> restored(Plan plan) {
        var stores = new LinkedHashMap<String, Store.Files>();
        Commanded.steps(plan)
                .forEach(
                        step -> {
                            if (step.action() instanceof Action.Restore restore
                                    && !(restore.technique() instanceof Technique.Snapshot)
                                    && restore.store() instanceof Store.Files files) {
                                stores.put(files.name(), files);
                            }
                        });
        return stores;
    }

    private static String device(Path path) {
        try {
            return String.valueOf(Files.getAttribute(path, "unix:dev"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException other) {
            return name(path);
        }
    }

    private static String name(Path path) {
        try {
            return Files.getFileStore(path).toString();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private static String megabytes(long bytes) {
        return String.valueOf((bytes + (1 << 20) - 1) >> 20);
    }
}
