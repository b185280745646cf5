package bascule.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Files of every format merged key by key with what two releases ship. */
@NullMarked
class ThreeWayTest {
    private static final long SEED = Long.getLong("bascule.seed", 20261121L);
    private static final int CASES = Integer.getInteger("bascule.cases", 60);

    static final List<Nasty> files = Nasty.ALL;

    private static final Masked MASKED = new Masked(key -> key.equals("hidden"));
    private static final ThreeWay.LineMerge NO_LINES =
            (three, by) ->
                    new Merged("line", three.yours(), List.of(), List.of(), List.of(), List.of());

    private static Merged merge(String name, String old, String yours, String shipped) {
        return merge(name, Optional.of(old), yours, shipped, Map.of());
    }

    private static Merged merge(
            String name,
            Optional<String> old,
            String yours,
            String shipped,
            Map<String, Settled> settlement) {
        return new ThreeWay(Path.of(name), settlement, MASKED, NO_LINES)
                .merge(
                        new ThreeWay.Three(
                                old.map(Content::of), Content.of(yours), Content.of(shipped)));
    }

    @Test
    void yaml_keeps_what_is_yours_and_takes_what_only_the_release_changed() {
        var merged =
                merge(
                        "configuration.yml",
                        """
                        main:
                          host: localhost
                          workers: 2
                          legacy: yes
                        list: [a, b]
                        """,
                        """
                        # ours, since 2019
                        main:
                            host: db.example.org   # the new machine
                            workers: 2
                            legacy: yes
                        list: [a, b]
                        own: here
                        """,
                        """
                        main:
                          host: localhost
                          workers: 4
                          cache: { kind: redis, port: 0x1F }
                        list: [a, b, c]
                        """);
        assertThat(merged.conflicts()).isEmpty();
        assertThat(merged.by()).isEqualTo("key");
        assertThat(merged.content())
                .hasToString(
                        """
                        # ours, since 2019
                        main:
                            host: db.example.org   # the new machine
                            workers: 4
                            cache:
                                kind: redis
                                port: 0x1F
                        list:
                            - a
                            - b
                            - c
                        own: here
                        """);
        assertThat(merged.taken())
                .containsExactlyInAnyOrder("main.workers", "main.legacy", "main.cache", "list");
        assertThat(merged.kept()).containsExactlyInAnyOrder("main.host", "own");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.json | {\"a\": 1, \"b\": 1} | {\"a\": 2, \"b\": 1} | {\"a\": 1, \"b\": 3, \"c\": [1]}"
                        + " | {\"a\": 2, \"b\": 3, \"c\": [1]}",
                "a.toml | a = 1\\n[t]\\nb = 1 | a = 2\\n[t]\\nb = 1\\n | a = 1\\n[t]\\nb = 3\\n[u]\\nc = 'x'"
                        + " | a = 2\\n[t]\\nb = 3\\n\\n[u]\\nc = 'x'\\n",
                "a.ini | [t]\\na = 1\\nb = 1\\nz = 1 | [t]\\na = 2\\nb = 1\\nz = 1\\n"
                        + " | [t]\\na = 1\\nb = 3\\n[u]\\nc = 4"
                        + " | [t]\\na = 2\\nb = 3\\n\\n[u]\\nc = 4\\n",
                ".env | A=1\\nB=1 | # ours\\nA=2\\nB=1\\n | A=1\\nB='3'\\nC=4"
                        + " | # ours\\nA=2\\nB='3'\\nC=4\\n",
                "a.properties | a.b=1\\nb=1 | a.b=2\\nb=1\\n | a.b=1\\nb=3\\nc=4 | a.b=2\\nb=3\\nc=4\\n",
                "lantern.conf | a.b=1\\nb=1 | a.b=2\\nb=1\\n | a.b=1\\nb=3\\nc=4 | a.b=2\\nb=3\\nc=4\\n",
                "a.php | <?php return ['a' => 1, 'b' => 1]; | <?php return ['a' => 2, 'b' => 1];"
                        + " | <?php return ['a' => 1, 'b' => getenv('X'), 'c' => true];"
                        + " | <?php return ['a' => 2, 'b' => getenv('X'), 'c' => true];"
            })
    void every_format_is_merged_by_key(
            String name, String old, String yours, String shipped, String wanted) {
        var merged = merge(name, lines(old), lines(yours), lines(shipped));
        assertThat(merged.by()).isEqualTo("key");
        assertThat(merged.conflicts()).isEmpty();
        assertThat(merged.content()).hasToString(lines(wanted));
    }

    private static String lines(String text) {
        return text.replace("\\n", "\n");
    }

    @Test
    void what_both_changed_is_a_conflict_that_shows_all_three_and_no_secret() {
        var merged =
                merge(
                        "a.properties",
                        "port=1\npassword=a\nurl=x\nhidden=1\n",
                        "port=2\npassword=b\nurl=http://joe:pa55@h/\nhidden=2\n",
                        "port=3\npassword=c\nurl=y\n");
        assertThat(merged.conflicts())
                .containsExactly(
                        new Conflict("port", Optional.of("1"), Optional.of("2"), Optional.of("3")),
                        new Conflict(
                                "password",
                                Optional.of("***"),
                                Optional.of("***"),
                                Optional.of("***")),
                        new Conflict(
                                "url",
                                Optional.of("x"),
                                Optional.of("http://***@h/"),
                                Optional.of("y")),
                        new Conflict(
                                "hidden",
                                Optional.of("***"),
                                Optional.of("***"),
                                Optional.empty()));
    }

