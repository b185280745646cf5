package bascule.fact;

import static bascule.version.Seeds.forAll;
import static bascule.version.Seeds.one;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class TemplateTest {
    private static final List<String> PIECES =
            List.of("$", "{", "}", "${", "$${", "a", "${a}", "${b.c}", " ", "\\", "\\1", "$1");
    private static final List<String> NAMES = List.of("a", "b.c", "d@1.0");

    @Test
    void a_literal_is_filled_to_itself_whatever_it_holds() {
        forAll(
                10_000,
                random -> {
                    var text = pieces(random);
                    var literal = Template.literal(text);
                    assertThat(literal.closed()).isTrue();
                    assertThat(literal.fill(_ -> "never")).isEqualTo(text);
                });
    }

    @Test
    void filling_in_two_turns_gives_what_filling_at_once_gives() {
        forAll(
                20_000,
                random -> {
                    var values = values(random);
                    var template = template(random);
                    var known = random.nextInt(1 << NAMES.size());
                    var some =
                            template.fillSome(
                                    name ->
                                            (known >> NAMES.indexOf(name) & 1) == 1
                                                    ? values.get(name)
                                                    : null);
                    assertThat(some.fill(name -> values.getOrDefault(name, "")))
                            .as(template + " with " + values + " by " + some)
                            .isEqualTo(template.fill(name -> values.getOrDefault(name, "")));
                });
    }

    @Test
    void a_value_is_never_read_again_for_places() {
        var filled = Template.of("${a}{b}").fillSome(name -> name.equals("a") ? "x$" : null);
        assertThat(filled.names()).isEmpty();
        assertThat(filled.fill(_ -> "wrong")).isEqualTo("x${b}");
        var kept = Template.of("${a}${b}").fillSome(name -> name.equals("a") ? "$" : null);
        assertThat(kept.names()).containsExactly("b");
        assertThat(kept.fill(_ -> "value")).isEqualTo("$value");
    }

    @Test
    void two_dollars_write_a_brace_that_is_no_place() {
        var template = Template.of("$${kc.home} and ${a}");
        assertThat(template.names()).containsExactly("a");
        assertThat(template.fill(_ -> "b")).isEqualTo("${kc.home} and b");
    }

    private static Template template(Random random) {
        var text = new StringBuilder();
        for (var count = random.nextInt(6); count >= 0; count--) {
            var literal = Template.literal(pieces(random)).text();
            var last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
            var joins = last == '$' && literal.startsWith("{");
            text.append(joins ? "" : literal);
            if (text.isEmpty() || text.charAt(text.length() - 1) != '$') {
                text.append("${").append(one(random, NAMES)).append('}');
            }
        }
        return Template.of(text.toString());
    }

    private static Map<String, String> values(Random random) {
        var values = new HashMap<String, String>();
        NAMES.forEach(name -> values.put(name, pieces(random)));
        return values;
    }

    private static String pieces(Random random) {
        var text = new StringBuilder();
        for (var count = random.nextInt(5); count > 0; count--) {
            text.append(one(random, PIECES));
        }
        return text.toString();
    }
}
