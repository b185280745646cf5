package bascule.instance;

import bascule.format.Settled;
import bascule.recipe.Body;
import bascule.recipe.Recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One installation, as its people wrote it down ({@code instances/NAME.yaml}).
 *
 * @param body what it adds to its recipe, the last layer
 * @param accept names of checks and rules that its people have accepted, and of notes acknowledged
 * @param told who is told, and how
 * @param merge by file and key, what its people chose where they and a release changed the same
 * @param backups what its people said of backups: {@code proof keep}
 */
public record Instance(
        String name,
        Path file,
        String recipe,
        String method,
        Path root,
        List<String> windows,
        List<Notice> told,
        List<String> accept,
        Map<String, String> parts,
        Map<String, String> backups,
        Map<String, Map<String, Settled>> merge,
        Optional<String> door,
        Map<String, Recipe.Note> notes,
        Body body) {

    /**
     * @param channel {@code mail}, {@code command} or {@code webhook}
     */
    public record Notice(String channel, String recipient) {}

    /** How far backups are proved before the outage: {@code off light full}. */
    public String proof() {
        return backups.getOrDefault("proof", "light");
    }

    /** How many runs' backups are kept, that of the last one among them. */
    public int keep() {
        return Integer.parseInt(backups.getOrDefault("keep", "3"));
    }
}
