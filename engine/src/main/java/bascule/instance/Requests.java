package bascule.instance;

import bascule.fact.Template;
import bascule.host.HttpRequest;
import bascule.json.Json;
import bascule.recipe.Body.HttpSpec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the requests of a journey: what one takes is left open for those after it. */
public final class Requests {
    private Requests() {}

    public static List<HttpRequest> of(Scope scope, List<HttpSpec> specs) {
        var requests = new ArrayList<HttpRequest>();
        var taken = new LinkedHashMap<String, String>();
        for (var spec : specs) {
            var here = scope.locally(taken);
            requests.add(
                    new HttpRequest(
                            spec.method(),
                            here.fill(spec.url()),
                            filled(here, spec.headers()),
                            filled(here, spec.form()),
                            spec.body().map(body -> body(here, spec, body)),
                            spec.codes(),
                            spec.key(),
                            spec.match(),
                            spec.take()));
            spec.take().keySet().forEach(name -> taken.put(name, name));
        }
        return requests;
    }

    private static Map<String, Template> filled(Scope scope, Map<String, Template> values) {
        var all = new LinkedHashMap<String, Template>();
        values.forEach((name, value) -> all.put(name, scope.fill(value)));
        return all;
    }

    /** Values in a JSON body stand inside its quotes: they are written as JSON writes them. */
    private static Template body(Scope scope, HttpSpec spec, Template body) {
        var json =
                spec.headers().entrySet().stream()
                        .anyMatch(
                                header ->
                                        header.getKey().equalsIgnoreCase("content-type")
                                                && header.getValue().text().contains("json"));
        return json ? body.fillSome(name -> quoted(scope.piece(name))) : scope.fill(body);
    }

    private static @org.jspecify.annotations.Nullable String quoted(Template value) {
        if (!value.closed()) {
            return null;
        }
        var line = Json.line(value.fill(name -> name));
        return line.substring(1, line.length() - 1);
    }
}
