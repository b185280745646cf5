package bascule.check;

import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.text.Text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;

/** Whether the account that runs Bascule may write where the plan does. */
record Permissions(Ground ground) {
    Finding look(Plan plan) {
        var folders = new TreeSet<Path>();
        folders.add(Commanded.existing(ground.backups()));
        plan.steps()
                .map(Step::action)
                .flatMap(action -> written(action).stream())
                .forEach(
                        path -> {
                            var folder = Optional.ofNullable(path.getParent()).orElse(path);
                            folders.add(Commanded.existing(folder));
                        });
        var closed = folders.stream().filter(folder -> !Files.isWritable(folder)).toList();
        if (closed.isEmpty()) {
            return Findings.pass("check.permissions", folders.size());
        }
        var user = ground.survey().machine().getOrDefault("user", "");
        return Findings.block(
                plan,
                "BSC-102",
                Text.of("check.not-writable", user, closed.getFirst(), closed.size()),
                Text.of(
                        "check.not-writable.next",
                        ground.survey().machine().getOrDefault("owner", "root"),
                        closed.getFirst()));
    }

    private static Optional<Path> written(Action action) {
        var place =
                switch (action) {
                    case Action.Fetch fetch -> fetch.into();
                    case Action.Unpack unpack -> unpack.into();
                    case Action.Link link -> link.link();
                    case Action.CloseDoor(var door, _) -> door.include();
                    case Action.Exchange exchange -> exchange.one();
                    default -> null;
                };
        return Optional.ofNullable(place)
                .filter(path -> path.closed())
                .map(path -> Path.of(path.fill(name -> name)));
    }
}
