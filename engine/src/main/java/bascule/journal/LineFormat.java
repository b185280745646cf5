package bascule.journal;

import bascule.json.Json;

import tools.jackson.core.JacksonException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * How a line of the journal is written:
 *
 * <pre>
 * {"n":7,"at":"2026-11-20T03:12:00.123456Z","entry":{…},"before":"SUM OF LINE 6","sum":"…"}
 * </pre>
 *
 * The sum is the SHA-256 of the line up to it; as it covers {@code before}, the lines are a chain
 * and none of them can be changed, lost or moved without a trace.
 */
final class LineFormat {
    /** What the first line says of the line before it. */
    static final String NOTHING_BEFORE = "0".repeat(64);

    private static final byte[] SUM = ",\"sum\":\"".getBytes(StandardCharsets.UTF_8);
    private static final int TAIL = SUM.length + 64 + 2;

    private final MessageDigest sha256;

    LineFormat() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("internal error: no SHA-256", impossible);
        }
    }

    /** What stands in a line beside its sum. */
    record Content(long n, Instant at, Entry entry, String before) {}

    record Read(Line line, String sum) {}

    /** Why a line cannot be believed: the key of a text under {@code journal.damage}. */
    static final class Damage extends Exception {
        Damage(String key) {
            super(key);
        }
    }

    /** A line with its end. */
    String write(Line line, String before) {
        var content =
                "{\"n\":%d,\"at\":\"%s\",\"entry\":%s,\"before\":\"%s\""
                        .formatted(line.number(), line.at(), Json.line(line.entry()), before);
        var sum = sha256.digest(content.getBytes(StandardCharsets.UTF_8));
        return content + ",\"sum\":\"" + HexFormat.of().formatHex(sum) + "\"}\n";
    }

    /** The sum that stands in a written line. */
    static String sum(String written) {
        var end = written.length() - 3;
        return written.substring(end - 64, end);
    }

    /**
     * @param bytes a line without its end
     * @param before the sum of the line before it
     */
    Read read(byte[] bytes, long number, String before) throws Damage {
        var content = bytes.length - TAIL;
        if (content <= 0
                || !Arrays.equals(bytes, content, content + SUM.length, SUM, 0, SUM.length)) {
            throw new Damage("shape");
        }
        sha256.update(bytes, 0, content);
        var sum = HexFormat.of().formatHex(sha256.digest());
        var tail = new String(bytes, content + SUM.length, 66, StandardCharsets.UTF_8);
        if (!tail.equals(sum + "\"}")) {
            throw new Damage("sum");
        }
        try {
            var text = new String(bytes, 0, content, StandardCharsets.UTF_8) + "}";
            var read = Json.read(text, Content.class);
            if (read.n() != number || !read.before().equals(before)) {
                throw new Damage("chain");
            }
            return new Read(new Line(read.n(), read.at(), read.entry()), sum);
        } catch (JacksonException unknown) {
            throw new Damage("unknown");
        }
    }
}
