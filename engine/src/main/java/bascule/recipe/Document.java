package bascule.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A recipe's text with its bases laid under it.
 *
 * @param head what is said of the recipe as a whole: about, versions
 * @param methods each as one layer, with how it is detected
 * @param folders its own, then those of its bases
 * @param complete whether every base that it names was there
 */
record Document(
        String name,
        Path folder,
        Written.Fields head,
        Laid body,
        Map<String, Way> methods,
        List<Path> folders,
        boolean complete) {

    /** A method as written. */
    record Way(Origin origin, Laid laid) {}
}
