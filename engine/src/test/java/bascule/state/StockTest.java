package bascule.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.fact.Template;
import bascule.plan.Purpose;
import bascule.problem.Refusal;
import bascule.state.BackupNote.Copy;
import bascule.state.BackupNote.Part;
import bascule.state.BackupNote.Proved;
import bascule.store.FileBackup;
import bascule.store.Store;
import bascule.store.Technique;
import bascule.version.Version;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which backups there are, and which go. */
@NullMarked
class StockTest {
    private static final Instant THEN = Instant.parse("2026-11-20T03:12:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeEach
    void data() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/rows"), "one");
    }

    private Stock stock() {
        return new Stock(new InstanceFolder("wiki", folder));
    }

    private Path backups(int day) {
        return folder.resolve("backups").resolve(id(day));
    }

    private static String id(int day) {
        return "202611%02dT031200Z-3f9a".formatted(day);
    }

    /** As a run leaves it. */
    private void backup(int day, Optional<Proved> proved) throws IOException {
        Files.createDirectories(backups(day));
        new FileBackup(List.of(folder.resolve("data")), backups(day).resolve("data@1.0"))
                .servingPass();
        note(day, Optional.of(THEN), proved);
    }

    private void note(int day, Optional<Instant> at, Optional<Proved> proved) {
        var store = new Store.Files("data", List.of(Template.of("/data")), false);
        var copy = new Copy(store, "data@1.0", at, proved, new Technique.Copied());
        var part = new Part(Version.of("1.0"), false, List.of(copy));
        new BackupNote(id(day), "wiki", Purpose.BACKUP, List.of(part), List.of())
                .write(backups(day));
    }

    private static Optional<Proved> proof() {
        return Optional.of(new Proved(THEN, "light", 3, 10, Duration.ofSeconds(1)));
    }

    private List<String> ids() {
        return stock().all().stream().map(Stored::id).toList();
    }

    @Test
    void the_oldest_go_beyond_those_that_are_kept() throws IOException {
        for (var day = 1; day <= 4; day++) {
            backup(day, Optional.empty());
        }
        assertThat(stock().retain(2)).containsExactly(id(1), id(2));
        assertThat(ids()).containsExactly(id(3), id(4));
        assertThat(backups(1)).doesNotExist();
    }

    @Test
    void the_last_that_was_shown_to_restore_stays_whatever_its_age() throws IOException {
        backup(1, proof());
        backup(2, proof());
        backup(3, Optional.empty());
        backup(4, Optional.empty());
        stock().retain(1);
        assertThat(ids()).containsExactly(id(2), id(4));
    }

    @Test
    void a_backup_that_lost_a_file_takes_nobodys_place() throws IOException {
        backup(1, Optional.empty());
        backup(2, Optional.empty());
        Files.delete(backups(2).resolve("data@1.0/0/rows"));
        assertThat(stock().all().getLast().wrong()).isPresent();
        assertThat(stock().chosen(Optional.empty()).id()).isEqualTo(id(1));
        stock().retain(1);
        assertThat(ids()).contains(id(1));
    }

    @Test
    void a_copy_that_was_never_finished_is_no_backup() throws IOException {
        backup(1, Optional.empty());
        Files.createDirectories(backups(2));
        note(2, Optional.empty(), Optional.empty());
        assertThat(stock().all().getLast().whole()).isFalse();
        stock().retain(1);
        assertThat(ids()).contains(id(1));
    }

    @Test
    void what_bascule_did_not_write_stays() throws IOException {
        backup(1, Optional.empty());
        backup(2, Optional.empty());
        Files.createDirectories(backups(3));
        Files.writeString(backups(3).resolve("dump.sql"), "by hand");
        Files.writeString(backups(1).resolve("theirs"), "by hand");
        stock().retain(1);
        assertThat(backups(3).resolve("dump.sql")).hasContent("by hand");
        var left = folder.resolve("backups").resolve(id(1) + ".going");
        assertThat(left.resolve("theirs")).hasContent("by hand");
        assertThat(left.resolve("data@1.0")).doesNotExist();
        assertThat(ids()).containsExactly(id(2));
    }

    @Test
    void a_crash_in_the_middle_of_taking_away_leaves_nothing_that_looks_like_a_backup()
            throws IOException {
        backup(1, Optional.empty());
        backup(2, Optional.empty());
        Files.move(backups(1), folder.resolve("backups").resolve(id(1) + ".going"));
        assertThat(ids()).containsExactly(id(2));
        stock().retain(3);
        assertThat(folder.resolve("backups"))
                .isDirectoryNotContaining(each -> each.toString().endsWith(".going"));
    }

    @Test
    void a_note_of_another_instance_is_none_of_ours() throws IOException {
        backup(1, Optional.empty());
        var note = backups(1).resolve("backup.json");
        Files.writeString(note, Files.readString(note).replace("wiki", "shop"));
        assertThat(ids()).isEmpty();
        assertThatThrownBy(() -> stock().chosen(Optional.empty()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("BSC-319");
    }

    @Test
    void a_backup_that_is_mistyped_suggests_the_nearest() throws IOException {
        backup(1, Optional.empty());
        assertThatThrownBy(() -> stock().chosen(Optional.of(id(2))))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problem().next().toString()).contains(id(1)));
    }
}
