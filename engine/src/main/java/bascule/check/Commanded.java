package bascule.check;

import bascule.host.Command;
import bascule.host.Service;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.probe.Probe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a plan runs, and where it writes: read from the plan, for checks to look at. */
final class Commanded {
    private Commanded() {}

    /** Every step, forward and back. */
    static Stream<Step> steps(Plan plan) {
        return Stream.concat(
                plan.steps(), plan.outages().stream().flatMap(outage -> outage.back().stream()));
    }

    static Stream<Command> commands(Plan plan) {
        var run = steps(plan).map(Step::action).flatMap(Commanded::commands);
        var asked =
                plan.probes().values().stream()
                        .flatMap(
                                probe ->
                                        probe instanceof Probe.ByCommand command
                                                ? Stream.of(command.command())
                                                : Stream.empty());
        return Stream.concat(run, asked).distinct();
    }

    private static Stream<Command> commands(Action action) {
        return switch (action) {
            case Action.Run run -> Stream.of(run.command());
            case Action.Change change -> commands(change.service());
            case Action.CloseDoor(var door, _) -> Stream.of(door.test(), door.reload());
            default -> Stream.empty();
        };
    }

    private static Stream<Command> commands(Service service) {
        return switch (service) {
            case Service.Plain plain -> Stream.of(plain.start());
            case Service.Script script ->
                    Stream.concat(
                            Stream.of(script.start(), script.stop()), script.status().stream());
            case Service.Systemd _, Service.Supervisor _, Service.Compose _ -> Stream.empty();
        };
    }

    /** The folders that a plan makes new releases in. */
    static List<Path> stages(Plan plan) {
        return plan.steps()
                .map(Step::action)
                .flatMap(
                        action ->
                                action instanceof Action.Unpack unpack && unpack.into().closed()
                                        ? Stream.of(Path.of(unpack.into().fill(name -> name)))
                                        : Stream.empty())
                .toList();
    }

    static List<Action.Fetch> fetches(Plan plan) {
        return plan.steps()
                .map(Step::action)
                .flatMap(
                        action ->
                                action instanceof Action.Fetch fetch
                                        ? Stream.of(fetch)
                                        : Stream.empty())
                .toList();
    }

    /** The path itself, or the nearest folder above it that is there. */
    static Path existing(Path path) {
        var at = path;
        while (!Files.exists(at)) {
            var above = at.getParent();
            if (above == null) {
                return at;
            }
            at = above;
        }
        return at;
    }

    /** Where a program of that name would be found. */
    static Optional<Path> program(String name, String path) {
        return Stream.of(
                        (path + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
                                .split(":"))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
