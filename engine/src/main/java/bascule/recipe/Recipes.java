package bascule.recipe;

import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.recipe.Use.Owner;
import bascule.text.Text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The recipes of some folders: read whole or refused whole, with every mistake told at once, each
 * at its line and column.
 */
public final class Recipes {
    private static final Set<String> FILES = Set.of("recipe.yaml", "releases.yaml");

    private final List<Path> folders;
    private final Schemas schemas = new Schemas();
    private final Library library;

    /**
     * @param folders each with a folder per recipe; the first that has a name counts
     */
    public Recipes(List<Path> folders) {
        this.folders = List.copyOf(folders);
        this.library = new Library(folders, schemas);
    }

    public List<String> names() {
        return library.names();
    }

    /**
     * The recipe of this name.
     *
     * @throws Refusal if there is none, or if there is any mistake in it
     */
    public Recipe read(String name) {
        var folder = library.find(name).orElseThrow(() -> unknown(name));
        var margin = new Margin(Optional.of(folder));
        var recipe = new RecipeCheck(library, margin).check(folder);
        return recipe.filter(_ -> margin.mistakes().isEmpty())
                .orElseThrow(() -> refusal("recipe.cannot-read", name, margin.mistakes()));
    }

    /**
     * Everything that is wrong in a recipe (its folder or one of its files), in every recipe of a
     * folder, or in an instance's file; in order of file and line.
     */
    public List<Mistake> check(Path path) {
        if (Files.isRegularFile(path) && !FILES.contains(String.valueOf(path.getFileName()))) {
            return instance(path);
        }
        if (Files.isDirectory(path) && !Files.exists(path.resolve("recipe.yaml"))) {
            var beside = new Recipes(Stream.concat(Stream.of(path), folders.stream()).toList());
            var all = new TreeSet<Mistake>();
            new Library(List.of(path), schemas)
                    .names()
                    .forEach(name -> all.addAll(beside.one(path.resolve(name))));
            return List.copyOf(all);
        }
        var folder = Files.isDirectory(path) ? path : parent(path);
        return new Recipes(Stream.concat(Stream.of(parent(folder)), folders.stream()).toList())
                .one(folder);
    }

    private List<Mistake> instance(Path file) {
        var layer = layer(file);
        var recipe = layer.text("recipe").flatMap(library::find);
        if (recipe.isEmpty()) {
            var unknown = layer.text("recipe").map(_ -> unknownRecipe(layer, names()));
            return Stream.concat(layer.mistakes().stream(), unknown.stream()).sorted().toList();
        }
        var margin = new Margin(recipe);
        return new RecipeCheck(library, margin)
                .check(recipe.get())
                .map(read -> mistakes(read, layer.text("method").orElse(""), layer))
                .orElse(layer.mistakes());
    }

    private List<Mistake> one(Path folder) {
        var margin = new Margin(Optional.of(folder));
        var _ = new RecipeCheck(library, margin).check(folder);
        return margin.mistakes();
    }

    private static Path parent(Path path) {
        var parent = path.toAbsolutePath().normalize().getParent();
        return parent == null ? path : parent;
    }

    /**
     * What counts for an instance: the recipe, its method laid on it, and what the instance says.
     *
     * @param method empty for a recipe without methods
     */
    public static Body effective(Recipe recipe, String method, Optional<Body> instanceLayer) {
        var margin = new Margin(Optional.of(recipe.folder()));
        return effective(recipe, method, instanceLayer, margin);
    }

    static Body effective(
            Recipe recipe, String method, Optional<Body> instanceLayer, Margin margin) {
        var laid = recipe.body().laid();
        var way = recipe.methods().get(method);
        if (way != null) {
            laid = Layers.lay(laid, way.body().laid(), margin);
        }
        if (instanceLayer.isPresent()) {
            laid = Layers.lay(laid, instanceLayer.get().laid(), margin);
        }
        return BodyReader.read(laid, Owner.NOBODY, margin);
    }

    /**
     * The text of an instance, as far as it can be understood without its recipe; what is wrong in
     * it so far is told with it.
     */
    public Layer layer(Path file) {
        var margin = new Margin();
        var fields = library.text(file, "instance", margin).orElse(Laid.NOTHING.fields());
        return Layer.of(fields, margin);
    }

    /** The text of a recipe's catalogue: rules and notes, each where it was written. */
    public Optional<Written.Fields> catalogue(Recipe recipe) {
        var file = recipe.folder().resolve("releases.yaml");
        return Files.exists(file) ? library.text(file, "releases", new Margin()) : Optional.empty();
    }

    /** What is wrong in what an instance says, seen from its recipe; and what was wrong before. */
    public List<Mistake> mistakes(Recipe recipe, String method, Layer layer) {
        var margin = new Margin(Optional.of(recipe.folder()));
        layer.mistakes().forEach(margin::wrong);
        new LayerCheck(recipe, layer, margin).check(method, new RecipeCheck(library, margin));
        var file = layer.fields().origin().file();
        return margin.mistakes().stream()
                .filter(mistake -> mistake.origin().file().equals(file))
                .toList();
    }

    /** That an instance names a recipe that nobody has. */
    public static Mistake unknownRecipe(Layer layer, List<String> names) {
        var name = layer.text("recipe").orElse("");
        var near = Nearest.of(name, names);
        return near.isEmpty()
                ? Wrong.UNKNOWN_PART.said("recipe", layer.origin("recipe"), name)
                : Wrong.UNKNOWN_PART.said(
                        "recipe.near", layer.origin("recipe"), name, String.join(", ", near));
    }

    /** That an instance calls itself otherwise than its file. */
    public static Optional<Mistake> otherName(Layer layer, String name) {
        return layer.text("instance")
                .filter(said -> !said.equals(name))
                .map(said -> Wrong.OTHER_NAME.at(layer.origin("instance"), said, name));
    }

    private Refusal unknown(String name) {
        var near = Nearest.of(name, names());
        return new Refusal(
                new Problem(
                        "BSC-240",
                        Text.of("recipe.cannot-read", name),
                        near.isEmpty()
                                ? Text.of("recipe.no-recipe", String.join(", ", names()))
                                : Text.of("recipe.no-recipe.near", String.join(", ", near)),
                        Text.of("recipe.nothing-changed"),
                        Text.of("recipe.list-recipes")));
    }

    /** A refusal that names every mistake; {@code what} says of which thing. */
    public static Refusal refusal(String what, String name, List<Mistake> mistakes) {
        var lines = new ArrayList<Text>();
        for (var mistake : mistakes) {
            lines.add(Text.of("recipe.mistake", mistake.origin(), mistake.code(), mistake.text()));
        }
        var why =
                lines.stream()
                        .reduce((above, below) -> Text.of("recipe.lines", above, below))
                        .orElse(Text.of("recipe.lines", "", ""));
        var file = mistakes.isEmpty() ? name : mistakes.getFirst().origin().file();
        return new Refusal(
                new Problem(
                        "BSC-200",
                        Text.of(what, name),
                        why,
                        Text.of("recipe.nothing-changed"),
                        Text.of("recipe.mend", file)));
    }
}
