package bascule.acceptance.lantern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Locale;

/** An upgrade of an application that may be closed on another day of the week only. */
class WindowTest {
    @TempDir Path folder;

    @Test
    void outside_of_its_windows_nothing_is_begun_unless_somebody_says_so() throws IOException {
        try (var site = new Site(folder, true)) {
            var day = LocalDate.now(ZoneOffset.UTC).plusDays(3).getDayOfWeek();
            Files.writeString(
                    site.config().resolve("instances/lamp.yaml"),
                    "windows: [\"%s 02:00-03:00 UTC\"]\n"
                            .formatted(day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH)),
                    StandardOpenOption.APPEND);
            var checked = site.bascule("check", "lamp", "--to", "2.0.0");
            assertThat(checked.code()).as(checked.said()).isZero();
            assertThat(checked.said()).contains("BSC-121");
            var refused = site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes");
            assertThat(refused.code()).as(refused.said()).isEqualTo(11);
            assertThat(refused.said()).contains("BSC-121").contains("02:00-03:00 UTC");
            assertThat(site.ask("/health")).isEqualTo("1.0.0");
            assertThat(site.state().resolve("runs")).doesNotExist();
            var taken =
                    site.bascule("upgrade", "lamp", "--to", "2.0.0", "--accept", "window", "--yes");
            assertThat(taken.code()).as(taken.said()).isZero();
            assertThat(site.ask("/health")).isEqualTo("2.0.0");
        }
    }
}
