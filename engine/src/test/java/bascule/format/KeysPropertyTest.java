package bascule.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What holds of every format, every file, every key and every value; the seed stands in failures.
 */
@NullMarked
class KeysPropertyTest {
    private static final long SEED = Long.getLong("bascule.seed", 20261120L);
    private static final int CASES = Integer.getInteger("bascule.cases", 100);

    static final List<Nasty> files = Nasty.ALL;

    @ParameterizedTest
    @FieldSource("files")
    void what_is_set_is_read_and_nothing_else_changes(Nasty file) {
        each(
                file,
                (random, key, value) -> {
                    var before = values(file, file.text());
                    var text = Keys.set(file.text(), file.format(), key, value);
                    assertThat(Keys.read(text, file.format(), key))
                            .as(text)
                            .contains(value.toString());
                    var after = values(file, text);
                    before.remove(key);
                    after.remove(key);
                    assertThat(after).as(text).isEqualTo(before);
                    assertThat(Keys.set(text, file.format(), key, value)).isEqualTo(text);
                });
    }

    @ParameterizedTest
    @FieldSource("files")
    void lines_that_do_not_hold_the_value_stay_byte_for_byte(Nasty file) {
        each(
                file,
                (random, key, value) -> {
                    var text = Keys.set(file.text(), file.format(), key, value);
                    var raw = Keys.raw(file.text(), file.format(), key);
                    var stretch = Found.Stretch.between(file.text(), text);
                    var lines = raw.map(old -> (int) old.chars().filter(c -> c == '\n').count());
                    assertThat((int) stretch.was().chars().filter(c -> c == '\n').count())
                            .as("%s in %s", key, text)
                            .isLessThanOrEqualTo(lines.orElse(1));
                });
    }

    @ParameterizedTest
    @FieldSource("files")
    void what_was_found_put_back_gives_the_original_bytes(Nasty file) {
        each(
                file,
                (random, key, value) -> {
                    var changes = new ArrayList<Change>();
                    changes.add(new Change.Put(key, value));
                    for (var other : file.keys()) {
                        if (random.nextInt(6) == 0 && !key.startsWith(other)) {
                            changes.add(
                                    random.nextBoolean() || other.matches(".*\\d")
                                            ? new Change.Put(
                                                    other, NastyValues.value(file.format(), random))
                                            : new Change.Take(other));
                        }
                    }
                    var found = Found.in(file.text(), file.format(), true, changes);
                    var text = file.text();
                    for (var change : changes) {
                        text = Found.make(text, file.format(), change);
                    }
                    assertThat(found.putBackIn(text, file.format())).isEqualTo(file.text());
                    assertThat(found.putBackIn(file.text(), file.format())).isEqualTo(file.text());
                });
    }

    @ParameterizedTest
    @FieldSource("files")
    void what_others_wrote_meanwhile_stays_when_our_key_is_put_back(Nasty file) {
        each(
                file,
                (random, key, value) -> {
                    var others =
                            file.keys().stream()
                                    .filter(one -> !one.startsWith(key) && !key.startsWith(one))
                                    .toList();
                    if (others.isEmpty()) {
                        return;
                    }
                    var changes = List.<Change>of(new Change.Put(key, value));
                    var found = Found.in(file.text(), file.format(), true, changes);
                    var ours = Keys.set(file.text(), file.format(), key, value);
                    var other = others.get(random.nextInt(others.size()));
                    var theirs = Keys.set(ours, file.format(), other, "theirs");
                    var back = found.putBackIn(theirs, file.format());
                    assertThat(Keys.read(back, file.format(), other)).contains("theirs");
                    assertThat(Keys.read(back, file.format(), key))
                            .as(back)
                            .isEqualTo(Keys.read(file.text(), file.format(), key));
                });
    }

    @ParameterizedTest
    @FieldSource("files")
    void a_key_taken_out_is_gone_and_the_others_are_as_they_were(Nasty file) {
        for (var key : file.keys()) {
            if (key.matches(".*\\.\\d+|merged.*")) {
                continue;
            }
            var before = values(file, file.text());
            var text = Keys.remove(file.text(), file.format(), key);
            var after = values(file, text);
            assertThat(Keys.read(text, file.format(), key)).as(text).isEmpty();
            before.remove(key);
            after.remove(key);
            assertThat(after).as("%s from %s", key, text).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @FieldSource("files")
    void a_key_renamed_keeps_its_value_and_going_back_gives_the_original_bytes(Nasty file) {
        for (var key : file.keys()) {
            if (key.matches(".*\\.\\d+|merged.*") || key.endsWith("\"") || key.equals("twice")) {
                continue;
            }
            var value = Keys.read(file.text(), file.format(), key);
            var text = Keys.rename(file.text(), file.format(), key, key + "X");
            assertThat(Keys.read(text, file.format(), key + "X")).as(text).isEqualTo(value);
            assertThat(Keys.read(text, file.format(), key)).as(text).isEmpty();
            var found =
                    Found.in(
                            file.text(),
                            file.format(),
                            true,
                            List.of(new Change.Rename(key, key + "X")));
            assertThat(found.putBackIn(text, file.format())).isEqualTo(file.text());
        }
    }

    private interface Case {
        void holds(Random random, String key, Object value);
    }

    private static void each(Nasty file, Case one) {
        var keys = new ArrayList<>(file.keys());
        keys.addAll(file.news());
        for (var number = 0; number < CASES; number++) {
            var random = new Random(SEED + number);
            var key = keys.get(random.nextInt(keys.size()));
            var value = NastyValues.value(file.format(), random);
            try {
                one.holds(random, key, value);
            } catch (RuntimeException | AssertionError wrong) {
                throw new AssertionError(
                        "%s, key %s, value %s, seed %d: %s"
                                .formatted(
                                        file.name(),
                                        key,
                                        JsonNotation.quoted(value.toString()),
                                        SEED + number,
                                        wrong.getMessage()),
                        wrong);
            }
        }
    }

    private static Map<String, Optional<String>> values(Nasty file, String text) {
        var values = new LinkedHashMap<String, Optional<String>>();
        for (var key : file.keys()) {
            values.put(key, Keys.read(text, file.format(), key));
        }
        return values;
    }
}
