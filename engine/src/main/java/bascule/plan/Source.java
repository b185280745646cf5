package bascule.plan;

import java.nio.file.Path;
import java.util.Map;

/**
 * A backup that a plan takes its data from.
 *
 * @param folders where the copy of each store lies, by the store's name
 * @param sizes how many bytes each has, by the store's name
 */
public record Source(Map<String, Path> folders, Map<String, Long> sizes) {
    public Source {
        folders = Map.copyOf(folders);
        sizes = Map.copyOf(sizes);
    }
}
