package bascule.instance;

import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.recipe.Layer;
import bascule.recipe.Mistake;
import bascule.recipe.Nearest;
import bascule.recipe.Recipe;
import bascule.recipe.Recipes;
import bascule.text.Text;
import bascule.text.Texts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The instances that people wrote down: {@code NAME.yaml} each, in one folder. */
public final class Instances {
    private static final String END = ".yaml";

    private final Path folder;
    private final Recipes recipes;

    public Instances(Path folder, Recipes recipes) {
        this.folder = folder;
        this.recipes = recipes;
    }

    /** In order of the alphabet. */
    public List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(END) && !name.startsWith("."))
                    .map(name -> name.substring(0, name.length() - END.length()))
                    .sorted()
                    .toList();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    /** Where it is written, or would be. */
    public Path file(String name) {
        return folder.resolve(name + END);
    }

    /**
     * The instance of this name, seen from its recipe.
     *
     * @throws Refusal if there is none, if its recipe cannot be read, or if anything in it is wrong
     */
    public Instance read(String name) {
        if (!names().contains(name)) {
            throw unknown(name);
        }
        var layer = recipes.layer(file(name));
        var mistakes = new TreeSet<>(layer.mistakes());
        var recipe = layer.text("recipe").orElse("");
        if (!recipes.names().contains(recipe)) {
            layer.text("recipe")
                    .ifPresent(_ -> mistakes.add(Recipes.unknownRecipe(layer, recipes.names())));
            throw refusal(name, mistakes);
        }
        var read = recipes.read(recipe);
        var method = layer.text("method").orElse("");
        if (layer.text("method").isPresent() || read.methods().isEmpty()) {
            mistakes.addAll(recipes.mistakes(read, method, layer));
        }
        Recipes.otherName(layer, name).ifPresent(mistakes::add);
        if (!mistakes.isEmpty()) {
            throw refusal(name, mistakes);
        }
        return instance(name, layer, read);
    }

    /**
     * Writes a new instance for people to edit, with the answers that adopting it gave. What is
     * secret goes into a file of its own, that only this account can read.
     *
     * @throws Refusal if there is one of this name
     */
    public Path write(Draft draft, Texts texts) {
        var file = file(draft.name());
        if (Files.exists(file)) {
            throw new Refusal(
                    new Problem(
                            "BSC-242",
                            Text.of("recipe.write-instance", draft.name()),
                            Text.of("recipe.there-already", draft.name(), file),
                            Text.of("recipe.nothing-changed"),
                            Text.of("recipe.other-name-please")));
        }
        try {
            Files.createDirectories(folder);
            var secrets = folder.resolveSibling("secrets").toAbsolutePath();
            Private.folder(secrets);
            var places = new TreeMap<String, Path>();
            for (var answer : draft.secretAnswers()) {
                var place = secrets.resolve(draft.name() + "-" + answer.fact());
                Private.write(place, answer.value() + "\n");
                places.put(answer.fact(), place);
            }
            Private.write(file, draft.text(texts, places));
            return file;
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private Instance instance(String name, Layer layer, Recipe recipe) {
        return new Instance(
                name,
                file(name),
                recipe.name(),
                layer.text("method").orElse(""),
                Path.of(layer.text("root").orElse("")),
                layer.texts("windows"),
                layer.items("notify").stream().map(Told::notice).toList(),
                layer.texts("accept"),
                layer.map("parts"),
                layer.map("backups"),
                layer.settled(),
                layer.text("door"),
                layer.notes(),
                layer.body());
    }

    private static Refusal refusal(String name, Set<Mistake> mistakes) {
        return Recipes.refusal("recipe.cannot-read-instance", name, new ArrayList<>(mistakes));
    }

    private Refusal unknown(String name) {
        var names = names();
        var near = Nearest.of(name, names);
        var why =
                names.isEmpty()
                        ? Text.of("recipe.no-instance.none")
                        : near.isEmpty()
                                ? Text.of("recipe.no-instance", String.join(", ", names))
                                : Text.of("recipe.no-instance.near", String.join(", ", near));
        return new Refusal(
                new Problem(
                        "BSC-241",
                        Text.of("recipe.cannot-read-instance", name),
                        why,
                        Text.of("recipe.nothing-changed"),
                        Text.of("recipe.adopt-first")));
    }
}
