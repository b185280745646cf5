package bascule.check;

import bascule.host.Command;
import bascule.host.Launch;
import bascule.plan.Plan;
import bascule.text.Text;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Whether commands may be run as the accounts that the plan says. */
record Accounts(Ground ground) {
    Finding look(Plan plan) {
        var runner = ground.survey().machine().getOrDefault("user", "");
        var others = new TreeSet<String>();
        Commanded.commands(plan)
                .map(Command::user)
                .flatMap(Optional::stream)
                .filter(user -> !user.equals(runner))
                .forEach(others::add);
        if (others.isEmpty()) {
            return Findings.pass("check.one-account", runner);
        }
        var refused = others.stream().filter(user -> !may(user)).toList();
        if (refused.isEmpty()) {
            return Findings.pass("check.accounts", String.join(", ", others));
        }
        return Findings.block(
                plan,
                "BSC-107",
                Text.of("check.no-account", runner, String.join(", ", refused)),
                Text.of("check.no-account.next", refused.getFirst()));
    }

    private boolean may(String user) {
        var ran =
                ground.host()
                        .run(
                                new Launch(
                                        List.of("true"),
                                        Optional.of(user),
                                        Path.of("/"),
                                        Map.of(),
                                        Duration.ofSeconds(10),
                                        List.of(),
                                        Optional.empty()),
                                _ -> {});
        return ran.code() == 0;
    }
}
