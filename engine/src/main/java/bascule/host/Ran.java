package bascule.host;

import java.util.Optional;

/**
 * How a command ended.
 *
 * @param code its exit code; 128 + n where signal n ended it
 * @param signal the name of the signal that ended it, {@code KILL}
 * @param late whether it was ended because its limit had passed
 * @param output the last of what it printed, both streams, at most 64 KiB, secrets taken out
 */
public record Ran(int code, Optional<String> signal, boolean late, String output) {
    public boolean ended() {
        return signal.isEmpty() && !late;
    }
}
