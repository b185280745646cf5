package bascule.instance;

import bascule.fact.Answer;
import bascule.fact.Template;
import bascule.host.Host;
import bascule.probe.Probe;
import bascule.problem.Fault;
import bascule.recipe.Body.FactSpec;
import bascule.text.Texts;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A survey under way: each fact is asked when something wants it, once. Secrets stay in here, and
 * are filled in only while something is looked at.
 */
final class Asking implements Knowledge, Host.Filler {
    private final Surveyor.Eyes eyes;
    private final Map<String, String> machine;
    private final Map<String, String> environment;
    private final Optional<String> shared;
    private final Map<String, Answer> raw = new LinkedHashMap<>();
    private final Map<String, Integer> taken = new LinkedHashMap<>();
    private final Map<String, List<Row>> lists = new LinkedHashMap<>();
    private final Map<String, Fact> open = new HashMap<>();
    private final Set<String> asking = new LinkedHashSet<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private BooleanSupplier serving = () -> false;
    private @Nullable Scope scope;

    Asking(
            Surveyor.Eyes eyes,
            Map<String, String> machine,
            Map<String, String> environment,
            Optional<String> shared) {
        this.eyes = eyes;
        this.machine = machine;
        this.environment = environment;
        this.shared = shared;
    }

    /** How to learn whether the instance serves; asked only where a fact wants it stopped. */
    void serving(BooleanSupplier asked) {
        serving = asked;
    }

    @Override
    public Optional<String> shared() {
        return shared;
    }

    /**
     * From here on the instance is read so: what was asked before under another reading is
     * forgotten.
     */
    void read(Scope as) {
        scope = as;
        raw.clear();
        taken.clear();
        lists.clear();
    }

    private Scope scope() {
        if (scope == null) {
            throw new IllegalStateException("internal error: nothing is read yet");
        }
        return scope;
    }

    @Override
    public Answer answer(Fact fact) {
        var spec = scope().on(fact.row()).spec(fact.name());
        var answer = ask(fact);
        return spec.map(one -> Secrets.without(one, answer)).orElse(answer);
    }

    /** The answer with its secrets. */
    private Answer ask(Fact fact) {
        var known = raw.get(fact.key());
        if (known != null) {
            return known;
        }
        if (!asking.add(fact.key())) {
            throw Unclear.circle(String.join(" → ", asking) + " → " + fact.key());
        }
        try {
            var answer = ofRow(fact) ? rawRow(fact) : look(fact);
            raw.put(fact.key(), answer);
            return answer;
        } finally {
            asking.remove(fact.key());
        }
    }

    private static boolean ofRow(Fact fact) {
        return fact.row().map(row -> row.list().equals(fact.name())).orElse(false);
    }

    /** One row of a list, with its secrets. */
    private Answer rawRow(Fact fact) {
        var row = fact.row().orElseThrow();
        var index = rows(fact.name()).indexOf(row);
        var over = row.within();
        var all = ask(new Fact(fact.name(), over, Optional.empty()));
        return all instanceof Answer.Rows(var rows) && index >= 0 && over.isEmpty()
                ? new Answer.Fields(rows.get(index))
                : new Answer.Fields(row.parts());
    }

    private Answer look(Fact fact) {
        var cases = scope().subject().body().facts().getOrDefault(fact.name(), List.of());
        var here = scope().on(fact.row());
        Answer answer = new Answer.Absent();
        for (var index = 0; index < cases.size(); index++) {
            try {
                if (!here.holds(cases.get(index).when())) {
                    continue;
                }
                answer = look(here, cases.get(index));
            } catch (Fault fault) {
                if (fault.code().equals("BSC-261")) {
                    throw fault;
                }
                answer = new Answer.Unknown(Texts.in(Locale.ENGLISH).say(fault.why()));
            }
            if (!(answer instanceof Answer.Absent)) {
                taken.put(fact.name(), index);
                break;
            }
        }
        return answer;
    }

    private Answer look(Scope here, FactSpec spec) {
        if (spec.whenStopped() && serving.getAsBoolean()) {
            return new Answer.Unknown("it can only be looked at while the services are stopped");
        }
        var answer = eyes.look(Probes.of(here, spec), this);
        secrets.addAll(Secrets.in(spec, answer));
        return answer;
    }

