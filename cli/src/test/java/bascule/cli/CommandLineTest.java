package bascule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.text.Texts;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

import java.util.List;
import java.util.Locale;
import java.util.Map;

class CommandLineTest {

    @Test
    void an_unknown_verb_suggests_the_nearest() {
        var typed = Typed.of("verison");
        assertThat(typed.exit()).isEqualTo(Exit.USAGE);
        assertThat(typed.err()).contains("BSC-500", "perhaps: bascule version");
    }

    @Test
    void an_unknown_option_suggests_the_nearest() {
        var typed = Typed.of("help", "--hoem", "x");
        assertThat(typed.exit()).isEqualTo(Exit.USAGE);
        assertThat(typed.err()).contains("BSC-501", "perhaps: bascule help --home");
    }

    @Test
    void a_mistake_is_told_in_the_language_of_the_environment() {
        assertThat(Typed.in(Map.of("LC_ALL", "fr_FR.UTF-8"), "verison").err())
                .contains("erreur[BSC-500] : impossible d", "peut-être");
        assertThat(Typed.in(Map.of("LANG", "fr"), "verison", "--lang", "en").err())
                .contains("error[BSC-500]");
    }

    @Test
    void a_mistake_is_told_to_programs_as_an_object() {
        assertThat(Typed.of("verison", "--json").out())
                .startsWith("{\"problem\":{\"code\":\"BSC-500\"");
    }

    @Test
    void options_common_to_all_stand_before_or_after_the_verb() {
        assertThat(Typed.of("--json", "version").out()).startsWith("{\"bascule\"");
        assertThat(Typed.of("version", "--json").out()).startsWith("{\"bascule\"");
    }

    @Test
    void every_verb_option_and_word_is_described_in_both_languages() {
        for (var language : List.of(Locale.ENGLISH, Locale.FRENCH)) {
            described(Grammar.whole(new Common(), Texts.in(language)));
        }
    }

    private static void described(CommandLine line) {
        var name = line.getCommandSpec().qualifiedName();
        assertThat(line.getCommandSpec().usageMessage().header()).as(name).isNotEmpty();
        for (ArgSpec arg : line.getCommandSpec().args()) {
            assertThat(arg.description()).as("%s %s", name, arg).isNotEmpty();
        }
        line.getSubcommands().values().forEach(CommandLineTest::described);
    }
}
