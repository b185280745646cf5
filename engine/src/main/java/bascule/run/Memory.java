package bascule.run;

import java.util.Map;
import java.util.Optional;

/** What the journal remembers of other steps, for actions that refer to it. */
public interface Memory {
    /** What a step found before it first acted; empty if it never began. */
    Optional<Map<String, String>> found(String step);

    /** What a step made; empty if it is not done. */
    Optional<Map<String, String>> made(String step);
}
