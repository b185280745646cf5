package bascule.plan;

import bascule.store.Store;
import bascule.store.Technique;

import java.nio.file.Path;
import java.util.Map;

/**
 * A backup that a plan takes its data from.
 *
 * @param folders where the copy of each store lies, by the store's name
 * @param sizes how many bytes each has, by the store's name
 * @param techniques how each is read, by the store's name; else as its kind is copied
 */
public record Source(
        Map<String, Path> folders, Map<String, Long> sizes, Map<String, Technique> techniques) {
    public Source {
        folders = Map.copyOf(folders);
        sizes = Map.copyOf(sizes);
        techniques = Map.copyOf(techniques);
    }

    /** Of which all are as their kind is copied. */
    public Source(Map<String, Path> folders, Map<String, Long> sizes) {
        this(folders, sizes, Map.of());
    }

    Technique technique(Store store) {
        return techniques.getOrDefault(store.name(), new Technique.Copied());
    }
}
