package bascule.version;

import static bascule.version.Seeds.forAll;
import static bascule.version.Seeds.one;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.json.Json;

import org.junit.jupiter.api.Test;

import java.util.List;

class RangeTest {
    @Test
    void each_sign_means_what_the_order_says() {
        forAll(
                5_000,
                random -> {
                    var order = one(random, List.of(Order.values()));
                    var bound = VersionTest.any(random);
                    var candidate = VersionTest.any(random);
                    var compared = order.compare(candidate, bound);
                    assertThat(holds(">=", bound, candidate, order)).isEqualTo(compared >= 0);
                    assertThat(holds("<=", bound, candidate, order)).isEqualTo(compared <= 0);
                    assertThat(holds(">", bound, candidate, order)).isEqualTo(compared > 0);
                    assertThat(holds("<", bound, candidate, order)).isEqualTo(compared < 0);
                    assertThat(holds("!=", bound, candidate, order)).isEqualTo(compared != 0);
                    assertThat(holds("", bound, candidate, order)).isEqualTo(compared == 0);
                });
    }

    @Test
    void all_bounds_must_hold() {
        forAll(
                2_000,
                random -> {
                    var low = VersionTest.any(random);
                    var high = VersionTest.any(random);
                    var candidate = VersionTest.any(random);
                    assertThat(Range.of(">=%s <%s".formatted(low, high)).holds(candidate))
                            .isEqualTo(
                                    candidate.compareTo(low) >= 0 && candidate.compareTo(high) < 0);
                });
    }

    @Test
    void an_expired_gate_holds_only_within() {
        var gate = Range.of(">=4.0.0 <4.0.8");
        assertThat(gate.holds(Version.of("4.0.0"))).isTrue();
        assertThat(gate.holds(Version.of("4.0.7"))).isTrue();
        assertThat(gate.holds(Version.of("4.0.8"))).isFalse();
        assertThat(gate.holds(Version.of("22.10.0"))).isFalse();
    }

    @Test
    void an_empty_range_is_every_version_and_a_range_survives_json() {
        assertThat(Range.of("").holds(Version.of("1"))).isTrue();
        var range = Range.of(">=4.0 <4.1 !=4.0.3");
        assertThat(Json.read(Json.line(range), Range.class)).isEqualTo(range);
    }

    private static boolean holds(String sign, Version bound, Version candidate, Order order) {
        return Range.of(sign + bound).holds(candidate, order);
    }
}
