package bascule.cli.verbs;

import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Flat;
import bascule.cli.Verb;
import bascule.cli.Workshop;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.recipe.Laid;
import bascule.recipe.Nearest;
import bascule.recipe.Origin;
import bascule.recipe.Recipe;
import bascule.recipe.Recipes;
import bascule.recipe.Written;
import bascule.text.Text;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code bascule recipe explain NAME}: what counts when all layers are laid on each other, with the
 * rules and notes of the catalogue, and where each element was written.
 */
@Command(name = "explain")
public final class RecipeExplainVerb implements Verb {
    @Parameters(paramLabel = "RECIPE", descriptionKey = "recipe")
    private String name = "";

    @Option(names = "--method", paramLabel = "METHOD")
    private Optional<String> method = Optional.empty();

    @Option(names = "--origin")
    private boolean origin;

    @Override
    public Exit run(Desk desk) {
        var what = what(desk, new Recipes(desk.recipeFolders()));
        if (!desk.json()) {
            head(desk, what.recipe(), what.method());
        }
        what.laid()
                .fields()
                .fields()
                .forEach((section, field) -> section(desk, section, field.value()));
        for (var section : List.of("rules", "notes")) {
            what.beside().stream()
                    .flatMap(text -> text.at(section).stream())
                    .forEach(value -> section(desk, section, value));
        }
        what.laid().changes().forEach(change -> change(desk, change));
        return Exit.DONE;
    }

    /**
     * What is explained.
     *
     * @param beside the texts that have rules and notes
     */
    private record What(Recipe recipe, String method, Laid laid, List<Written.Fields> beside) {}

    /** A recipe by one of its methods; else an instance with everything that counts for it. */
    private What what(Desk desk, Recipes recipes) {
        if (recipes.names().contains(name) || !desk.instances().contains(name)) {
            var recipe = recipes.read(name);
            var chosen = method(recipe);
            var laid = Recipes.effective(recipe, chosen, Optional.empty()).laid();
            return new What(recipe, chosen, laid, recipes.catalogue(recipe).stream().toList());
        }
        var subject = new Workshop(desk, name).subject();
        var own = recipes.layer(subject.instance().file()).fields();
        var beside =
                Stream.concat(recipes.catalogue(subject.recipe()).stream(), Stream.of(own))
                        .toList();
        return new What(
                subject.recipe(), subject.instance().method(), subject.body().laid(), beside);
    }

    private String method(Recipe recipe) {
        var methods = recipe.methods().keySet();
        if (method.isPresent() && !methods.contains(method.get())) {
            throw new Refusal(
                    new Problem(
                            "BSC-511",
                            Text.of("cli.no-method.what", name, method.get()),
                            Text.of("cli.no-method.why", String.join(", ", methods)),
                            Text.of("cli.nothing-changed"),
                            Nearest.to(method.get(), methods)
                                    .map(near -> Text.of("cli.mistake.meant", "--method " + near))
                                    .orElseGet(
                                            () ->
                                                    Text.of(
                                                            "cli.mistake.help",
                                                            "bascule recipe explain"))));
        }
        return method.orElseGet(() -> methods.stream().findFirst().orElse(""));
    }

    private static void head(Desk desk, Recipe recipe, String method) {
        desk.print(
                desk.paint().bold(recipe.name())
                        + ": "
                        + recipe.about().in(desk.texts().language()));
        desk.print(
                desk.say(
                        "cli.recipe.head",
                        method.isEmpty() ? "-" : method,
                        String.join(", ", recipe.methods().keySet()),
                        recipe.catalogue().releases().size()));
    }

    private void section(Desk desk, String section, Written value) {
        if (value instanceof Written.Fields elements) {
            if (!desk.json()) {
                desk.print(desk.paint().bold(section + ":"));
            }
            elements.fields()
                    .forEach(
                            (element, field) ->
                                    element(
                                            desk,
                                            section + "." + element,
                                            field.value(),
                                            field.key()));
        } else {
            element(desk, section, value, value.origin());
        }
    }

    private void element(Desk desk, String path, Written value, Origin where) {
        if (desk.json()) {
            var fields = new LinkedHashMap<String, String>();
            fields.put("element", path);
            fields.put("says", value.line());
            fields.put("origin", where.toString());
            desk.print(Flat.json(fields));
            return;
        }
        var key = path.substring(path.indexOf('.') + 1);
        var told = origin ? desk.paint().dim("  # " + where) : "";
        desk.print("  " + key + ": " + value.line() + told);
    }

    /** What an upper layer did to a lower one; what it took out is in red. */
    private void change(Desk desk, Laid.Change change) {
        var key =
                switch (change.how()) {
                    case REPLACED -> "cli.recipe.replaced";
                    case AMENDED -> "cli.recipe.amended";
                    case DROPPED -> "cli.recipe.dropped";
                };
        if (desk.json() || (!origin && change.how() != Laid.How.DROPPED)) {
            return;
        }
        var said = desk.say(key, change.element(), change.by(), change.was());
        desk.print(change.how() == Laid.How.DROPPED ? desk.paint().red(said) : said);
    }
}
