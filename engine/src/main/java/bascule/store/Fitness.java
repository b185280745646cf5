package bascule.store;

import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a server can be followed, and put back as a whole. Nothing is changed by asking. */
interface Fitness {

    /** The folder of its data, as it says itself. */
    Path data() throws IOException;

    /**
     * @param into where the copy would be; it need not exist yet
     * @return why not; empty if it can
     */
    Optional<Text> against(Path into) throws IOException;
}
