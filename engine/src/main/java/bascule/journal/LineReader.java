package bascule.journal;

import bascule.journal.LineFormat.Damage;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.text.Text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a journal from its first byte, as a stream.
 *
 * <p>A tail without an end of line, or a last line with NULs in it, is what a crash leaves of a
 * write that never returned: it does not count. Every other line that cannot be believed is damage.
 */
final class LineReader {
    private final Storage storage;
    private final LineFormat format = new LineFormat();
    private final List<Line> lines = new ArrayList<>();
    private String sum = LineFormat.NOTHING_BEFORE;
    private long whole;
    private long all;
    private long nul;

    LineReader(Storage storage) {
        this.storage = storage;
    }

    /**
     * @param lines those that count
     * @param sum of the last of them
     * @param whole how many bytes they are
     * @param all how many bytes there are
     */
    record Result(List<Line> lines, String sum, long whole, long all) {}

    Result read() throws IOException {
        var chunk = new byte[1 << 16];
        var rest = new ByteArrayOutputStream(512);
        try (var stream = storage.read()) {
            for (var got = stream.read(chunk); got >= 0; got = stream.read(chunk)) {
                var from = 0;
                for (var at = 0; at < got; at++) {
                    if (chunk[at] == '\n') {
                        rest.write(chunk, from, at - from);
                        end(rest.toByteArray());
                        rest.reset();
                        from = at + 1;
                    }
                }
                rest.write(chunk, from, got - from);
            }
        }
        return new Result(lines, sum, whole, all + rest.size());
    }

    /** An end of line: whatever follows a line with NULs makes it damage. */
    private void end(byte[] line) {
        if (nul > 0) {
            throw damaged(nul, "nul");
        }
        all += line.length + 1L;
        if (hasNul(line)) {
            nul = lines.size() + 1L;
        } else {
            take(line);
            whole = all;
        }
    }

    private static boolean hasNul(byte[] bytes) {
        for (var each : bytes) {
            if (each == 0) {
                return true;
            }
        }
        return false;
    }

    private void take(byte[] bytes) {
        var number = lines.size() + 1L;
        try {
            var read = format.read(bytes, number, sum);
            lines.add(read.line());
            sum = read.sum();
        } catch (Damage damage) {
            throw damaged(number, String.valueOf(damage.getMessage()));
        }
    }

    private Refusal damaged(long number, String how) {
        return new Refusal(
                new Problem(
                        "BSC-301",
                        Text.of("journal.damaged.what", storage.name()),
                        Text.of("journal.damaged.why", number, Text.of("journal.damage." + how)),
                        Text.of("journal.damaged.now"),
                        Text.of("journal.damaged.next", storage.name())));
    }
}
