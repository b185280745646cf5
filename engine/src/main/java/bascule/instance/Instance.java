package bascule.instance;

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
        Optional<String> door,
        Map<String, Recipe.Note> notes,
        Body body) {

    /**
     * @param channel {@code mail}, {@code command} or {@code webhook}
     */
    public record Notice(String channel, String recipient) {}
}
