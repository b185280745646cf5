package bascule.plan;

import bascule.fact.Template;
import bascule.instance.Scope;
import bascule.recipe.Body.FetchSpec;

import java.util.Optional;

/** Says where a release is fetched from, and what the catalogue holds it against. */
record Fetching(Drawing drawing) {

    /** The release that the scope leads to, as one file. */
    Action.Fetch of(FetchSpec fetch, Scope scope) {
        var release =
                drawing.subject().recipe().catalogue().releases().get(scope.era().to().text());
        var own = release == null ? Optional.<Template>empty() : release.archive();
        var location =
                fetch.source().equals("archive")
                        ? own.map(scope::fill).orElseGet(() -> scope.fill(fetch.location()))
                        : scope.fill(fetch.location());
        var sha256 =
                release == null
                        ? Optional.<String>empty()
                        : Optional.ofNullable(release.sha256().get(fetch.source()));
        var signature =
                (release == null ? Optional.<Template>empty() : release.signature())
                        .or(fetch::signature)
                        .map(scope::fill);
        var into = drawing.folders().download(fileName(fetch.source(), location.text()));
        return new Action.Fetch(
                fetch.source(), location, Template.literal(into), sha256, signature);
    }

    /**
     * The release that the scope leads to, once more, to look at what it shipped; empty where it is
     * put together of parts.
     */
    Optional<Action.Fetch> original(FetchSpec fetch, Scope scope) {
        if (fetch.each().isPresent() || fetch.into().isPresent()) {
            return Optional.empty();
        }
        var into = Template.literal(drawing.folders().download("original-" + scope.era().to()));
        if (fetch.source().equals("git")) {
            var ref = fetch.ref().map(scope::text).map(text -> "#" + text).orElse("");
            return Optional.of(
                    new Action.Fetch(
                            "git",
                            Template.literal(scope.text(fetch.location()) + ref),
                            into,
                            Optional.empty(),
                            Optional.empty()));
        }
        var found = of(fetch, scope);
        return Optional.of(
                new Action.Fetch(
                        found.source(), found.location(), into, found.sha256(), found.signature()));
    }

    /** {@code org:name:1.0:tar.gz} gives {@code name-1.0.tar.gz}. */
    private static String fileName(String source, String location) {
        if (source.equals("maven")) {
            var parts = location.split(":");
            var type = parts.length > 3 ? parts[3] : "jar";
            return "%s-%s.%s".formatted(parts[1], parts[2], type);
        }
        var path = location.contains("?") ? location.substring(0, location.indexOf('?')) : location;
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
