package bascule.check;

import bascule.plan.Plan;
import bascule.plan.Purpose;
import bascule.text.Text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The checks that every upgrade is held against, and those of the recipe. */
public final class Checks {
    private Checks() {}

    /** Named questions whose answer is a function of the plan. */
    record Named(String name, Function<Plan, Finding> looking) implements Check {
        @Override
        public Finding look(Plan plan) {
            return looking.apply(plan);
        }
    }

    /** Those of the recipe are about upgrades. */
    public static List<Check> builtIn(Ground ground, Purpose purpose) {
        var checks = new ArrayList<Check>();
        if (purpose.takesBack()) {
            checks.addAll(RecipeChecks.of(ground));
        }
        checks.add(new Named("plan", new Freshness(ground.survey())::look));
        checks.add(new Named("notes", Notices::look));
        checks.add(new Named("space", new Space(ground)::look));
        checks.add(new Named("permissions", new Permissions(ground)::look));
        checks.add(new Named("stage", Places::stage));
        checks.add(new Named("mounts", Places::mounts));
        checks.add(
                new Named(
                        "units",
                        plan ->
                                Places.units(
                                        plan, ground.survey().machine().getOrDefault("user", ""))));
        checks.add(new Named("programs", new Programs(ground)::look));
        checks.add(new Named("accounts", new Accounts(ground)::look));
        checks.add(new Named("toolchains", new ToolchainCheck(ground)::look));
        checks.add(new Named("ports", new Ports(ground)::look));
        checks.add(new Named("door", new Entrance(ground)::look));
        checks.add(new Named("sources", new Sources(ground)::look));
        checks.add(new Named("files", new Guarded(ground)::look));
        checks.add(new Named("leftovers", Leftovers::look));
        checks.add(new Named("clock", new Clocks(ground)::look));
        if (purpose == Purpose.UPGRADE) {
            checks.add(new Named(Timing.NAME, new Timing(ground)::look));
        }
        return List.copyOf(checks);
    }

    /**
     * That no run of this instance is unfinished.
     *
     * @param run the id of one that is
     */
    public static Check unfinished(Supplier<Optional<String>> run) {
        return new Named(
                "unfinished",
                plan ->
                        run.get()
                                .map(
                                        id ->
                                                Findings.block(
                                                        plan,
                                                        "BSC-108",
                                                        Text.of("check.unfinished", id),
                                                        Text.of(
                                                                "check.unfinished.next",
                                                                plan.instance())))
                                .orElseGet(() -> Findings.pass("check.no-unfinished")));
    }
}
