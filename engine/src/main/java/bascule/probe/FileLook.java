package bascule.probe;

import bascule.fact.Answer;
import bascule.format.Format;
import bascule.host.Host;
import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Asks files: the first that has the answer. */
final class FileLook {
    private static final long LARGEST = 16L << 20;

    private FileLook() {}

    static Answer look(Probe.ByFile ask, Host.Filler filler) {
        var reader = new Reader(withoutDefault(ask.reading()));
        for (var place = 0; place < ask.files().size(); place++) {
            var name = filler.fill(ask.files().get(place));
            if (name.isEmpty()) {
                continue;
            }
            var answer = in(Path.of(name), reader, reader.key(place));
            if (!(answer instanceof Answer.Absent)) {
                return answer;
            }
        }
        return new Reader(ask.reading()).absent();
    }

    /** The default counts only when no file has it. */
    private static Reading withoutDefault(Reading reading) {
        return new Reading(
                reading.key(),
                reading.match(),
                reading.codes(),
                reading.means(),
                reading.fields(),
                reading.rows(),
                Optional.empty());
    }

    static Answer in(Path file, Reader reader, Optional<String> key) {
        if (!reader.reads() && reader.reading().means().keySet().equals(java.util.Set.of("*"))) {
            return there(file) ? Answer.word(reader.meaning("")) : new Answer.Absent();
        }
        var text = text(file, reader.reads());
        if (text.isEmpty()) {
            return new Answer.Absent();
        }
        try {
            return reader.answer(text.get(), Format.of(file, text.get()), key);
        } catch (Fault fault) {
            throw new Fault(fault.code(), Text.of("look.in", file, fault.why()), fault);
        }
    }

    private static boolean there(Path file) {
        if (Files.exists(file)) {
            return true;
        }
        if (Files.notExists(file)) {
            return false;
        }
        throw new Fault("BSC-450", Text.of("look.file-denied", file));
    }

    /** What is no text, or is no file, is there: that is all that can be said of it. */
    private static Optional<String> text(Path file, boolean read) {
        try {
            if (!read && (Files.isDirectory(file) || large(file))) {
                return Optional.of("present");
            }
            var bytes = Files.readAllBytes(file);
            return Optional.of(decoded(bytes, read));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (AccessDeniedException _) {
            throw new Fault("BSC-450", Text.of("look.file-denied", file));
        } catch (IOException cannot) {
            throw new Fault(
                    "BSC-450", Text.of("look.file", file, String.valueOf(cannot.getMessage())));
        }
    }

    private static boolean large(Path file) throws IOException {
        return Files.exists(file) && Files.size(file) > LARGEST;
    }

    private static String decoded(byte[] bytes, boolean read) {
        var binary = false;
        for (var at = 0; at < Math.min(bytes.length, 8192) && !binary; at++) {
            binary = bytes[at] == 0;
        }
        if ((binary || bytes.length == 0) && !read) {
            return "present";
        }
        var text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }
}
