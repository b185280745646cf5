package bascule.instance;

import bascule.fact.Answer;
import bascule.fact.Condition;
import bascule.fact.Template;
import bascule.recipe.Body.FactSpec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the names in a recipe mean for one instance at one moment: constants, rows, toolchains and
 * facts, by the release in force.
 *
 * <p>Filling a text puts in what is known. What must stay open stays a place: secrets, values that
 * a run finds or makes, facts that move with the release.
 *
 * @param local names that stay as they are: what a journey takes from one request for the next
 * @param trail the facts whose values are being filled, to find circles
 */
public record Scope(
        Subject subject,
        Era era,
        Optional<Row> row,
        Knowledge knowledge,
        Map<String, String> local,
        List<String> trail) {
    private static final Pattern PLACE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}");

    public static Scope of(Subject subject, Era era, Knowledge knowledge) {
        return new Scope(subject, era, Optional.empty(), knowledge, Map.of(), List.of());
    }

    public Scope at(Era other) {
        return new Scope(subject, other, row, knowledge, local, trail);
    }

    public Scope on(Row one) {
        return new Scope(subject, era, Optional.of(one), knowledge, local, trail);
    }

    public Scope on(Optional<Row> one) {
        return new Scope(subject, era, one, knowledge, local, trail);
    }

    /** Names that are replaced by other places, or left as they are. */
    public Scope locally(Map<String, String> names) {
        var all = new LinkedHashMap<>(local);
        all.putAll(names);
        return new Scope(subject, era, row, knowledge, Map.copyOf(all), trail);
    }

    private Scope into(String fact) {
        if (trail.contains(fact)) {
            throw Unclear.circle(String.join(" → ", trail) + " → " + fact);
        }
        var longer = new ArrayList<>(trail);
        longer.add(fact);
        return new Scope(subject, era, row, knowledge, local, List.copyOf(longer));
    }

    /** The rows that {@code each: list} goes over here. */
    public List<Row> rows(String list) {
        return row.flatMap(one -> one.of(list))
                .map(List::of)
                .orElseGet(() -> knowledge.rows(list).stream().map(this::withRelease).toList());
    }

    /** What is known of a row, and the release that its own part of the code has here. */
    private Row withRelease(Row one) {
        var parts = subject.body().code().flatMap(code -> code.parts());
        if (parts.isEmpty() || !parts.get().equals(one.list())) {
            return one;
        }
        var name = one.parts().getOrDefault(one.list(), one.key());
        var published = subject.recipe().catalogue().releases().get(era.to().text());
        var own = subject.instance().parts().get(name);
        var ref = own != null || published == null ? own : published.parts().get(name);
        if (ref == null) {
            return one;
        }
        var more = new LinkedHashMap<>(one.parts());
        more.put("to", ref);
        return new Row(one.list(), one.key(), more, one.within());
    }

    /** The first case whose condition holds. */
    public <T> Optional<T> choose(
            List<T> cases, Function<? super T, Optional<Condition>> condition) {
        return cases.stream().filter(one -> holds(condition.apply(one))).findFirst();
    }

    public boolean holds(Optional<Condition> condition) {
        return condition.isEmpty() || holds(condition.get());
    }

    public boolean holds(Condition condition) {
        knowledge.decided(this, condition);
        return condition.holds(this::answer, name -> text(piece(name)));
    }

    /** The answer of a name in a condition. */
    public Answer answer(String name) {
        var constant = Constants.of(this, name);
        if (constant != null) {
            return Answer.word(constant);
        }
        var inRow = inRow(name);
        if (inRow.isPresent()) {
            return Answer.word(inRow.get());
        }
        var home = toolchain(name);
        if (home.isPresent()) {
            return Answer.word(home.get());
        }
        if (Components.is(subject, name)) {
            return knowledge.component(name);
        }
        return meant(name)
                .map(this::answer)
                .orElseGet(() -> new Answer.Unknown("nothing is called " + name));
    }

    private Answer answer(Fact fact) {
        var set = era.set().get(fact.label());
        if (set != null) {
            return set;
        }
        if (each(fact.name()).isPresent() && fact.row().isEmpty()) {
            return allRows(fact);
        }
        var spec = spec(fact.name());
        var stated = spec.flatMap(one -> one.source().stated());
        if (stated.isPresent()) {
            var filled = into(fact.name()).fill(stated.get());
            return filled.closed() ? Answer.word(text(filled)) : Answer.word(filled.text());
        }
        var answer = knowledge.answer(fact.whole());
        return fact.part().map(answer::part).orElse(answer);
    }

    /** Over a list every row must meet a claim: the answers of all, as rows. */
    private Answer allRows(Fact fact) {
        var all = new ArrayList<Map<String, String>>();
        for (var one : rows(each(fact.name()).orElseThrow())) {
            switch (on(one).answer(new Fact(fact.name(), Optional.of(one), fact.part()))) {
                case Answer.Unknown unknown -> {
                    return unknown;
                }
                case Answer.Absent _ -> all.add(Map.of("value", ""));
                case Answer.Word(var word) -> all.add(Map.of("value", word));
                case Answer.Fields(var parts) -> all.add(parts);
                case Answer.Rows(var rows) -> all.addAll(rows);
            }
        }
        return new Answer.Rows(all);
    }

    /** A text with everything filled in that may be. */
    public Template fill(Template template) {
        return Template.of(
                PLACE.matcher(template.text())
                        .replaceAll(
                                place ->
                                        Matcher.quoteReplacement(
                                                place.group(1) == null
                                                        ? place.group()
                                                        : piece(place.group(1)).text())));
    }

    /**
     * A text of which nothing may stay open.
     *
     * @throws bascule.problem.Fault if something does
     */
    public String text(Template template) {
        return fill(template)
                .fill(
                        name -> {
                            throw Unclear.unknown(name, "it is only known while the run goes on");
                        });
    }

    /** What a single name stands for: a known text, or a place that stays open. */
    public Template piece(String name) {
        var localName = local.get(name);
        if (localName != null) {
            return place(localName);
        }
        if (Constants.openUntilTheRun(name) || name.contains("@")) {
            return place(name);
        }
        var constant = Constants.of(this, name);
        if (constant != null) {
            return Template.literal(constant);
        }
        for (var found : List.of("found.", "baseline.")) {
            if (name.startsWith(found)) {
                return asFound(name.substring(found.length()));
            }
        }
        var known = inRow(name).or(() -> toolchain(name));
        if (known.isPresent()) {
            return Template.literal(known.get());
        }
        return ofFact(meant(name).orElseThrow(() -> Unclear.unknownName(name)));
    }

    static Template place(String name) {
        return Template.of("${" + name + "}");
    }

    private Template asFound(String name) {
        var fact = meant(name).orElseThrow(() -> Unclear.unknownName(name));
        return Template.literal(Words.of(knowledge.answer(fact.whole()), fact));
    }

    private Template ofFact(Fact fact) {
        var spec = spec(fact.name());
        if (spec.isEmpty()) {
            return Template.of("");
        }
        var set = era.set().get(fact.label());
        if (set != null && !spec.get().secret()) {
            return Template.literal(Words.of(set, fact.whole()));
        }
        var open = knowledge.open(this, fact, spec.get());
        if (open != null) {
            return open;
        }
        var stated = spec.get().source().stated();
        if (stated.isPresent()) {
            return into(fact.name()).fill(stated.get());
        }
        return Template.literal(Words.of(knowledge.answer(fact.whole()), fact));
    }

    /**
     * The case of a fact that holds now; of several the one that the survey found something by, but
     * for one before it that did not hold then.
     */
    public Optional<FactSpec> spec(String name) {
        var cases = subject.body().facts().get(name);
        if (cases == null) {
            return Optional.empty();
        }
        var inside = into(name);
        var taken = knowledge.taken(name);
        for (var index = 0; index < cases.size(); index++) {
            var one = cases.get(index);
            if (inside.holds(one.when())
                    && (index >= taken || !knowledge.passedOver(inside, one))) {
                return Optional.of(one);
            }
        }
        return inside.choose(cases, FactSpec::when);
    }

    /** The list that a fact is looked up over. */
    public Optional<String> each(String fact) {
        var cases = subject.body().facts().get(fact);
        return cases == null || cases.isEmpty() ? Optional.empty() : cases.getFirst().each();
    }

    /** The fact that a name means: the longest beginning of it that is one, the rest its part. */
    public Optional<Fact> meant(String name) {
        var facts = subject.body().facts();
        for (var end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
            var fact = name.substring(0, end);
            if (facts.containsKey(fact)) {
                var part =
                        end == name.length()
                                ? Optional.<String>empty()
                                : Optional.of(name.substring(end + 1));
                var list = each(fact).orElse(fact);
                var over = row.flatMap(one -> one.of(list));
                return Optional.of(new Fact(fact, over, part));
            }
        }
        return Optional.empty();
    }

    private Optional<String> inRow(String name) {
        var dot = name.indexOf('.');
        return dot < 0
                ? Optional.empty()
                : row.flatMap(one -> one.of(name.substring(0, dot)))
                        .map(one -> one.parts().get(name.substring(dot + 1)));
    }

    private Optional<String> toolchain(String name) {
        var dot = name.indexOf('.');
        var chosen = era.toolchains().get(dot < 0 ? name : name.substring(0, dot));
        if (chosen == null) {
            return Optional.empty();
        }
        return dot < 0
                ? Optional.of(chosen.version().text())
                : name.substring(dot + 1).equals("home")
                        ? Optional.of(chosen.home())
                        : Optional.empty();
    }
}
