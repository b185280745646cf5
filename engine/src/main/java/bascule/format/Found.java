package bascule.format;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What stood in a file before it was changed, so that it can be put back: exactly where nobody else
 * wrote to it since, else key by key. It may hold secrets of that file, as far as the changed keys
 * hold them, and is kept where only the owner reads.
 *
 * @param there whether the file was there
 * @param before digest of the text as found
 * @param after digest of the text that the changes make of it
 * @param stretches what was where, in the order of the changes; taken back in reverse
 * @param keys the old raw text of each changed key, in the order of the changes
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Found(
        @JsonInclude(JsonInclude.Include.ALWAYS) boolean there,
        String before,
        String after,
        List<Stretch> stretches,
        List<Was> keys) {
    public Found {
        stretches = stretches == null ? List.of() : List.copyOf(stretches);
        keys = keys == null ? List.of() : List.copyOf(keys);
    }

    /**
     * @param at where it begins, in characters
     * @param was what stood there
     * @param length how many characters stand there now
     */
    public record Stretch(int at, String was, int length) {
        static Stretch between(String before, String after) {
            var shorter = Math.min(before.length(), after.length());
            var same = 0;
            while (same < shorter && before.charAt(same) == after.charAt(same)) {
                same++;
            }
            var end = 0;
            while (end < shorter - same
                    && before.charAt(before.length() - end - 1)
                            == after.charAt(after.length() - end - 1)) {
                end++;
            }
            return new Stretch(
                    same,
                    before.substring(same, before.length() - end),
                    after.length() - end - same);
        }
    }

    /**
     * @param raw the value as it was written; empty where the key was not there
     * @param renamed the key's new name, where it was renamed
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Was(String key, Optional<String> raw, Optional<String> renamed) {}

    /** What these changes find in a text. */
    static Found in(String text, Format format, boolean there, List<Change> changes) {
        var stretches = new ArrayList<Stretch>();
        var keys = new ArrayList<Was>();
        var now = text;
        for (var change : changes) {
            var then = make(now, format, change);
            if (then.equals(now)) {
                continue;
            }
            stretches.add(Stretch.between(now, then));
            keys.add(was(now, format, change));
            now = then;
        }
        return new Found(there, digest(text), digest(now), stretches, keys);
    }

    private static Was was(String text, Format format, Change change) {
        return switch (change) {
            case Change.Put(var key, _) ->
                    new Was(key, Keys.raw(text, format, key), Optional.empty());
            case Change.Take(var key) ->
                    new Was(key, Keys.raw(text, format, key), Optional.empty());
            case Change.Rename(var from, var to) ->
                    new Was(from, Keys.raw(text, format, from), Optional.of(to));
        };
    }

    static String make(String text, Format format, Change change) {
        return switch (change) {
            case Change.Put(var key, var value) -> Keys.set(text, format, key, value);
            case Change.Take(var key) -> Keys.remove(text, format, key);
            case Change.Rename(var from, var to) -> Keys.rename(text, format, from, to);
        };
    }

    /** The text with everything as it was; what others changed since stays. */
    String putBackIn(String text, Format format) {
        var digest = digest(text);
        if (digest.equals(before)) {
            return text;
        }
        var now = text;
        if (digest.equals(after)) {
            for (var stretch : stretches.reversed()) {
                var end = stretch.at() + stretch.length();
                now = now.substring(0, stretch.at()) + stretch.was() + now.substring(end);
            }
            return now;
        }
        for (var was : keys.reversed()) {
            now = putBackIn(now, format, was);
        }
        return now;
    }

    private static String putBackIn(String text, Format format, Was was) {
        var there = Keys.has(text, format, was.key());
        if (was.renamed().isPresent()) {
            return there ? text : Keys.rename(text, format, was.renamed().get(), was.key());
        }
        if (was.raw().isEmpty()) {
            return Keys.remove(text, format, was.key());
        }
        return was.raw().equals(Keys.raw(text, format, was.key()))
                ? text
                : Keys.putRaw(text, format, was.key(), was.raw().get());
    }

    static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("internal error: no SHA-256", impossible);
        }
    }
}
