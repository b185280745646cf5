package bascule.check;

import bascule.fact.Template;
import bascule.host.Inode;
import bascule.host.Service;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.store.Staged;
import bascule.store.Store;
import bascule.text.Text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whether a plan could be carried out, and taken back, where things lie. */
final class Places {
    private Places() {}

    /** Nothing of somebody else's lies where the new release goes. */
    static Finding stage(Plan plan) {
        for (var stage : Commanded.stages(plan)) {
            try {
                if (new Staged(stage, Path.of(plan.root())).isForeign()) {
                    return Findings.block(
                            plan,
                            "BSC-413",
                            Text.of("check.stage-taken", stage),
                            Text.of("check.stage-taken.next", stage));
                }
            } catch (IOException cannot) {
                throw new UncheckedIOException(cannot);
            }
        }
        return Findings.pass("check.stage-free");
    }

    /** What is restored, or moved along, is exchanged by name: no mount can be. */
    static Finding mounts(Plan plan) {
        var mount = moved(plan).filter(Places::isMount).findFirst();
        return mount.map(
                        path ->
                                Findings.block(
                                        plan,
                                        "BSC-113",
                                        Text.of("check.mount", path),
                                        Text.of("check.mount.next", path)))
                .orElseGet(() -> Findings.pass("check.no-mount"));
    }

    private static Stream<Path> moved(Plan plan) {
        return Commanded.steps(plan)
                .map(Step::action)
                .flatMap(
                        action ->
                                action instanceof Action.Restore(Store.Files files, var _, var _)
                                        ? files.paths().stream()
                                        : Stream.empty())
                .filter(Template::closed)
                .map(path -> Path.of(path.fill(name -> name)));
    }

    /** A subvolume of btrfs has a device number of its own, and can be renamed like any folder. */
    private static boolean isMount(Path path) {
        try {
            var real = path.toRealPath();
            var parent = real.getParent();
            var inode = Inode.of(real);
            return parent == null
                    || (inode.tellsMounts()
                            ? inode.mounted()
                            : inode.device() != Inode.of(parent).device());
        } catch (IOException absent) {
            return false;
        }
    }

    /** Units of the whole machine are kept from being started by its administrator alone. */
    static Finding units(Plan plan, String user) {
        var units =
                Commanded.steps(plan)
                        .map(Step::action)
                        .flatMap(
                                action ->
                                        action instanceof Action.Bar(var one)
                                                ? Stream.of(one)
                                                : null)
                        .flatMap(one -> unit(one).stream())
                        .toList();
        if (units.isEmpty() || user.equals("root")) {
            return Findings.pass("check.units");
        }
        return Findings.block(
                plan,
                "BSC-114",
                Text.of("check.unit-rights", units.getFirst(), user),
                Text.of("check.unit-rights.next", plan.instance()));
    }

    private static List<String> unit(Service service) {
        return service instanceof Service.Systemd(var _, var unit, var scope)
                        && scope.equals("system")
                ? List.of(unit.text())
                : List.of();
    }
}
