package bascule.host;

import java.util.Map;
import java.util.Optional;

/** What a shell's exit code says of the signal that ended a command. */
final class Signals {
    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(1, "HUP"),
                    Map.entry(2, "INT"),
                    Map.entry(3, "QUIT"),
                    Map.entry(4, "ILL"),
                    Map.entry(5, "TRAP"),
                    Map.entry(6, "ABRT"),
                    Map.entry(7, "BUS"),
                    Map.entry(8, "FPE"),
                    Map.entry(9, "KILL"),
                    Map.entry(10, "USR1"),
                    Map.entry(11, "SEGV"),
                    Map.entry(12, "USR2"),
                    Map.entry(13, "PIPE"),
                    Map.entry(14, "ALRM"),
                    Map.entry(15, "TERM"),
                    Map.entry(24, "XCPU"),
                    Map.entry(25, "XFSZ"),
                    Map.entry(31, "SYS"));

    private Signals() {}

    static Optional<String> of(int code) {
        return Optional.ofNullable(NAMES.get(code - 128));
    }
}
