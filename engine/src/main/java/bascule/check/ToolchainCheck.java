package bascule.check;

import bascule.instance.Toolchains;
import bascule.plan.Plan;
import bascule.plan.Planner;
import bascule.text.Text;
import bascule.version.Version;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether each release of the way has the toolchains that it stands on. */
record ToolchainCheck(Ground ground) {
    Finding look(Plan plan) {
        var wanted = Toolchains.wanted(ground.subject());
        if (wanted.isEmpty()) {
            return Findings.pass("check.no-toolchains");
        }
        var chosen = new ArrayList<String>();
        for (var release : releases(plan)) {
            var found =
                    new Planner(ground.subject(), ground.survey(), ground.options())
                            .toolchains(release);
            for (var name : wanted.keySet().stream().sorted().toList()) {
                var one = found.get(name);
                if (one == null || !Files.isDirectory(Path.of(one.home()))) {
                    return Findings.block(
                            plan,
                            "BSC-104",
                            Text.of("check.no-toolchain", release, name, said(release, name)),
                            Text.of("check.no-toolchain.next", name));
                }
                chosen.add("%s: %s %s".formatted(release, name, one.version()));
            }
        }
        return Findings.pass("check.toolchains", String.join(", ", chosen));
    }

    private static Set<Version> releases(Plan plan) {
        var all = new LinkedHashSet<Version>(List.of(plan.from()));
        plan.legs().forEach(leg -> all.add(leg.to()));
        return all;
    }

    private String said(Version release, String name) {
        return Toolchains.needs(ground.subject(), release).stream()
                .flatMap(rule -> rule.needs().stream())
                .filter(needs -> needs.facts().contains(name))
                .map(bascule.plan.Conditions::said)
                .findFirst()
                .orElse(name);
    }
}
