package bascule.state;

import bascule.plan.Source;
import bascule.problem.Fault;
import bascule.store.Kept;
import bascule.store.Technique;
import bascule.text.Text;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One backup: the stores as one release left them.
 *
 * @param id of the run; with the release, where the run copied more than one
 * @param folder the run's folder of backups
 * @param sizes how many bytes each copy holds, by store, as far as they are there
 * @param wrong what is not as it was written, or was never written; empty if all is there
 */
public record Stored(
        String id,
        Path folder,
        BackupNote note,
        BackupNote.Part part,
        Map<String, Long> sizes,
        Optional<Text> wrong) {
    public Stored {
        sizes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
    }

    /** Looks at every file's name and size, and reads none. */
    static Stored look(Path folder, BackupNote note, BackupNote.Part part) {
        var id = note.parts().size() > 1 ? note.run() + "@" + part.release() : note.run();
        var sizes = new LinkedHashMap<String, Long>();
        var wrong = Optional.<Text>empty();
        for (var copy : part.copies()) {
            if (copy.at().isEmpty()) {
                wrong =
                        wrong.or(
                                () ->
                                        Optional.of(
                                                Text.of("state.copy-begun", copy.store().name())));
                continue;
            }
            try {
                sizes.put(
                        copy.store().name(),
                        new Kept(folder.resolve(copy.folder())).look().bytes());
            } catch (Fault damaged) {
                wrong = wrong.or(() -> Optional.of(damaged.why()));
            }
        }
        return new Stored(id, folder, note, part, sizes, wrong);
    }

    /** Whether every copy was made to its end and none of its files is missing. */
    public boolean whole() {
        return wrong.isEmpty();
    }

    /** Whether the copies were shown to restore, those that are proved at all. */
    public boolean proved() {
        return part.copies().stream().anyMatch(copy -> copy.proved().isPresent());
    }

    public Path of(BackupNote.Copy copy) {
        return folder.resolve(copy.folder());
    }

    /** What a plan needs to take data from it. */
    public Source source() {
        var folders = new HashMap<String, Path>();
        var techniques = new HashMap<String, Technique>();
        for (var copy : part.copies()) {
            folders.put(copy.store().name(), of(copy).toAbsolutePath());
            techniques.put(copy.store().name(), copy.technique());
        }
        return new Source(folders, sizes, techniques);
    }
}
