package bascule.format;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file as text that becomes the same bytes again: UTF-8, or where it is not, a letter a byte.
 *
 * @param there whether the file was there; without it the text is empty
 */
record TextFile(Path file, boolean there, String text, Charset charset) {
    private static final long LARGEST = 16L << 20;

    /**
     * @throws Fault BSC-450 if it cannot be read, BSC-452 if it is no text
     */
    static TextFile read(Path file) {
        try {
            if (Files.exists(file) && Files.size(file) > LARGEST) {
                throw new Fault("BSC-452", Text.of("format.too-large", file, LARGEST >> 20));
            }
            return of(file, Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            return new TextFile(file, false, "", StandardCharsets.UTF_8);
        } catch (IOException cannot) {
            throw new Fault("BSC-450", Text.of("format.unreadable", file, Reason.of(cannot)));
        }
    }

    static TextFile of(Path file, byte[] bytes) {
        for (var one : bytes) {
            if (one == 0) {
                throw new Fault("BSC-452", Text.of("format.no-text", file));
            }
        }
        var text = utf8(bytes);
        return new TextFile(
                file,
                true,
                text.orElseGet(() -> new String(bytes, StandardCharsets.ISO_8859_1)),
                text.isPresent() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            var decoder = StandardCharsets.UTF_8.newDecoder();
            return Optional.of(decoder.decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    Format format() {
        return Format.of(file, text);
    }

    /** Another text in the same bytes' way. */
    byte[] bytes(String other) {
        try {
            var bytes = charset.newEncoder().encode(CharBuffer.wrap(other));
            var exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return exact;
        } catch (CharacterCodingException _) {
            throw new Fault("BSC-452", Text.of("format.encoding", file, charset));
        }
    }
}