    @Test
    void a_conflict_is_settled_by_its_key_or_for_the_whole_file() {
        var old = Optional.of("a: {b: 1, c: 1, d: 1}\n");
        var yours = "a: {b: 2, c: 2, d: 2}\n";
        var shipped = "a: {b: 3, c: 3, d: 3}\n";
        var merged =
                merge(
                        "a.yml",
                        old,
                        yours,
                        shipped,
                        Map.of(
                                "a.b",
                                Settled.YOURS,
                                "a.c",
                                Settled.with(9),
                                Settled.WHOLE,
                                Settled.SHIPPED));
        assertThat(merged.conflicts()).isEmpty();
        assertThat(merged.content()).hasToString("a: {b: 2, c: 9, d: 3}\n");
        assertThat(merged.settled()).containsExactly("a.b", "a.c", "a.d");
    }

    @Test
    void without_the_original_every_difference_is_a_conflict() {
        var merged =
                merge(
                        "a.properties",
                        Optional.empty(),
                        "a=1\nb=1\nc=1\n",
                        "a=1\nb=2\nd=1\n",
                        Map.of());
        assertThat(merged.conflicts()).extracting(Conflict::key).containsExactly("b", "c", "d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.conf | server {\\n listen 80;\\n} | server {\\n listen 81;\\n} | server {\\n listen 82;\\n}",
                "a.service | [S]\\nE=a\\nE=b | [S]\\nE=a\\nE=c | [S]\\nE=a\\nE=b\\nX=1",
                "a.yml | a: &x {b: 1}\\nc: *x | a: &x {b: 2}\\nc: *x | a: &x {b: 1}\\nc: *x\\nd: 1",
                "a.yml | a: 1\\n---\\nb: 1 | a: 2\\n---\\nb: 1 | a: 1\\n---\\nb: 2",
                "a.yml | a: 1 | a: [ | a: 3",
                "a.php | <?php return ['a' => 1]; | <?php return ['a' => 2];"
                        + " | <?php require 'x.php'; return ['a' => 1];",
                "a.txt | one | two | three"
            })
    void what_has_no_keys_or_says_more_than_keys_is_merged_by_lines(
            String name, String old, String yours, String shipped) {
        assertThat(merge(name, lines(old), lines(yours), lines(shipped)).by()).isEqualTo("line");
    }

    @ParameterizedTest
    @FieldSource("files")
    void who_changed_nothing_gets_the_other_side_and_who_changed_alone_keeps_it(Nasty file) {
        var other = file.text() + "\n";
        assertThat(merge("x", file.text(), file.text(), other).content()).hasToString(other);
        assertThat(merge("x", file.text(), other, file.text()).content()).hasToString(other);
        assertThat(merge("x", file.text(), other, other).content()).hasToString(other);
    }

    /** By key, without the short ways that whole files have. */
    private static Optional<KeyMerge.Outcome> byKey(
            Nasty file, String old, String yours, String shipped) {
        var texts = new KeyMerge.Texts(Optional.of(old), yours, shipped);
        try {
            return Optional.of(KeyMerge.merge(file.format(), texts, Map.of(), MASKED));
        } catch (bascule.problem.Fault unfit) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @FieldSource("files")
    void unchanged_files_stay_byte_for_byte(Nasty file) {
        byKey(file, file.text(), file.text(), file.text())
                .ifPresent(
                        made -> {
                            assertThat(made.text()).isEqualTo(file.text());
                            assertThat(made.taken()).isEmpty();
                            assertThat(made.kept()).isEmpty();
                        });
    }

    @ParameterizedTest
    @FieldSource("files")
    void changes_of_one_side_each_come_to_the_same_whoever_made_which(Nasty file) {
        var keys = new ArrayList<>(file.keys());
        keys.addAll(file.news());
        for (var number = 0; number < CASES; number++) {
            var random = new Random(SEED + number);
            var one = keys.get(random.nextInt(keys.size()));
            var other = keys.get(random.nextInt(keys.size()));
            if (beginning(one).equals(beginning(other))) {
                continue;
            }
            var first = NastyValues.value(file.format(), random);
            var second = NastyValues.value(file.format(), random);
            var left = Keys.set(file.text(), file.format(), one, first);
            var right = Keys.set(file.text(), file.format(), other, second);
            for (var sides : List.of(List.of(left, right), List.of(right, left))) {
                byKey(file, file.text(), sides.get(0), sides.get(1))
                        .ifPresent(
                                made -> {
                                    assertThat(made.conflicts()).isEmpty();
                                    assertThat(Keys.read(made.text(), file.format(), one))
                                            .isEqualTo(Keys.read(left, file.format(), one));
                                    assertThat(Keys.read(made.text(), file.format(), other))
                                            .isEqualTo(Keys.read(right, file.format(), other));
                                });
            }
        }
    }

    private static String beginning(String key) {
        return key.replaceFirst("\\..*", "");
    }

    @Test
    void most_of_the_nasty_files_can_be_merged_by_key() {
        assertThat(files)
                .filteredOn(file -> byKey(file, file.text(), file.text(), file.text()).isPresent())
                .hasSizeGreaterThan(files.size() / 2);
    }
}
