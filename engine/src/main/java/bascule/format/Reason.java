package bascule.format;

import bascule.text.Text;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why the machine refused, in few words. */
final class Reason {
    private Reason() {}

    static Text of(IOException cannot) {
        return switch (cannot) {
            case AccessDeniedException _ -> Text.of("format.denied");
            case NoSuchFileException missing ->
                    Text.of("format.missing", String.valueOf(missing.getFile()));
            case FileSystemException other when other.getReason() != null ->
                    Text.verbatim(other.getReason());
            default -> Text.verbatim(String.valueOf(cannot.getMessage()));
        };
    }
}
