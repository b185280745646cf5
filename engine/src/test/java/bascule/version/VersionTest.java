package bascule.version;

import static bascule.version.Seeds.forAll;
import static bascule.version.Seeds.one;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.json.Json;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

class VersionTest {
    private static final List<String> PARTS =
            List.of("0", "1", "2", "4", "04", "10", "22", "999999999999999999999", "a", "rc", "x1");

    @Test
    void both_orders_are_total_and_agree_with_being_written_alike() {
        forAll(
                20_000,
                random -> {
                    var order = one(random, List.of(Order.values()));
                    var a = any(random);
                    var b = any(random);
                    var c = any(random);
                    assertThat(Integer.signum(order.compare(a, b)))
                            .isEqualTo(-Integer.signum(order.compare(b, a)));
                    assertThat(order.compare(a, b) == 0).isEqualTo(a.equals(b));
                    if (order.compare(a, b) <= 0 && order.compare(b, c) <= 0) {
                        assertThat(order.compare(a, c)).as(a + " " + b + " " + c).isNotPositive();
                    }
                });
    }

    @Test
    void sorting_gives_the_same_whatever_the_order_of_arrival() {
        forAll(
                300,
                random -> {
                    var some = new ArrayList<Version>();
                    for (var count = 0; count < 40; count++) {
                        some.add(any(random));
                    }
                    var sorted = some.stream().sorted().toList();
                    Collections.shuffle(some, random);
                    assertThat(some.stream().sorted().toList()).isEqualTo(sorted);
                });
    }

    @Test
    void a_version_survives_being_printed_and_read() {
        forAll(
                1_000,
                random -> {
                    var version = any(random);
                    assertThat(Version.of(version.toString())).isEqualTo(version);
                    assertThat(Json.read(Json.line(version), Version.class)).isEqualTo(version);
                });
    }

    @Test
    void a_pre_release_comes_before_its_release_and_after_the_one_before() {
        forAll(
                2_000,
                random -> {
                    var release = random.nextInt(30) + "." + random.nextInt(30) + ".";
                    var patch = 1 + random.nextInt(30);
                    var early = one(random, List.of("alpha", "beta.2", "rc.1", "rc.11", "0"));
                    var before = Version.of(release + patch + "-" + early);
                    assertThat(before).isLessThan(Version.of(release + patch));
                    assertThat(before).isGreaterThan(Version.of(release + (patch - 1)));
                });
    }

    @Test
    void calendar_releases_come_after_the_numbers_that_they_followed() {
        ascending(
                Order.DOTTED,
                "3.48.0",
                "4.0.0",
                "4.6.1",
                "22.10.0",
                "22.10.7",
                "23.04.0",
                "23.4.1",
                "24.10.0");
    }

    @Test
    void semver_orders_its_own_example() {
        ascending(
                Order.DOTTED,
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0");
    }

    @Test
    void numbers_count_as_numbers_of_any_length() {
        ascending(Order.DOTTED, "9", "10", "99999999999999999998.1", "99999999999999999999");
    }

    @Test
    void debian_counts_epochs_tildes_and_revisions() {
        ascending(
                Order.DEBIAN,
                "1.0~~",
                "1.0~~a",
                "1.0~",
                "1.0~rc1",
                "1.0",
                "1.0-1",
                "1.0-1+deb12u1",
                "1.0-2",
                "1.0a",
                "1.0+dfsg-1",
                "1.0.1",
                "1.2",
                "1.10",
                "1:0.1");
    }

    @Test
    void what_differs_only_in_writing_is_alike_and_still_in_an_order() {
        for (var pair :
                List.of(
                        List.of("22.10", "22.10.0"),
                        List.of("23.4.1", "23.04.1"),
                        List.of("1.0+a", "1.0+b"))) {
            var one = Version.of(pair.getFirst());
            var other = Version.of(pair.getLast());
            assertThat(Order.DOTTED.alike(one, other)).isTrue();
            assertThat(Order.DOTTED.compare(one, other)).isNotZero();
        }
        assertThat(Order.DEBIAN.alike(Version.of("1.0"), Version.of("1.0-0"))).isTrue();
        assertThat(Order.DOTTED.alike(Version.of("1.0-rc1"), Version.of("1.0"))).isFalse();
    }

    @Test
    void debian_counts_as_dpkg_does() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg")));
        forAll(
                150,
                random -> {
                    var a = debian(random);
                    var b = debian(random);
                    var order = Order.DEBIAN.compare(Version.of(a), Version.of(b));
                    if (dpkg(a, "lt", b)) {
                        assertThat(order).as(a + " lt " + b).isNegative();
                    } else if (dpkg(a, "gt", b)) {
                        assertThat(order).as(a + " gt " + b).isPositive();
                    }
                });
    }

    private static String debian(Random random) {
        var text = new StringBuilder(random.nextInt(4) == 0 ? "1:" : "").append(random.nextInt(3));
        var joins = List.of(".", ".", "~", "+", "a", "rc", "~~", "+dfsg", "deb12u");
        for (var count = random.nextInt(5); count > 0; count--) {
            text.append(one(random, joins)).append(one(random, List.of("", "0", "1", "10", "02")));
        }
        return text + (random.nextBoolean() ? "-" + one(random, List.of("1", "1~a", "2+b1")) : "");
    }

    private static boolean dpkg(String left, String how, String right) {
        try {
            return new ProcessBuilder("dpkg", "--compare-versions", left, how, right)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException cannot) {
            throw new IllegalStateException(cannot);
        }
    }

    @Test
    void what_is_empty_or_has_spaces_is_no_version() {
        for (var text : List.of("", " ", "1.0 ", "1\t0")) {
            assertThatThrownBy(() -> Version.of(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void ascending(Order order, String... texts) {
        for (var low = 0; low < texts.length; low++) {
            for (var high = low + 1; high < texts.length; high++) {
                assertThat(order.compare(Version.of(texts[low]), Version.of(texts[high])))
                        .as(texts[low] + " before " + texts[high])
                        .isNegative();
            }
        }
    }

    static Version any(Random random) {
        var text = new StringBuilder(one(random, PARTS));
        var joins = List.of(".", ".", ".", "-", "+", "~", ":");
        for (var count = random.nextInt(5); count > 0; count--) {
            text.append(one(random, joins)).append(one(random, PARTS));
        }
        return Version.of(text.toString());
    }
}
