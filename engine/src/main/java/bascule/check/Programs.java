package bascule.check;

import bascule.fact.Template;
import bascule.host.Command;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.store.Backups;
import bascule.text.Text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Whether the programs that a plan runs are there; those of a release that is not yet staged are
 * not asked for.
 */
record Programs(Ground ground) {
    Finding look(Plan plan) {
        var missing = new TreeSet<String>();
        Commanded.commands(plan)
                .filter(command -> !there(command, plan))
                .forEach(command -> missing.add(command.argv().getFirst().text()));
        own(plan)
                .filter(names -> names.stream().noneMatch(this::found))
                .forEach(names -> missing.add(names.getFirst()));
        if (missing.isEmpty()) {
            return Findings.pass("check.programs", Commanded.commands(plan).count());
        }
        return Findings.block(
                plan,
                "BSC-103",
                Text.of("check.no-program", String.join(", ", missing)),
                Text.of("check.no-program.next", missing.first()));
    }

    private boolean found(String name) {
        return Commanded.program(name, path()).isPresent();
    }

    private String path() {
        return ground.environment().getOrDefault("PATH", "");
    }

    private boolean there(Command command, Plan plan) {
        var program = command.argv().getFirst();
        if (!program.closed()) {
            return true;
        }
        var name = program.fill(place -> place);
        if (!name.contains("/")) {
            var path = command.env().getOrDefault("PATH", Template.of(path()));
            return Commanded.program(name, path.text() + ":" + path()).isPresent();
        }
        var file = Path.of(name);
        var comes =
                file.startsWith(plan.root())
                        || Commanded.stages(plan).stream().anyMatch(file::startsWith);
        return comes || Files.isExecutable(file);
    }

    /** What Bascule itself calls to do the steps, each by any of its names. */
    private static Stream<List<String>> own(Plan plan) {
        var mail =
                Commanded.steps(plan)
                        .map(Step::action)
                        .anyMatch(
                                action ->
                                        action instanceof Action.Notify tell
                                                && tell.channel().equals("mail"));
        var clients =
                Commanded.steps(plan)
                        .map(Step::action)
                        .flatMap(
                                action ->
                                        action instanceof Action.Backup backup
                                                ? Backups.programs(backup.store()).stream()
                                                : Stream.<List<String>>empty());
        return Stream.concat(
                Stream.concat(Stream.of(List.of("setsid")), clients),
                mail && Commanded.program("sendmail", "/usr/lib").isEmpty()
                        ? Stream.of(List.of("sendmail"))
                        : Stream.empty());
    }
}
