package bascule.instance;

import bascule.text.Text;
import bascule.text.Texts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An instance about to be written down for the first time.
 *
 * @param answers to what the recipe asks, in its order
 * @param told who is told; empty leaves an example
 */
public record Draft(
        String name,
        String recipe,
        String method,
        Path root,
        List<Answered> answers,
        List<String> told) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./@-]*");
    private static final List<String> WORDS = List.of("true", "false", "null");

    public Draft {
        answers = List.copyOf(answers);
        told = List.copyOf(told);
    }

    /**
     * @param question what was asked, for the comment beside it
     * @param stated whether it is the recipe's own text: its places are filled, those that a person
     *     types are not
     */
    public record Answered(
            String fact, String question, String value, boolean secret, boolean stated) {}

    List<Answered> secretAnswers() {
        return answers.stream()
                .filter(answer -> answer.secret() && !answer.value().isEmpty())
                .toList();
    }

    /** The file, with comments for those who edit it. */
    String text(Texts texts, Map<String, Path> secrets) {
        var lines = new ArrayList<String>();
        lines.add("# " + texts.say(Text.of("recipe.file.head", name, recipe)));
        lines.add("# " + texts.say(Text.of("recipe.file.check", name)));
        lines.add("instance: " + quoted(name));
        lines.add("recipe: " + quoted(recipe));
        lines.add("method: " + quoted(method));
        lines.add("root: " + quoted(root.toString()));
        lines.add("");
        if (!answers.isEmpty()) {
            lines.add("# " + texts.say(Text.of("recipe.file.facts")));
            lines.add("facts:");
            answers.forEach(answer -> fact(lines, texts, answer, secrets));
            lines.add("");
        }
        lines.add("# " + texts.say(Text.of("recipe.file.windows")));
        lines.add("# windows: [\"Sun 02:00-05:00 Europe/Paris\"]");
        lines.add("# " + texts.say(Text.of("recipe.file.notify")));
        lines.add(
                told.isEmpty()
                        ? "# notify: [ops@example.org]"
                        : "notify: ["
                                + String.join(", ", told.stream().map(Draft::quoted).toList())
                                + "]");
        lines.add("# " + texts.say(Text.of("recipe.file.accept")));
        lines.add("# accept: []");
        lines.add("# " + texts.say(Text.of("recipe.file.more")));
        return String.join("\n", lines) + "\n";
    }

    private static void fact(
            List<String> lines, Texts texts, Answered answer, Map<String, Path> secrets) {
        var place = secrets.get(answer.fact());
        var note = place == null ? "" : " (" + texts.say(Text.of("recipe.file.secret")) + ")";
        answer.question().lines().forEach(line -> lines.add("  # " + line + note));
        lines.add(
                "  "
                        + answer.fact()
                        + ": "
                        + (place == null
                                ? quoted(
                                        answer.value(),
                                        answer.stated() ? answer.value() : away(answer.value()))
                                : "{ file: " + quoted(place.toString()) + ", secret: true }"));
    }

    /** As YAML. A place in it would be filled, so it is written away. */
    private static String quoted(String text) {
        return quoted(text, away(text));
    }

    private static String away(String text) {
        return text.replace("${", "$${");
    }

    /** Plain where that is safe. */
    private static String quoted(String text, String written) {
        if (PLAIN.matcher(text).matches() && !WORDS.contains(text)) {
            return text;
        }
        return '"'
                + written.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                + '"';
    }
}
