package bascule.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.problem.Fault;
import bascule.problem.Refusal;
import bascule.text.Text;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

@NullMarked
class JournalFileTest {
    @TempDir Path folder;

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-20T03:12:00Z"), ZoneOffset.UTC);
    private static final List<Entry> ENTRIES =
            List.of(
                    new Entry.Opened("20261120T031200Z-0000", "abc", "0.1.0"),
                    new Entry.Attempt("anna", true),
                    new Entry.Began("quiesce/flag", Map.of("was", "on\u00e9\n")),
                    new Entry.Done("quiesce/flag", Map.of("id", "7"), false),
                    new Entry.Failed(
                            "migrate/x",
                            "BSC-401",
                            Text.of("run.why.step", "x", Text.of("run.interrupted")),
                            "pause"),
                    new Entry.Retry("anna"),
                    new Entry.Skip("migrate/x", "anna", "done by hand"),
                    new Entry.Back("anna", true),
                    new Entry.Stop("anna"),
                    new Entry.Ended("stuck", ""));

    private Path written() {
        var file = folder.resolve("journal.jsonl");
        try (var journal = JournalFile.create(file, (Entry.Opened) ENTRIES.getFirst(), CLOCK)) {
            ENTRIES.stream().skip(1).forEach(journal::append);
        }
        return file;
    }

    private static List<Entry> read(Path file) {
        return JournalFile.read(file).stream().map(Line::entry).toList();
    }

    @Test
    void what_was_appended_is_read_again() {
        assertThat(read(written())).isEqualTo(ENTRIES);
    }

    @Test
    void a_tail_torn_at_any_byte_is_ignored_by_readers_and_cut_by_the_writer() throws IOException {
        var file = written();
        var whole = Files.readAllBytes(file);
        var all = Files.readAllLines(file);
        var last = all.getLast().length() + 1;
        for (var kept = whole.length - last; kept < whole.length; kept++) {
            Files.write(file, Arrays.copyOf(whole, kept));
            assertThat(read(file)).hasSize(ENTRIES.size() - 1);
            assertThat(Files.size(file)).as("a reader never cuts").isEqualTo(kept);
            try (var journal = JournalFile.open(file, CLOCK)) {
                journal.append(ENTRIES.getLast());
            }
            assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        }
    }

    @Test
    void a_tail_of_zero_bytes_is_torn_with_or_without_an_end_of_line() throws IOException {
        var file = written();
        for (var tail : List.of(new byte[3000], new byte[] {'{', 0, 0, '}', '\n'})) {
            Files.write(file, tail, StandardOpenOption.APPEND);
            assertThat(read(file)).isEqualTo(ENTRIES);
            JournalFile.open(file, CLOCK).close();
            assertThat(Files.size(file)).isLessThan(4000);
        }
    }

    @Test
    void every_changed_byte_of_a_whole_line_is_damage_and_nothing_is_cut() throws IOException {
        var whole = Files.readAllBytes(written());
        var storage = new SimStorage();
        for (var at = 0; at < whole.length; at++) {
            if (whole[at] == '\n') {
                continue;
            }
            var changed = whole.clone();
            changed[at] = (byte) (changed[at] == 'x' ? 'y' : 'x');
            storage.content(changed);
            assertThatThrownBy(() -> JournalFile.open(storage, CLOCK))
                    .as("byte %d", at)
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.problem().code()).isEqualTo("BSC-301"));
            assertThat(storage.content()).isEqualTo(changed);
        }
    }

    @Test
    void a_line_lost_doubled_or_moved_is_damage() throws IOException {
        var file = written();
        var lines = Files.readAllLines(file);
        for (var at = 0; at < lines.size() - 1; at++) {
            var lost = new java.util.ArrayList<>(lines);
            var doubled = new java.util.ArrayList<>(lines);
            var moved = new java.util.ArrayList<>(lines);
            lost.remove(at);
            doubled.add(at, lines.get(at));
            java.util.Collections.swap(moved, at, at + 1);
            for (var damaged : List.of(lost, doubled, moved)) {
                Files.write(file, damaged);
                assertThatThrownBy(() -> read(file)).isInstanceOf(Refusal.class);
            }
        }
    }

    @Test
    void a_journal_that_could_not_be_written_is_closed_for_good() throws IOException {
        var storage = new SimStorage();
        var journal = JournalFile.open(storage, CLOCK);
        journal.append(ENTRIES.getFirst());
        storage.breakForce();
        assertThatThrownBy(() -> journal.append(ENTRIES.get(1)))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo("BSC-302"));
        assertThatThrownBy(() -> journal.append(ENTRIES.get(1)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(journal.lines()).hasSize(1);
    }

    @Test
    void what_only_memory_holds_is_forced_before_anybody_acts_on_it() throws IOException {
        var storage = new SimStorage();
        JournalFile.open(storage, CLOCK).append(ENTRIES.getFirst());
        storage.looseForce();
        var again = JournalFile.open(storage, CLOCK);
        assertThat(again.lines()).hasSize(1);
        storage.losePower();
        assertThat(JournalFile.open(storage, CLOCK).lines()).hasSize(1);
    }

    @Test
    void time_does_not_go_back_in_a_journal() {
        var file = written();
        var earlier = Clock.fixed(Instant.parse("2020-01-01T00:00:00Z"), ZoneOffset.UTC);
        try (var journal = JournalFile.open(file, earlier)) {
            journal.append(new Entry.Attempt("boot", false));
            assertThat(journal.lines().getLast().at()).isEqualTo(CLOCK.instant());
        }
    }
}
