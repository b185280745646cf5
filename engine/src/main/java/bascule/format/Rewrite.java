package bascule.format;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces a file from one instant to the next: written beside, forced to disk, given the owner,
 * group, mode and attributes of the old one, renamed over it, and the folder forced. A crash leaves
 * the old file or the new one, and at most a {@code .NAME.bascule-new} beside it, which the next
 * attempt takes away.
 */
public final class Rewrite {
    private static final int MOST_LINKS = 40;
    private static final int NEW_MODE = 0640;
    private static final int PERMISSIONS = 07777;
    private static final LinkOption HERE = LinkOption.NOFOLLOW_LINKS;

    private Rewrite() {}

    /**
     * Links are followed to their target. A file that was not there gets the owner and group of its
     * folder, readable by both.
     *
     * @throws Fault BSC-451 if it cannot; the old file is untouched
     */
    public static void replace(Path file, byte[] bytes) {
        replace(file, bytes, Optional.empty());
    }

    /**
     * @param was what must still stand there right before; empty bytes for a file that is not there
     * @return false if something else stands there: nothing was changed
     */
    static boolean replace(Path file, byte[] bytes, Optional<byte[]> was) {
        try {
            var target = target(file);
            var folder = target.toAbsolutePath().getParent();
            if (folder == null) {
                throw new IOException("a folder");
            }
            var beside = folder.resolve("." + target.getFileName() + ".bascule-new");
            Files.deleteIfExists(beside);
            try {
                write(beside, bytes, target, folder);
                if (was.isPresent() && !Arrays.equals(was.get(), now(target))) {
                    return false;
                }
                Files.move(
                        beside,
                        target,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
            force(folder);
            return true;
        } catch (IOException cannot) {
            throw new Fault(
                    "BSC-451", Text.of("format.unwritten", file, Reason.of(cannot)), cannot);
        }
    }

    private static byte[] now(Path target) throws IOException {
        return Files.exists(target) ? Files.readAllBytes(target) : new byte[0];
    }

    /** Takes a file away, and forces its folder. */
    static void delete(Path file) {
        try {
            var target = target(file).toAbsolutePath();
            Files.deleteIfExists(target);
            var folder = target.getParent();
            if (folder != null) {
                force(folder);
            }
        } catch (IOException cannot) {
            throw new Fault(
                    "BSC-451", Text.of("format.unwritten", file, Reason.of(cannot)), cannot);
        }
    }

    /** Where a chain of links ends, whether there is a file or not. */
    private static Path target(Path file) throws IOException {
        var target = file.toAbsolutePath();
        for (var links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new IOException("too many links: " + file);
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    /** Readable by nobody else until it has its owner; never through a link that somebody lays. */
    private static void write(Path beside, byte[] bytes, Path like, Path folder)
            throws IOException {
        var there = Files.exists(like, HERE);
        var model = Files.readAttributes(there ? like : folder, "unix:uid,gid,mode", HERE);
        var secret =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, HERE);
        try (var channel = FileChannel.open(beside, options, secret)) {
            for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
                channel.write(rest);
            }
            own(beside, model);
            var mode = there ? number(model, "mode") & PERMISSIONS : NEW_MODE;
            Files.setAttribute(beside, "unix:mode", mode, HERE);
            if (there) {
                Labels.copy(like, beside);
            }
            channel.force(true);
        }
    }

    private static void own(Path beside, Map<String, Object> model) throws IOException {
        var now = Files.readAttributes(beside, "unix:uid,gid", HERE);
        for (var name : new String[] {"gid", "uid"}) {
            if (number(now, name) != number(model, name)) {
                Files.setAttribute(beside, "unix:" + name, number(model, name), HERE);
            }
        }
    }

    private static int number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Integer number ? number : -1;
    }

    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
