package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.fact.Template;
import bascule.host.Host;
import bascule.host.LocalHost;
import bascule.store.Choice;
import bascule.store.Store;
import bascule.store.Technique;
import bascule.text.Texts;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Of which folders a survey finds that a snapshot can be taken, and what it says of the others. */
@Tag("real")
class SnapshotChoiceTest {
    @TempDir private Path folder = Path.of("");
    private @Nullable Subvolumes mounted;

    private Subvolumes btrfs() throws Exception {
        if (mounted == null) {
            mounted = new Subvolumes(folder, "loop");
        }
        return Objects.requireNonNull(mounted);
    }

    @AfterEach
    void end() throws Exception {
        if (mounted != null) {
            mounted.close();
        }
    }

    private static final Host.Filler PLAIN =
            new Host.Filler() {
                @Override
                public String fill(Template template) {
                    return template.fill(name -> name);
                }

                @Override
                public List<String> secrets() {
                    return List.of();
                }
            };

    private Choice choice(Path root, Path... paths) {
        var templates = Stream.of(paths).map(path -> Template.literal(path.toString())).toList();
        var store = new Store.Files("data", templates, false);
        var host = new LocalHost(folder, Clock.systemUTC());
        var place = new Choice.Place(root, folder.resolve("state/backups"));
        return Choice.of(store, host, PLAIN, place);
    }

    private static String why(Choice choice) {
        return choice.because().map(Texts.in(Locale.ENGLISH)::say).orElse("");
    }

    private void copied(String because, Path... paths) {
        var choice = choice(folder.resolve("root"), paths);
        assertThat(choice.technique()).isEqualTo(new Technique.Copied());
        assertThat(why(choice)).startsWith("copied file by file, because ").contains(because);
    }

    @Test
    void of_a_subvolume_a_snapshot_is_taken() throws Exception {
        var data = btrfs().make(btrfs().at().resolve("srv/data"));
        var more = btrfs().make(btrfs().at().resolve("more"));
        var link = Files.createSymbolicLink(folder.resolve("link"), data);
        var choice = choice(folder.resolve("root"), link, more);
        assertThat(choice.technique()).isEqualTo(new Technique.Snapshot());
        assertThat(why(choice)).contains("a snapshot, not a copy", data.toString());
        assertThat(btrfs().all()).as("nothing is changed by asking").hasSize(2);
    }

    @Test
    void elsewhere_nothing_is_said_of_snapshots() throws Exception {
        var plain = Files.createDirectory(folder.resolve("plain"));
        assertThat(Files.getFileStore(plain).type()).isNotEqualTo("btrfs");
        assertThat(choice(folder.resolve("root"), plain)).isEqualTo(Choice.NONE);
    }

    @Test
    void a_folder_in_a_subvolume_of_others_is_copied() throws Exception {
        var theirs = btrfs().make(btrfs().at().resolve("theirs"));
        var data = btrfs().make(btrfs().at().resolve("data"));
        var inside = Files.createDirectory(theirs.resolve("inside"));
        copied(inside + " is no subvolume of its own", inside);
        copied(inside + " is no subvolume of its own", data, inside);
    }

    @Test
    void what_no_snapshot_would_hold_is_named() throws Exception {
        var data = btrfs().make(btrfs().at().resolve("data"));
        var nested = btrfs().make(data.resolve("deep/er/nested"));
        copied(nested + " is a subvolume inside", data);
        var other = btrfs().make(btrfs().at().resolve("other"));
        var mount = Files.createDirectories(other.resolve("some where/mount"));
        btrfs().tmpfs(mount);
        copied(mount + " is mounted inside", other);
    }

    @Test
    void what_holds_the_backups_is_copied() throws Exception {
        var data = btrfs().make(btrfs().at().resolve("data"));
        Files.createSymbolicLink(folder.resolve("state"), data);
        copied("the backups lie in it", data);
    }

    @Test
    void what_is_a_mount_itself_is_copied() throws Exception {
        copied("is where a file system is mounted", btrfs().at());
    }

    /** What lies beside data in the release goes when the release does. */
    @Test
    void beside_data_that_lie_in_the_release_there_is_no_place() throws Exception {
        var data = btrfs().make(btrfs().at().resolve("app/data"));
        var root = Objects.requireNonNull(data.getParent());
        var choice = choice(root, data);
        assertThat(why(choice)).contains("what lies beside " + data + " goes with the release");
        Files.createDirectories(btrfs().at().resolve("state"));
        Files.createSymbolicLink(folder.resolve("state"), btrfs().at().resolve("state"));
        assertThat(choice(root, data).technique()).isEqualTo(new Technique.Snapshot());
    }

    @Test
    void what_has_no_checksums_is_copied() throws Exception {
        mounted = new Subvolumes(folder, "loop,nodatasum");
        var data = btrfs().make(btrfs().at().resolve("data"));
        copied("is mounted without checksums", data);
    }
}
