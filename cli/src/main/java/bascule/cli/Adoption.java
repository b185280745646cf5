package bascule.cli;

import bascule.fact.Answer;
import bascule.instance.Draft;
import bascule.instance.Instances;
import bascule.instance.Survey;
import bascule.recipe.Body;
import bascule.recipe.Recipe;
import bascule.recipe.Recipes;
import bascule.state.Status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Making an installation known: found, asked about, looked at, and only then written down. */
public final class Adoption {
    private final Desk desk;
    private final Asked asked;
    private final Recipes recipes;
    private final Recipe recipe;

    /**
     * What was said on the command line.
     *
     * @param answers by fact; {@code @FILE} takes it out of a file, which a secret needs
     */
    public record Asked(
            String name,
            String recipe,
            Optional<String> method,
            Optional<Path> root,
            Map<String, String> answers,
            List<String> told) {}

    public Adoption(Desk desk, Asked asked) {
        this.desk = desk;
        this.asked = asked;
        this.recipes = Workshop.recipes(desk);
        this.recipe = recipes.read(asked.recipe());
    }

    public Exit go() {
        var place = new Detection(recipe).find(asked.method(), asked.root());
        var answers = answers(Recipes.effective(recipe, place.method(), Optional.empty()));
        var draft =
                new Draft(
                        asked.name(),
                        recipe.name(),
                        place.method(),
                        place.root(),
                        answers,
                        asked.told());
        var workshop = new Workshop(desk, asked.name());
        var survey = surveyed(workshop, draft);
        workshop.folder().claim(place.root());
        var file = new Instances(desk.places().instanceFiles(), recipes).write(draft, desk.texts());
        workshop.folder().tell(status(draft, survey));
        tell(survey, file);
        return Exit.DONE;
    }

    /** Looked at from a copy of what would be written: a mistake leaves nothing behind. */
    private Survey surveyed(Workshop workshop, Draft draft) {
        try {
            var temp = Files.createTempDirectory("bascule-adopt-");
            try {
                var files = temp.resolve("instances");
                var _ = new Instances(files, recipes).write(draft, desk.texts());
                return workshop.survey(workshop.subject(files));
            } finally {
                delete(temp);
            }
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private List<Draft.Answered> answers(Body body) {
        var answers = new ArrayList<Draft.Answered>();
        body.facts()
                .forEach(
                        (fact, cases) ->
                                cases.stream()
                                        .filter(spec -> spec.source() instanceof Body.Source.Asked)
                                        .findFirst()
                                        .ifPresent(spec -> answers.add(answer(fact, spec))));
        return answers;
    }

    private Draft.Answered answer(String fact, Body.FactSpec spec) {
        var question =
                spec.source() instanceof Body.Source.Asked(var words, _)
                        ? words.in(desk.texts().language())
                        : fact;
        var value = new Questions(desk, asked.name()).answer(fact, question, spec, asked.answers());
        var stated = spec.reading().otherwise().filter(value::equals).isPresent();
        return new Draft.Answered(fact, question, value, spec.secret(), stated);
    }

    private Status status(Draft draft, Survey survey) {
        return new Status(
                draft.name(),
                draft.recipe(),
                draft.method(),
                draft.root().toString(),
                survey.release().text(),
                Optional.empty(),
                "",
                "",
                Instant.now());
    }

    private void tell(Survey survey, Path file) {
        if (desk.json()) {
            desk.print(
                    Flat.json(
                            Map.of(
                                    "instance", asked.name(),
                                    "release", survey.release().text(),
                                    "file", file.toString())));
            return;
        }
        desk.print(desk.say("cli.adopt.done", asked.name(), recipe.name(), survey.release(), file));
        var unknown =
                survey.facts().entrySet().stream()
                        .filter(fact -> fact.getValue() instanceof Answer.Unknown)
                        .map(Map.Entry::getKey)
                        .toList();
        if (!unknown.isEmpty()) {
            desk.print(desk.say("cli.adopt.unknown", String.join(", ", unknown)));
        }
    }
}
