package bascule.format;

import bascule.problem.Fault;
import bascule.text.Text;

import java.util.List;

/** The faults of this package, said once. */
final class Unfit {
    private Unfit() {}

    /** The text is not in its format. */
    static Fault malformed(Format format, String text, int at, String why) {
        var line = 1;
        var start = 0;
        for (var i = 0; i < Math.min(at, text.length()); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                start = i + 1;
            }
        }
        return malformed(format, line, at - start + 1, why);
    }

    static Fault malformed(Format format, int line, int column, String why) {
        return new Fault("BSC-453", Text.of("format.malformed", format, line, column, why));
    }

    /** A path goes on where the file has a plain value. */
    static Fault notAMap(List<String> path) {
        return new Fault("BSC-454", Text.of("format.not-a-map", KeyPath.key(path)));
    }

    /** The format has no way to write such a value. */
    static Fault unwritable(Format format, List<String> path) {
        return new Fault("BSC-455", Text.of("format.unwritable", KeyPath.key(path), format));
    }

    /** What stands there is said in another place or by a program, and may not be touched here. */
    static Fault elsewhere(List<String> path) {
        return new Fault("BSC-456", Text.of("format.elsewhere", KeyPath.key(path)));
    }
}
