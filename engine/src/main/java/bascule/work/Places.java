package bascule.work;

import bascule.fact.Answer;
import bascule.fact.Template;
import bascule.host.Host;
import bascule.plan.Plan;
import bascule.problem.Fault;
import bascule.run.Memory;
import bascule.text.Text;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fills the places that a plan left open: of the run, of what steps found and made, and of facts
 * that are secret or move with the release.
 */
final class Places {
    private final Facts facts;
    private final Map<String, String> words;
    private final Set<String> releases;
    private final Map<String, String> environment;
    private final Set<String> secrets = Collections.newSetFromMap(new ConcurrentHashMap<>());

    /**
     * @param words of the run: {@code run.id outage.start announcement}
     * @param environment where an attended run may bring secrets: {@code BASCULE_SECRET_NAME}
     */
    Places(Facts facts, Plan plan, Map<String, String> words, Map<String, String> environment) {
        this.facts = facts;
        this.words = Map.copyOf(words);
        this.releases = Set.copyOf(List.of(plan.from().text(), plan.to().text()));
        this.environment = Map.copyOf(environment);
    }

    /** A filler that knows what the journal remembers. */
    Host.Filler with(Memory memory) {
        return new Host.Filler() {
            @Override
            public String fill(Template template) {
                return template.fill(name -> value(name, memory, this));
            }

            @Override
            public List<String> secrets() {
                return List.copyOf(secrets);
            }
        };
    }

    private String value(String name, Memory memory, Host.Filler filler) {
        var word = words.get(name);
        if (word != null) {
            return word;
        }
        return remembered(name, memory).or(() -> given(name)).orElseGet(() -> asked(name, filler));
    }

    /** {@code found.STEP.KEY} and {@code made.STEP.KEY}; a step's id may hold dots, a key none. */
    private static Optional<String> remembered(String name, Memory memory) {
        var dot = name.lastIndexOf('.');
        if (name.startsWith("found.") && dot > 6) {
            return memory.found(name.substring(6, dot)).map(of(name, dot));
        }
        if (name.startsWith("made.") && dot > 5) {
            return memory.made(name.substring(5, dot)).map(of(name, dot));
        }
        return Optional.empty();
    }

    private static java.util.function.Function<Map<String, String>, String> of(
            String name, int dot) {
        return map -> map.getOrDefault(name.substring(dot + 1), "");
    }

    private Optional<String> given(String name) {
        var at = name.indexOf('@');
        var fact = at < 0 ? name : name.substring(0, at);
        var variable =
                "BASCULE_SECRET_" + fact.replaceAll("[^A-Za-z0-9]+", "_").toUpperCase(Locale.ROOT);
        var given = Optional.ofNullable(environment.get(variable));
        given.ifPresent(secrets::add);
        return given;
    }

    private String asked(String name, Host.Filler filler) {
        var at = name.indexOf('@');
        var fact = at < 0 ? name : name.substring(0, at);
        var era = at < 0 ? "" : name.substring(at + 1);
        var value = word(fact, facts.answer(fact, era, filler));
        // Whatever was asked for a place may be a secret. Paths and releases never are, and a log
        // without them could not be read.
        if (!value.isBlank() && !value.startsWith("/") && !releases.contains(value)) {
            secrets.add(value);
        }
        return value;
    }

    private static String word(String fact, Answer answer) {
        return switch (answer) {
            case Answer.Word(var word) -> word;
            case Answer.Absent _ -> "";
            case Answer.Unknown(var why) ->
                    throw new Fault("BSC-407", Text.of("work.unknown", fact, why));
            case Answer.Fields(var parts) -> only(fact, parts);
            case Answer.Rows(var rows) ->
                    only(fact, rows.size() == 1 ? rows.getFirst() : new LinkedHashMap<>());
        };
    }

    private static String only(String fact, Map<String, String> parts) {
        if (parts.size() == 1) {
            return parts.values().iterator().next();
        }
        throw new Fault("BSC-407", Text.of("work.several", fact, parts.size()));
    }
}
