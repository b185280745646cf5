package bascule.plan;

import bascule.fact.Template;
import bascule.format.Settled;
import bascule.instance.Scope;
import bascule.recipe.Body.Code;
import bascule.recipe.Body.FactSpec;
import bascule.recipe.Body.FetchSpec;
import bascule.recipe.Body.Source;
import bascule.recipe.Phase;
import bascule.text.Text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Draws how configuration of the old release comes into the new, copied or merged: in the stage,
 * and at the switch again if it has changed.
 */
record Carrying(Drawing drawing) {
    private static final Duration COPY = Duration.ofMinutes(20);
    private static final Duration FETCH = Duration.ofHours(1);

    /**
     * @param first whether the release that is left is the one that serves; a leg further on takes
     *     what the leg before it has staged
     */
    List<Step> stage(Code code, Scope scope, String prefix, boolean first) {
        var from =
                first ? root(scope) : Template.literal(drawing.folders().stage(scope.era().from()));
        return steps(code, new Where(scope, prefix + "stage/", Phase.STAGE, from));
    }

    List<Step> again(Code code, Scope scope, String prefix) {
        return steps(code, new Where(scope, prefix + "switch/", Phase.SWITCH, root(scope)));
    }

    /**
     * @param from where yours is merged from
     */
    private record Where(Scope scope, String prefix, Phase phase, Template from) {
        Text said(String key, Object... args) {
            return Text.of(phase == Phase.STAGE ? key : key + "-again", args);
        }
    }

    private static Template root(Scope scope) {
        return scope.fill(Template.of("${root}"));
    }

    private static Template staged(Scope scope) {
        return Template.literal(scope.era().stage());
    }

    private List<Step> steps(Code code, Where where) {
        var steps = new ArrayList<Step>();
        if (!code.carry().isEmpty()) {
            steps.add(carry(code, where));
        }
        if (!code.merge().isEmpty()) {
            steps.add(merge(code, where));
        }
        return steps;
    }

    private Step carry(Code code, Where where) {
        var scope = where.scope();
        var merged = code.merge().keySet().stream().filter(path -> carried(code, path)).toList();
        return Draft.of(
                        drawing.id(where.prefix() + "carry"),
                        where.phase(),
                        where.said("plan.do.carry", String.join(", ", code.carry())),
                        new Action.Carry(root(scope), staged(scope), code.carry(), merged))
                .limit(COPY)
                .again(true)
                .step();
    }

    private static boolean carried(Code code, String path) {
        return code.carry().stream().anyMatch(c -> path.equals(c) || path.startsWith(c + "/"));
    }

    private Step merge(Code code, Where where) {
        var era = where.scope().era();
        return Draft.of(
                        drawing.id(where.prefix() + "merge"),
                        where.phase(),
                        where.said(
                                "plan.do.merge",
                                String.join(", ", code.merge().keySet()),
                                era.from(),
                                era.to()),
                        new Action.Merge(
                                where.from(),
                                staged(where.scope()),
                                Template.literal(drawing.folders().stage(era.from())),
                                code.merge(),
                                settled(where.scope()),
                                secrets(),
                                archive(code, where)))
                .because(Optional.of(Text.of("plan.reason.merge")))
                .limit(FETCH)
                .again(true)
                .step();
    }

    /** Only of the release found: what this plan unpacks is put aside. */
    private Optional<Action.Fetch> archive(Code code, Where where) {
        var from = where.scope().era().from();
        if (!from.equals(drawing.survey().release()) || where.phase() != Phase.STAGE) {
            return Optional.empty();
        }
        var scope = drawing.settled(from);
        return scope.choose(code.fetch(), FetchSpec::when)
                .flatMap(fetch -> new Fetching(drawing).original(fetch, scope));
    }

    private Map<String, Map<String, Settled>> settled(Scope scope) {
        var all = new LinkedHashMap<String, Map<String, Settled>>();
        drawing.subject()
                .instance()
                .merge()
                .forEach((file, keys) -> all.put(file, filled(scope, keys)));
        return all;
    }

    /** Texts that people chose may have places, as what is set may. */
    private static Map<String, Settled> filled(Scope scope, Map<String, Settled> keys) {
        var filled = new LinkedHashMap<String, Settled>();
        keys.forEach(
                (key, one) -> {
                    var value = one.value().map(each -> Acts.filled(scope, each));
                    filled.put(key, new Settled(one.by(), value));
                });
        return filled;
    }

    /** The keys that a secret fact is read from, in whichever file. */
    private List<String> secrets() {
        return drawing.subject().body().facts().values().stream()
                .flatMap(List::stream)
                .filter(spec -> spec.source() instanceof Source.ByFile)
                .flatMap(Carrying::secrets)
                .distinct()
                .sorted()
                .toList();
    }

    private static Stream<String> secrets(FactSpec spec) {
        var keys = spec.reading().key().stream();
        return spec.secret()
                ? keys
                : keys.flatMap(key -> spec.secretParts().stream().map(part -> key + "." + part));
    }
}
