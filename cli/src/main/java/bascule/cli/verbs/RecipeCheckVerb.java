package bascule.cli.verbs;

import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Flat;
import bascule.cli.Verb;
import bascule.recipe.Mistake;
import bascule.recipe.Recipes;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** {@code bascule recipe check [WHAT…]}: every mistake in recipes, each at its line and column. */
@Command(name = "check")
public final class RecipeCheckVerb implements Verb {
    @Parameters(arity = "0..*", paramLabel = "WHAT", descriptionKey = "what")
    private List<String> what = new ArrayList<>();

    @Override
    public Exit run(Desk desk) {
        var recipes = new Recipes(desk.recipeFolders());
        var wanted = what.isEmpty() ? recipes.names() : what;
        var mistakes =
                wanted.stream()
                        .flatMap(each -> recipes.check(path(desk, recipes, each)).stream())
                        .toList();
        mistakes.forEach(mistake -> desk.print(line(desk, mistake)));
        if (!desk.json()) {
            desk.print(desk.say("cli.recipe.checked", wanted.size(), mistakes.size()));
        }
        return mistakes.isEmpty() ? Exit.DONE : Exit.USAGE;
    }

    /** A path as it is, else the recipe of that name. */
    private static Path path(Desk desk, Recipes recipes, String word) {
        var path = Path.of(word);
        if (Files.exists(path)) {
            return path;
        }
        return desk.recipeFolders().stream()
                .map(folder -> folder.resolve(word))
                .filter(folder -> Files.isRegularFile(folder.resolve("recipe.yaml")))
                .findFirst()
                // Refuses, naming the nearest.
                .orElseGet(() -> recipes.read(word).folder());
    }

    private static String line(Desk desk, Mistake mistake) {
        var said = desk.texts().say(mistake.text());
        if (!desk.json()) {
            return mistake.origin() + ": " + desk.paint().red(mistake.code()) + " " + said;
        }
        var fields = new LinkedHashMap<String, String>();
        fields.put("file", mistake.origin().file());
        fields.put("line", Integer.toString(mistake.origin().line()));
        fields.put("column", Integer.toString(mistake.origin().column()));
        fields.put("code", mistake.code());
        fields.put("text", said);
        return Flat.json(fields);
    }
}
