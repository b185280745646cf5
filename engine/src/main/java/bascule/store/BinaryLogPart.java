package bascule.store;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * A stretch of one file of a binary log, read event by event: each begins where the last one ends,
 * has the checksum that it says, and the last ends where the stretch does.
 *
 * @param file its name
 * @param from where it begins; the first event of a file begins at 4
 * @param to where it ends; empty if the file ends, and says which one goes on
 */
record BinaryLogPart(String file, long from, Optional<Long> to) {
    static final long FIRST = 4;
    private static final byte[] MAGIC = {(byte) 0xfe, 'b', 'i', 'n'};
    private static final int LARGEST = (1 << 30) + (1 << 20);

    /** What hears each event. */
    interface Hearing {
        void hear(BinaryLogEvent event) throws IOException;
    }

    /**
     * What was found besides events.
     *
     * @param begun when the file was begun, in seconds: another one of the same name has another
     * @param next which file goes on; empty if this is not read to its end
     */
    record Found(long begun, Optional<String> next) {}

    /**
     * Reads it as the server sends it; what lies behind it is not looked at.
     *
     * @throws Fault BSC-464 if it is not what it should be
     */
    Found read(InputStream stream, Hearing hearing) throws IOException {
        try {
            return readTo(stream, hearing);
        } finally {
            // Whoever sends it is not to fail for us.
            stream.transferTo(OutputStream.nullOutputStream());
        }
    }

    private Found readTo(InputStream stream, Hearing hearing) throws IOException {
        var in = new DataInputStream(new java.io.BufferedInputStream(stream, 1 << 16));
        var begun = -1L;
        var at = from;
        var next = Optional.<String>empty();
        try {
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                throw broken(0);
            }
            while (begun < 0 || !isReached(at)) {
                var event = event(in, at);
                if (event.type() == BinaryLogEvent.FORMAT) {
                    if (!event.hasSums()) {
                        throw broken(at);
                    }
                    begun = event.time();
                }
                if (!event.isWhole()) {
                    throw broken(at);
                }
                if (event.isMadeUp()) {
                    if (event.type() == BinaryLogEvent.FORMAT) {
                        hearing.hear(event);
                    }
                    continue;
                }
                at += event.length();
                if (event.end() != at) {
                    throw broken(at);
                }
                hearing.hear(event);
                if (event.type() == BinaryLogEvent.ROTATE) {
                    next = Optional.of(event.next());
                    break;
                }
            }
        } catch (EOFException ends) {
            throw new Fault("BSC-464", Text.of("store.log.ends", file, at), ends);
        }
        return new Found(begun, next);
    }

    private boolean isReached(long at) {
        if (to.isPresent() && at > to.get()) {
            throw broken(at);
        }
        return to.filter(end -> end == at).isPresent();
    }

    private BinaryLogEvent event(DataInputStream in, long at) throws IOException {
        var header = new byte[BinaryLogEvent.HEADER];
        in.readFully(header);
        var length =
                (header[9] & 0xff)
                        | (header[10] & 0xff) << 8
                        | (header[11] & 0xff) << 16
                        | (header[12] & 0xff) << 24;
        if (length < BinaryLogEvent.HEADER + BinaryLogEvent.SUM || length > LARGEST) {
            throw broken(at);
        }
        var bytes = Arrays.copyOf(header, length);
        in.readFully(bytes, BinaryLogEvent.HEADER, length - BinaryLogEvent.HEADER);
        return new BinaryLogEvent(bytes);
    }

    private Fault broken(long at) {
        return new Fault("BSC-464", Text.of("store.log.broken", file, at));
    }
}
