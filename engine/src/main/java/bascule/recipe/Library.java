package bascule.recipe;

import bascule.recipe.Document.Way;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The folders that recipes lie in, and their texts. */
final class Library {
    private static final List<String> HEAD = List.of("recipe", "about", "extends", "versions");

    private final List<Path> folders;
    private final Schemas schemas;

    Library(List<Path> folders, Schemas schemas) {
        this.folders = List.copyOf(folders);
        this.schemas = schemas;
    }

    /** The folder of a recipe; the first that has it counts. */
    Optional<Path> find(String name) {
        return folders.stream()
                .filter(_ -> name.matches("[A-Za-z0-9][A-Za-z0-9._-]*"))
                .map(folder -> folder.resolve(name))
                .filter(folder -> Files.isRegularFile(folder.resolve("recipe.yaml")))
                .findFirst();
    }

    /** In order of the alphabet. */
    List<String> names() {
        var names = new TreeSet<String>();
        for (var folder : folders) {
            if (Files.isDirectory(folder)) {
                names.addAll(below(folder));
            }
        }
        return List.copyOf(names);
    }

    private static List<String> below(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.isRegularFile(file.resolve("recipe.yaml")))
                    .map(file -> String.valueOf(file.getFileName()))
                    .toList();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    /** A file as text, checked against its schema. */
    Optional<Written.Fields> text(Path file, String schema, Margin margin) {
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException notText) {
            margin.wrong(Wrong.SYNTAX.said("encoding", new Origin(file.toString(), 1, 1)));
            return Optional.empty();
        } catch (IOException cannot) {
            margin.wrong(
                    Wrong.SYNTAX.said(
                            "unreadable",
                            new Origin(file.toString(), 1, 1),
                            String.valueOf(cannot.getMessage())));
            return Optional.empty();
        }
        var fields = YamlReader.read(file.toString(), text, margin);
        fields.ifPresent(read -> schemas.check(schema, read, margin));
        return fields;
    }

    Optional<Document> document(Path folder, Margin margin) {
        return document(folder, List.of(), margin);
    }

    private Optional<Document> document(Path folder, List<String> chain, Margin margin) {
        var text = text(folder.resolve("recipe.yaml"), "recipe", margin);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var fields = text.get();
        var name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        named(fields, name, margin);
        var own = own(name, folder, fields);
        var base =
                leaf(fields, "extends")
                        .flatMap(leaf -> base(leaf, new ArrayList<>(chain), name, margin));
        return Optional.of(base.map(below -> laid(below, own, margin)).orElse(own));
    }

    private static void named(Written.Fields fields, String name, Margin margin) {
        leaf(fields, "recipe")
                .filter(leaf -> !leaf.text().equals(name))
                .ifPresent(
                        leaf ->
                                margin.wrong(
                                        Wrong.OTHER_NAME.at(leaf.origin(), leaf.text(), name)));
    }

    static Optional<Written.Leaf> leaf(Written.Fields fields, String key) {
        return fields.at(key).filter(Written.Leaf.class::isInstance).map(Written.Leaf.class::cast);
    }

    private Optional<Document> base(
            Written.Leaf leaf, List<String> chain, String name, Margin margin) {
        chain.add(name);
        if (chain.contains(leaf.text())) {
            chain.add(leaf.text());
            margin.wrong(Wrong.EXTENDS.said("circle", leaf.origin(), String.join(" → ", chain)));
            return Optional.empty();
        }
        var folder = find(leaf.text());
        if (folder.isEmpty()) {
            var near = Nearest.of(leaf.text(), names());
            margin.wrong(
                    near.isEmpty()
                            ? Wrong.EXTENDS.at(leaf.origin(), leaf.text())
                            : Wrong.EXTENDS.said(
                                    "near", leaf.origin(), leaf.text(), String.join(", ", near)));
            return Optional.empty();
        }
        return document(folder.get(), chain, margin);
    }

    private static Document own(String name, Path folder, Written.Fields fields) {
        var head = fields;
        for (var key : fields.fields().keySet()) {
            head = HEAD.contains(key) ? head : head.without(key);
        }
        var methods = new LinkedHashMap<String, Way>();
        if (fields.at("methods").orElse(null) instanceof Written.Fields ways) {
            ways.fields()
                    .forEach(
                            (method, field) -> {
                                if (field.value() instanceof Written.Fields way) {
                                    methods.put(
                                            method, new Way(field.key(), new Laid(way, List.of())));
                                }
                            });
        }
        var body = fields.without("recipe", "about", "extends", "versions", "methods");
        return new Document(
                name,
                folder,
                head,
                new Laid(body, List.of()),
                methods,
                List.of(folder),
                !fields.has("extends"));
    }

    private static Document laid(Document below, Document above, Margin margin) {
        var methods = new LinkedHashMap<String, Way>(below.methods());
        above.methods()
                .forEach(
                        (name, way) ->
                                methods.merge(
                                        name,
                                        way,
                                        (old, more) ->
                                                new Way(
                                                        more.origin(),
                                                        Layers.lay(
                                                                old.laid(), more.laid(), margin))));
        var head = above.head();
        for (var entry : below.head().fields().entrySet()) {
            head = head.has(entry.getKey()) ? head : head.with(entry.getKey(), entry.getValue());
        }
        var folders = new ArrayList<>(above.folders());
        folders.addAll(below.folders());
        return new Document(
                above.name(),
                above.folder(),
                head,
                Layers.lay(below.body(), above.body(), margin),
                Body.ordered(methods),
                folders,
                below.complete());
    }
}
