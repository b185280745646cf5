package bascule.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How many columns a terminal has. */
final class Width {
    private static final int USUAL = 80;

    private Width() {}

    static int of(Terminal terminal) {
        var told = terminal.env().getOrDefault("COLUMNS", "");
        return told.matches("[1-9]\\d{1,3}") ? Integer.parseInt(told) : asked();
    }

    /** {@code stty} answers "rows columns"; there is no other way without native code. */
    private static int asked() {
        try {
            var stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(new File("/dev/tty"))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            var said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var words = said.strip().split(" ");
            return words.length == 2 && words[1].matches("[1-9]\\d{1,3}")
                    ? Integer.parseInt(words[1])
                    : USUAL;
        } catch (IOException none) {
            return USUAL;
        }
    }
}