    /** Asks what is no fact of the recipe. */
    Answer look(Probe probe) {
        return eyes.look(probe, this);
    }

    @Override
    public List<Row> rows(String list) {
        var known = lists.get(list);
        if (known != null) {
            return known;
        }
        var rows = new ArrayList<Row>();
        var each = scope().each(list);
        if (each.isEmpty()) {
            rows.addAll(rowsOf(new Fact(list, Optional.empty(), Optional.empty())));
        } else {
            for (var over : rows(each.get())) {
                rows.addAll(rowsOf(new Fact(list, Optional.of(over), Optional.empty())));
            }
        }
        lists.put(list, List.copyOf(rows));
        return rows;
    }

    private List<Row> rowsOf(Fact list) {
        var spec = scope().on(list.row()).spec(list.name());
        return switch (ask(list)) {
            case Answer.Unknown(var why) -> throw Unclear.unknown(list.key(), why);
            case Answer.Rows(var rows) when spec.isPresent() -> Rows.of(list, spec.get(), rows);
            case Answer.Rows _, Answer.Absent _, Answer.Word _, Answer.Fields _ -> List.of();
        };
    }

    @Override
    public int taken(String fact) {
        return taken.getOrDefault(fact, -1);
    }

    @Override
    public Map<String, String> machine() {
        return machine;
    }

    @Override
    public @Nullable Template open(Scope asked, Fact fact, FactSpec spec) {
        if (!Secrets.secret(spec, fact)) {
            return null;
        }
        open.put(fact.label(), fact);
        return Scope.place(fact.label());
    }

    @Override
    public String fill(Template template) {
        return template.fill(this::secret);
    }

    private String secret(String place) {
        var fact = open.get(place);
        if (fact == null) {
            throw Unclear.unknownName(place);
        }
        var given =
                environment.get(
                        "BASCULE_SECRET_"
                                + fact.name()
                                        .toUpperCase(Locale.ROOT)
                                        .replace('-', '_')
                                        .replace('.', '_'));
        var value = given == null ? Words.of(ask(fact.whole()), fact) : given;
        if (!value.isEmpty()) {
            secrets.add(value);
        }
        return value;
    }

    @Override
    public List<String> secrets() {
        return List.copyOf(secrets);
    }

    /** Asks whatever was not asked yet. */
    void everything() {
        for (var entry : scope().subject().body().facts().entrySet()) {
            var each = entry.getValue().isEmpty() ? null : entry.getValue().getFirst().each();
            try {
                if (each == null || each.isEmpty()) {
                    ask(new Fact(entry.getKey(), Optional.empty(), Optional.empty()));
                    if (raw.get(entry.getKey()) instanceof Answer.Rows) {
                        rows(entry.getKey());
                    }
                    continue;
                }
                for (var row : rows(each.get())) {
                    ask(new Fact(entry.getKey(), Optional.of(row), Optional.empty()));
                }
            } catch (Fault fault) {
                if (fault.code().equals("BSC-261")) {
                    throw fault;
                }
                raw.putIfAbsent(
                        entry.getKey(),
                        new Answer.Unknown(Texts.in(Locale.ENGLISH).say(fault.why())));
            }
        }
    }

    /** All answers without their secrets. */
    Map<String, Answer> answers() {
        var all = new LinkedHashMap<String, Answer>();
        raw.forEach(
                (key, answer) -> {
                    var name = key.contains("[") ? key.substring(0, key.indexOf('[')) : key;
                    var cases = scope().subject().body().facts().getOrDefault(name, List.of());
                    var spec =
                            cases.isEmpty()
                                    ? null
                                    : cases.get(
                                            Math.max(0, Math.min(taken(name), cases.size() - 1)));
                    all.put(key, spec == null ? answer : Secrets.without(spec, answer));
                });
        return all;
    }

    Map<String, Integer> allTaken() {
        var later = new LinkedHashMap<>(taken);
        later.values().removeIf(index -> index == 0);
        return later;
    }

    Map<String, List<Row>> allLists() {
        return Map.copyOf(lists);
    }
}
