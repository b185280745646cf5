package bascule.instance;

import bascule.fact.Answer;
import bascule.fact.Template;
import bascule.probe.Probe;
import bascule.probe.QueryText;
import bascule.probe.Reading;
import bascule.recipe.Body.FactSpec;
import bascule.recipe.Body.Source;
import bascule.store.Store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the probe by which a fact is asked at a moment. */
public final class Probes {
    private Probes() {}

    public static Probe of(Scope scope, FactSpec spec) {
        return switch (spec.source()) {
            case Source.ByRun(var run) ->
                    new Probe.ByCommand(
                            Commands.of(scope, run, Commands.LOOK),
                            spec.reading(),
                            spec.whenStopped());
            case Source.ByQuery(var name, var query) -> {
                var store = store(scope, name);
                yield store.isEmpty()
                        ? noStore(name)
                        : new Probe.ByQuery(
                                store.get(), query(scope, store.get(), query), spec.reading());
            }
            case Source.ByDepth(var name, var queues) ->
                    store(scope, name)
                            .<Probe>map(found -> new Probe.ByDepth(found, scope.fill(queues)))
                            .orElseGet(() -> noStore(name));
            case Source.ByHttp(var requests) ->
                    new Probe.ByHttp(Requests.of(scope, requests), spec.reading());
            case Source.ByFile(var files) -> byFile(scope, files, spec.reading());
            case Source.ByFiles(var pattern) ->
                    new Probe.ByFiles(
                            scope.fill(pattern),
                            scope.fill(Template.of("${root}")),
                            spec.reading());
            case Source.ByPackage(var name) ->
                    new Probe.ByPackage(scope.fill(name), spec.reading());
            case Source.ByService(var name) ->
                    Services.named(scope, name).stream()
                            .findFirst()
                            .<Probe>map(known -> new Probe.ByService(known.service()))
                            .orElseGet(() -> new Probe.Known(new Answer.Absent()));
            case Source.Asked(_, var otherwise) ->
                    otherwise
                            .map(text -> stated(scope, text))
                            .orElseGet(() -> new Probe.Known(unsaid(spec)));
            case Source.Value(var text) -> stated(scope, text);
        };
    }

    private static Probe stated(Scope scope, Template text) {
        var filled = scope.fill(text);
        return filled.closed()
                ? new Probe.Known(Answer.word(scope.text(filled)))
                : new Probe.ByTemplate(filled);
    }

    private static Answer unsaid(FactSpec spec) {
        return spec.reading()
                .otherwise()
                .<Answer>map(Answer::word)
                .orElseGet(() -> new Answer.Unknown("nobody has said"));
    }

    private static Probe noStore(String name) {
        return new Probe.Known(new Answer.Unknown("there is no store " + name + " here"));
    }

    private static Optional<Store> store(Scope scope, String name) {
        return Stores.named(scope, name).stream().findFirst();
    }

    /** A file whose name is filled with nothing is left out, and the key that belongs to it. */
    private static Probe byFile(Scope scope, List<Template> files, Reading reading) {
        var paths = new ArrayList<Template>();
        var keys = new ArrayList<String>();
        for (var index = 0; index < files.size(); index++) {
            var path = Paths.absolute(scope, files.get(index));
            if (path.text().isEmpty()) {
                continue;
            }
            paths.add(path);
            if (!reading.key().isEmpty()) {
                keys.add(reading.key().get(Math.min(index, reading.key().size() - 1)));
            }
        }
        return new Probe.ByFile(
                paths,
                new Reading(
                        keys,
                        reading.match(),
                        reading.codes(),
                        reading.means(),
                        reading.fields(),
                        reading.rows(),
                        reading.otherwise()));
    }

    /**
     * In a query a value alone is a quoted literal; one that touches a name must be a plain name.
     */
    public static Template query(Scope scope, Store store, Template query) {
        var text = query.text();
        var filled = new StringBuilder();
        var at = 0;
        for (var open = text.indexOf("${"); open >= 0; open = text.indexOf("${", at)) {
            var close = text.indexOf('}', open);
            var value = scope.piece(text.substring(open + 2, close));
            filled.append(text, at, open);
            var touches =
                    (open > 0 && namely(text.charAt(open - 1)))
                            || (close + 1 < text.length() && namely(text.charAt(close + 1)));
            if (!value.closed()) {
                filled.append(value.text());
            } else {
                var known = scope.text(value);
                if (touches && !known.matches("\\w*")) {
                    throw Unclear.name(text, known);
                }
                filled.append(Template.literal(touches ? known : literal(store, known)).text());
            }
            at = close + 1;
        }
        return Template.of(filled.append(text, at, text.length()).toString());
    }

    private static boolean namely(char letter) {
        return Character.isLetterOrDigit(letter) || letter == '_' || letter == '`' || letter == '.';
    }

    private static String literal(Store store, String value) {
        var server = store instanceof Store.Server known ? known.server() : "";
        return QueryText.literal(server, value);
    }
}
