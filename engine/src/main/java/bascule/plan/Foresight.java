package bascule.plan;

import bascule.fact.Answer;
import bascule.fact.Template;
import bascule.instance.Fact;
import bascule.instance.Paths;
import bascule.instance.Scope;
import bascule.instance.Subject;
import bascule.recipe.Body.FactSpec;
import bascule.recipe.Body.Source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Knows what facts will be once steps of the plan have set keys: a fact that is read from that key
 * of that file is what was set, for all that is planned after it.
 */
final class Foresight {
    private final Subject subject;
    private final Scope scope;
    private final Map<String, Answer> answers = new HashMap<>();

    Foresight(Subject subject, Scope scope) {
        this.subject = subject;
        this.scope = scope;
    }

    Map<String, Answer> answers() {
        return Map.copyOf(answers);
    }

    void see(Action action) {
        switch (action) {
            case Action.SetKeys(var files, var keys) ->
                    keys.forEach((key, value) -> files.forEach(file -> set(file, key, value)));
            case Action.MoveKeys(var file, var keys) ->
                    keys.forEach(
                            (from, to) -> {
                                var value = value(file, from);
                                value.ifPresent(answer -> put(file, to, answer));
                                put(file, from, new Answer.Absent());
                            });
            default -> {}
        }
    }

    private void set(Template file, String key, Optional<Object> value) {
        if (value.isEmpty()) {
            put(file, key, new Answer.Absent());
        } else if (!(value.get() instanceof Map || value.get() instanceof List)) {
            var text = Template.of(String.valueOf(value.get()));
            if (text.closed()) {
                put(file, key, Answer.word(text.fill(name -> name)));
            }
        }
    }

    private void put(Template file, String key, Answer answer) {
        subject.body()
                .facts()
                .keySet()
                .forEach(
                        name -> {
                            if (reads(name, file, key)) {
                                answers.put(name, answer);
                            }
                        });
    }

    private Optional<Answer> value(Template file, String key) {
        return subject.body().facts().keySet().stream()
                .filter(name -> reads(name, file, key))
                .map(
                        name ->
                                scope.knowledge()
                                        .answer(new Fact(name, Optional.empty(), Optional.empty())))
                .filter(answer -> answer instanceof Answer.Word)
                .findFirst();
    }

    private boolean reads(String name, Template file, String key) {
        return scope.each(name).isEmpty()
                && scope.spec(name).filter(spec -> reads(spec, file, key)).isPresent();
    }

    private boolean reads(FactSpec spec, Template file, String key) {
        if (!(spec.source() instanceof Source.ByFile(var files)) || spec.secret()) {
            return false;
        }
        var keys = spec.reading().key();
        for (var index = 0; index < files.size() && !keys.isEmpty(); index++) {
            var own = keys.get(Math.min(index, keys.size() - 1));
            if (own.equals(key)
                    && Paths.absolute(scope, files.get(index)).text().equals(file.text())) {
                return true;
            }
        }
        return false;
    }
}
