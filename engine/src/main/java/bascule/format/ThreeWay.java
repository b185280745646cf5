package bascule.format;

import bascule.problem.Fault;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file of yours merged with what the old and the new release ship in its place: by key where all
 * three are of one format with keys, else line by line.
 *
 * @param name tells the format
 * @param settlement by key, what people chose; under {@link Settled#WHOLE} for all the rest
 */
public record ThreeWay(Path name, Map<String, Settled> settlement, Masked masked, LineMerge lines) {
    private static final List<String> WHOLE_FILE = List.of("*");
    private static final Pattern COMMENT = Pattern.compile("\\s*#|%");
    private static final Pattern DOCUMENT = Pattern.compile("(?m)^(---|\\.\\.\\.)(?=\\s|$)");

    public ThreeWay {
        settlement = Map.copyOf(settlement);
    }

    /** Merges texts that have no keys. */
    @FunctionalInterface
    public interface LineMerge {
        /**
         * @param by for every conflict; empty: they are told
         */
        Merged merge(Three three, Optional<Settled> by);
    }

    /**
     * The three files.
     *
     * @param old empty if nobody knows it: every difference is a conflict
     */
    public record Three(Optional<Content> old, Content yours, Content shipped) {}

    public Merged merge(Three three) {
        if (three.yours().equals(three.shipped())) {
            return whole(three.yours(), List.of(), List.of());
        }
        if (three.old().isPresent()) {
            if (three.old().get().equals(three.yours())) {
                return whole(three.shipped(), WHOLE_FILE, List.of());
            }
            if (three.old().get().equals(three.shipped())) {
                return whole(three.yours(), List.of(), WHOLE_FILE);
            }
        }
        return byKey(three)
                .orElseGet(
                        () ->
                                lines.merge(
                                        three, Optional.ofNullable(settlement.get(Settled.WHOLE))));
    }

    private static Merged whole(Content content, List<String> taken, List<String> kept) {
        return new Merged("file", content, taken, kept, List.of(), List.of());
    }

    /** Empty where one of the three cannot be read or written so. */
    private Optional<Merged> byKey(Three three) {
        try {
            var yours = TextFile.of(name, three.yours().bytes());
            var shipped = TextFile.of(name, three.shipped().bytes());
            var old = three.old().map(content -> TextFile.of(name, content.bytes()));
            var format = Format.keyed(name, yours.text());
            if (format.isEmpty()
                    || !format.equals(Format.keyed(name, shipped.text()))
                    || (old.isPresent() && !format.equals(Format.keyed(name, old.get().text())))) {
                return Optional.empty();
            }
            var before = old.orElse(yours).text();
            if (saysMore(format.get(), before, shipped.text())
                    || saysMore(format.get(), yours.text(), yours.text())) {
                return Optional.empty();
            }
            var texts = new KeyMerge.Texts(old.map(TextFile::text), yours.text(), shipped.text());
            var made = KeyMerge.merge(format.get(), texts, settlement, masked);
            return Optional.of(
                    new Merged(
                            "key",
                            Content.of(yours.bytes(made.text())),
                            made.taken(),
                            made.kept(),
                            made.settled(),
                            made.conflicts()));
        } catch (Fault _) {
            return Optional.empty();
        }
    }

    /** Whether the release changed what stands beside the keys, and would be lost. */
    private static boolean saysMore(Format format, String before, String now) {
        return switch (format) {
            case PHP -> !around(before).equals(around(now));
            case YAML -> isSeveral(before) || isSeveral(now);
            case JSON, TOML, INI, ENV, PROPERTIES -> false;
        };
    }

    /** Whether a document begins or ends after something has been said. */
    private static boolean isSeveral(String text) {
        return DOCUMENT.matcher(text)
                .results()
                .anyMatch(
                        mark ->
                                text.substring(0, mark.start())
                                        .lines()
                                        .anyMatch(
                                                line ->
                                                        !line.isBlank()
                                                                && !COMMENT.matcher(line)
                                                                        .lookingAt()));
    }

    /** The program around an array. */
    private static String around(String text) {
        var span = new PhpNotation().root(text).span();
        return text.substring(0, span.start()).strip() + "[]" + text.substring(span.end()).strip();
    }
}
