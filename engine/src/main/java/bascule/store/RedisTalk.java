package bascule.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Redis's own protocol (RESP 2), spoken to a server of ours on its socket: its client prints what
 * it is told, and keys and values are any bytes.
 */
final class RedisTalk implements AutoCloseable {
    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;

    /** What a server answers. */
    sealed interface Reply {
        /** No record: an array is equal to none but itself. */
        final class Bytes implements Reply {
            private final byte[] bytes;

            Bytes(byte[] bytes) {
                this.bytes = bytes;
            }

            byte[] bytes() {
                return bytes;
            }
        }

        record Whole(long number) implements Reply {}

        record Many(List<Reply> replies) implements Reply {}

        record Nothing() implements Reply {}

        record Refused(String why) implements Reply {}
    }

    RedisTalk(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
        out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    }

    /** A command as it is sent, or lies in a file that is. */
    static void write(OutputStream out, byte[]... words) throws IOException {
        out.write(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (var word : words) {
            out.write(("$" + word.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(word);
            out.write('\r');
            out.write('\n');
        }
    }

    static byte[] word(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Puts a command in line; {@link #reply} has the answers in their order. */
    void send(byte[]... words) throws IOException {
        write(out, words);
    }

    Reply ask(String... words) throws IOException {
        var all = new byte[words.length][];
        for (var at = 0; at < words.length; at++) {
            all[at] = word(words[at]);
        }
        send(all);
        return reply();
    }

    Reply reply() throws IOException {
        out.flush();
        var line = line();
        var rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> new Reply.Bytes(word(rest));
            case '-' -> new Reply.Refused(rest);
            case ':' -> new Reply.Whole(Long.parseLong(rest));
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> many(Integer.parseInt(rest));
            default -> throw new IOException("no answer of a Redis server: " + line);
        };
    }

    private Reply bulk(int length) throws IOException {
        if (length < 0) {
            return new Reply.Nothing();
        }
        var bytes = in.readNBytes(length);
        if (bytes.length < length || in.read() < 0 || in.read() < 0) {
            throw new EOFException();
        }
        return new Reply.Bytes(bytes);
    }

    private Reply many(int length) throws IOException {
        if (length < 0) {
            return new Reply.Nothing();
        }
        var replies = new ArrayList<Reply>();
        for (var at = 0; at < length; at++) {
            replies.add(reply());
        }
        return new Reply.Many(replies);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.append((char) next);
        }
        in.readNBytes(1);
        if (line.isEmpty()) {
            throw new IOException("no answer of a Redis server");
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
