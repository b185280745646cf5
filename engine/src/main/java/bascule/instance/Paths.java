package bascule.instance;

import bascule.fact.Template;

import java.util.Arrays;

/** Paths of a recipe made absolute: what is relative lies under the root. */
public final class Paths {
    private Paths() {}

    /** Empty stays empty; a path that begins with an open place is taken as it will be. */
    public static Template absolute(Scope scope, Template path) {
        path.names().stream()
                .filter(name -> !Constants.trusted(name))
                .map(scope::piece)
                .filter(Template::closed)
                .forEach(value -> refuseClimbing(path.text(), scope.text(value)));
        var filled = scope.fill(path);
        var text = filled.text();
        if (text.isEmpty() || text.startsWith("/") || text.startsWith("${")) {
            return filled;
        }
        return text.equals(".") ? Template.literal(root(scope)) : under(root(scope), text);
    }

    /** Like {@link #absolute}, and where the data really lie if all releases share them. */
    public static Template ofData(Scope scope, Template path) {
        var text = absolute(scope, path).text();
        var shared = scope.knowledge().shared();
        var root = root(scope) + "/";
        if (shared.isEmpty() || !text.startsWith(root)) {
            return Template.of(text);
        }
        var inside = text.substring(root.length());
        var kept =
                scope.subject().body().code().stream()
                        .flatMap(code -> code.keep().stream())
                        .anyMatch(keep -> inside.equals(keep) || inside.startsWith(keep + "/"));
        return kept ? under(shared.get(), inside) : Template.of(text);
    }

    private static String root(Scope scope) {
        return scope.subject().instance().root().toString();
    }

    private static Template under(String folder, String path) {
        return Template.of(Template.literal(folder).text() + "/" + path);
    }

    static void refuseClimbing(String word, String value) {
        if (Arrays.asList(value.split("/", -1)).contains("..")) {
            throw Unclear.climbs(word, value);
        }
    }
}
