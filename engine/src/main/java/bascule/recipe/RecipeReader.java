package bascule.recipe;

import bascule.recipe.Recipe.Catalogue;
import bascule.recipe.Recipe.Detect;
import bascule.recipe.Recipe.Method;
import bascule.recipe.Recipe.Versions;
import bascule.recipe.Use.Owner;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a recipe of its text and its catalogue; what is wrong goes to the margin. */
final class RecipeReader {
    private final Library library;
    private final Document document;
    private final Margin margin;

    RecipeReader(Library library, Document document, Margin margin) {
        this.library = library;
        this.document = document;
        this.margin = margin;
    }

    /**
     * A recipe with the text of its catalogue.
     *
     * @param releases empty if there is no catalogue
     */
    record Read(Recipe recipe, Optional<Written.Fields> releases) {}

    Read read() {
        var file = document.folder().resolve("releases.yaml");
        var releases =
                Files.exists(file)
                        ? library.text(file, "releases", margin)
                        : Optional.<Written.Fields>empty();
        releases.ifPresent(this::named);
        var top = new Element(document.head().origin(), document.head(), Owner.NOBODY, margin);
        var body = withCatalogueFacts(releases.flatMap(CatalogueReader::facts));
        var recipe =
                new Recipe(
                        document.name(),
                        document.folder(),
                        Digest.of(document.folders()),
                        top.words("about").orElse(new Body.Words(Map.of("", document.name()))),
                        top.text("extends"),
                        versions(top),
                        methods(),
                        BodyReader.read(body, Owner.NOBODY, margin),
                        releases.map(fields -> CatalogueReader.read(fields, margin))
                                .orElse(Catalogue.EMPTY),
                        Map.of());
        releases.ifPresent(
                fields ->
                        new RuleCheck(recipe.catalogue(), recipe.versions(), margin).check(fields));
        return new Read(recipe, releases);
    }

    private void named(Written.Fields releases) {
        Library.leaf(releases, "catalogue")
                .filter(leaf -> !leaf.text().equals(document.name()))
                .ifPresent(
                        leaf ->
                                margin.wrong(
                                        Wrong.OTHER_NAME.at(
                                                leaf.origin(), leaf.text(), document.name())));
    }

    /** A catalogue adds facts and redefines none. */
    private Laid withCatalogueFacts(Optional<Written.Field> facts) {
        var body = document.body();
        if (facts.isEmpty() || !(facts.get().value() instanceof Written.Fields more)) {
            return body;
        }
        var known = new ArrayList<Written.Fields>();
        known.add(body.fields());
        document.methods().values().forEach(way -> known.add(way.laid().fields()));
        var added = more;
        for (var entry : more.fields().entrySet()) {
            var name = entry.getKey();
            var first = known.stream().flatMap(one -> fact(one, name).stream()).findFirst();
            if (first.isPresent()) {
                margin.wrong(
                        Wrong.REDEFINED.at(
                                entry.getValue().key(), name, first.get().key().toString()));
                added = added.without(name);
            }
        }
        var layer =
                Laid.NOTHING
                        .fields()
                        .with("facts", new Written.Field(facts.get().key(), false, added));
        return Layers.lay(body, new Laid(layer, List.of()), margin);
    }

    private static Optional<Written.Field> fact(Written.Fields body, String name) {
        return body.at("facts").orElse(null) instanceof Written.Fields facts
                ? facts.field(name)
                : Optional.empty();
    }

    private static Versions versions(Element top) {
        var versions = top.element("versions");
        return new Versions(
                versions.flatMap(element -> element.pattern("tag")),
                versions.flatMap(element -> element.pattern("series")),
                versions.flatMap(element -> element.text("order")).orElse("dotted"));
    }

    private Map<String, Method> methods() {
        var methods = new LinkedHashMap<String, Method>();
        document.methods()
                .forEach(
                        (name, way) -> {
                            var fields = way.laid().fields();
                            var element = new Element(way.origin(), fields, Owner.NOBODY, margin);
                            var body =
                                    new Laid(
                                            fields.without("detect", "about", "drop"),
                                            way.laid().changes());
                            methods.put(
                                    name,
                                    new Method(
                                            way.origin(),
                                            name,
                                            element.element("detect").map(RecipeReader::detect),
                                            BodyReader.read(body, Owner.NOBODY, margin)));
                        });
        return methods;
    }

    private static Detect detect(Element detect) {
        return new Detect(
                detect.text("file"),
                detect.pattern("match"),
                detect.texts("in"),
                detect.text("package"),
                detect.text("image"));
    }
}
