package bascule.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The files of one piece of work: lock, ticket, session, status and log, side by side. */
record Traces(Launch.Work work) {
    private static final int UUID_LENGTH = 36;

    Path lock() {
        return file("lock");
    }

    Path session() {
        return file("session");
    }

    Path log() {
        return work.log();
    }

    private Path file(String ending) {
        return work.folder().resolve(work.fileName() + "." + ending);
    }

    /** What stands in the environment of everything that the work starts. */
    List<String> marks() {
        return List.of("BASCULE_RUN=" + work.run(), "BASCULE_STEP=" + work.step());
    }

    /** Makes ready for an attempt, and gives its ticket. */
    Path prepare() throws IOException {
        Files.createDirectories(work.folder());
        Files.deleteIfExists(file("status"));
        Files.deleteIfExists(session());
        for (var needed : List.of(lock(), log())) {
            if (!Files.exists(needed)) {
                Files.createFile(
                        needed,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            }
        }
        return Files.createFile(
                work.folder().resolve(work.fileName() + "." + UUID.randomUUID() + ".ticket"));
    }

    Path status() {
        return file("status");
    }

    /** From here on no launcher of an earlier attempt begins. */
    void revoke() {
        try (var files =
                Files.newDirectoryStream(
                        work.folder(), file -> isTicket(file.getFileName().toString()))) {
            for (var ticket : files) {
                Files.deleteIfExists(ticket);
            }
        } catch (NoSuchFileException never) {
            // Nothing was ever launched from there.
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private boolean isTicket(String file) {
        return file.startsWith(work.fileName() + ".")
                && file.endsWith(".ticket")
                && file.length() == work.fileName().length() + UUID_LENGTH + 8;
    }

    /** How the command ended, if it came to its end. */
    Optional<Integer> code() {
        try {
            return Optional.of(Integer.parseInt(Files.readString(status()).strip()));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** The session of the last launcher that began, by number. */
    Optional<Integer> sessionNumber() {
        try {
            return Optional.of(
                    Integer.parseInt(
                            Files.readString(session(), StandardCharsets.US_ASCII).strip()));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    Instant sessionWritten() {
        try {
            return Files.getLastModifiedTime(session()).toInstant();
        } catch (IOException none) {
            return Instant.MIN;
        }
    }
}
