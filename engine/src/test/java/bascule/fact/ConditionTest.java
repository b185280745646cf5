package bascule.fact;

import static bascule.version.Seeds.forAll;
import static bascule.version.Seeds.one;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.json.Json;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Random;

class ConditionTest {
    private static final List<String> CLAIMS =
            List.of(
                    "a",
                    "1",
                    ">=1",
                    "<2.0",
                    ">=1.0 <1.1",
                    "!=a",
                    "present",
                    "absent",
                    "",
                    ">a",
                    "!=");

    @Test
    void unknown_never_holds() {
        for (var claim : CLAIMS) {
            assertThat(Condition.meets(new Answer.Unknown("no such host"), claim)).isFalse();
        }
    }

    @Test
    void every_fact_of_a_map_must_hold_and_one_of_several_maps() {
        forAll(
                5_000,
                random -> {
                    var first = claims(random);
                    var second = claims(random);
                    var answers = answers(random);
                    var both = new Condition(List.of(first, second));
                    assertThat(holds(both, answers))
                            .isEqualTo(
                                    holds(new Condition(List.of(first)), answers)
                                            || holds(new Condition(List.of(second)), answers));
                    assertThat(holds(new Condition(List.of(first)), answers))
                            .isEqualTo(
                                    first.entrySet().stream()
                                            .allMatch(one -> holds(only(one), answers)));
                });
    }

    @Test
    void a_list_of_claims_means_any_of_them() {
        forAll(
                2_000,
                random -> {
                    var one = one(random, CLAIMS);
                    var other = one(random, CLAIMS);
                    var answer = answer(random);
                    assertThat(holds(Condition.of("f", one, other), Map.of("f", answer)))
                            .isEqualTo(
                                    Condition.meets(answer, one) || Condition.meets(answer, other));
                });
    }

    @Test
    void over_rows_every_row_must_hold() {
        var rows = new Answer.Rows(List.of(Map.of("v", "4.0"), Map.of("v", "4.1")));
        assertThat(Condition.meets(rows, ">=4.0")).isTrue();
        assertThat(Condition.meets(rows, ">=4.1")).isFalse();
        assertThat(Condition.meets(rows, "present")).isTrue();
        var hole = new Answer.Rows(List.of(Map.of("v", "4.0"), Map.of("v", "")));
        assertThat(Condition.meets(hole, "present")).isFalse();
        assertThat(Condition.meets(hole, "absent")).isFalse();
        assertThat(Condition.meets(new Answer.Rows(List.of(Map.of("v", ""))), "absent")).isTrue();
        assertThat(Condition.meets(new Answer.Rows(List.of()), "absent")).isTrue();
    }

    @Test
    void bounds_compare_releases_and_numbers_alike() {
        assertThat(Condition.meets(Answer.word("22.10.7"), ">=4.6.1")).isTrue();
        assertThat(Condition.meets(Answer.word("9"), "<10")).isTrue();
        assertThat(Condition.meets(Answer.word("4.0.9"), ">=4.0 <4.1")).isTrue();
        assertThat(Condition.meets(Answer.word("4.1.0"), ">=4.0 <4.1")).isFalse();
        assertThat(Condition.meets(Answer.word("17 days"), ">=4")).isFalse();
        assertThat(Condition.meets(Answer.word(""), ">=0")).isFalse();
    }

    @Test
    void absent_and_present_are_about_there_being_an_answer() {
        assertThat(Condition.meets(new Answer.Absent(), "absent")).isTrue();
        assertThat(Condition.meets(new Answer.Absent(), "present")).isFalse();
        assertThat(Condition.meets(Answer.word(""), "absent")).isTrue();
        assertThat(Condition.meets(new Answer.Fields(Map.of("a", "b")), "present")).isTrue();
    }

    @Test
    void claims_are_filled_before_they_are_asked() {
        var condition = Condition.of("schema", "<=${found.schema}");
        var answers = Map.<String, Answer>of("schema", Answer.word("3"));
        assertThat(
                        condition.holds(
                                name -> answers.getOrDefault(name, new Answer.Absent()),
                                name -> name.equals("found.schema") ? "4" : "0"))
                .isTrue();
    }

    @Test
    void a_condition_survives_json() {
        var condition = new Condition(List.of(claims(new Random(7)), claims(new Random(8))));
        assertThat(Json.read(Json.line(condition), Condition.class)).isEqualTo(condition);
    }

    private static boolean holds(Condition condition, Map<String, Answer> answers) {
        return condition.holds(
                name -> answers.getOrDefault(name, new Answer.Absent()), name -> name);
    }

    private static Condition only(Map.Entry<String, List<Template>> one) {
        return new Condition(List.of(Map.of(one.getKey(), one.getValue())));
    }

    private static Map<String, List<Template>> claims(Random random) {
        return Map.of(
                one(random, List.of("f", "g")),
                List.of(Template.of(one(random, CLAIMS))),
                "h",
                List.of(Template.of(one(random, CLAIMS)), Template.of(one(random, CLAIMS))));
    }

    private static Map<String, Answer> answers(Random random) {
        return Map.of("f", answer(random), "g", answer(random), "h", answer(random));
    }

    private static Answer answer(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new Answer.Unknown("why");
            case 1 -> new Answer.Absent();
            case 2 -> new Answer.Rows(List.of(Map.of("v", one(random, List.of("1", "a", "2")))));
            default -> Answer.word(one(random, List.of("a", "", "1", "1.0.5", "2")));
        };
    }
}
