package bascule.cli;

import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.recipe.Body;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a recipe asks when an installation is adopted, answered by options, defaults or people. */
record Questions(Desk desk, String name) {

    String answer(String fact, String question, Body.FactSpec spec, Map<String, String> given) {
        if (given.containsKey(fact)) {
            return given(fact, given.getOrDefault(fact, ""), spec.secret());
        }
        var otherwise = spec.reading().otherwise();
        if (!desk.terminal().asks()) {
            return otherwise.orElseThrow(() -> missing(fact, question, spec.secret()));
        }
        return ask(question, otherwise, spec.secret());
    }

    private String given(String fact, String value, boolean secret) {
        if (!value.startsWith("@")) {
            if (secret) {
                throw refusal("BSC-519", Text.of("cli.answer.secret", fact), instead(fact, true));
            }
            return value;
        }
        try {
            return Files.readString(Path.of(value.substring(1))).strip();
        } catch (IOException cannot) {
            throw refusal("BSC-519", Text.verbatim(String.valueOf(cannot)), instead(fact, secret));
        }
    }

    /** A secret is typed without being seen. */
    private String ask(String question, Optional<String> otherwise, boolean secret) {
        var shown = otherwise.filter(text -> !text.isEmpty()).map(text -> " [" + text + "]");
        var prompt = question + shown.orElse("") + " ";
        @SuppressWarnings("SystemConsoleNull") // null where either stream is no terminal
        var console = System.console();
        String said;
        if (secret && console != null && console.isTerminal()) {
            var typed = console.readPassword("%s", prompt);
            said = typed == null ? "" : new String(typed);
        } else {
            said = read(prompt);
        }
        return said.isEmpty() ? otherwise.orElse("") : said;
    }

    private String read(String prompt) {
        desk.terminal().out().print(prompt);
        desk.terminal().out().flush();
        try {
            var line = desk.terminal().in().readLine();
            return line == null ? "" : line.strip();
        } catch (IOException gone) {
            return "";
        }
    }

    private Refusal missing(String fact, String question, boolean secret) {
        return refusal("BSC-506", Text.of("cli.unanswered.why", question), instead(fact, secret));
    }

    private Text instead(String fact, boolean secret) {
        return secret ? Text.of("cli.answer.by-file", fact) : Text.of("cli.answer.by-word", fact);
    }

    private Refusal refusal(String code, Text why, Text next) {
        return new Refusal(
                new Problem(
                        code,
                        Text.of("cli.adopt.what", name),
                        why,
                        Text.of("cli.nothing-changed"),
                        next));
    }
}
