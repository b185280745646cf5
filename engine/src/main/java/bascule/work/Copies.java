package bascule.work;

import bascule.host.Names;
import bascule.store.Bytes;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Files and folders copied with owner, mode, times and links. */
final class Copies {
    private static final String SEEN = "unix:mode,size,lastModifiedTime,ctime,ino,uid,gid";

    private Copies() {}

    /** A file, a link or a whole folder, forced to disk. */
    static void tree(Path from, Path to) throws IOException {
        for (var relative : looks(from, from).keySet()) {
            one(relative.isEmpty() ? from : from.resolve(relative), to.resolve(relative));
        }
        attributes(from, to);
    }

    /** One file, link or folder, without what lies in it. */
    static void one(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
            Bytes.copy(from, to);
            Names.force(to.toAbsolutePath().getParent());
            return;
        }
        if (!Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(to);
            Names.force(to.toAbsolutePath().getParent());
        }
        owned(from, to);
    }

    private static void owned(Path from, Path to) throws IOException {
        var wanted = Files.readAttributes(from, PosixFileAttributes.class);
        var view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        var found = view.readAttributes();
        if (!found.owner().equals(wanted.owner())) {
            view.setOwner(wanted.owner());
        }
        if (!found.group().equals(wanted.group())) {
            view.setGroup(wanted.group());
        }
        view.setPermissions(wanted.permissions());
    }

    /** The times of folders, which copying into them has changed. */
    static void attributes(Path from, Path to) throws IOException {
        for (var relative : looks(from, from).keySet()) {
            var folder = from.resolve(relative);
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.setLastModifiedTime(to.resolve(relative), Files.getLastModifiedTime(folder));
            }
        }
    }

    /**
     * How a thing and all below it look now, by path relative to {@code base}; empty if it is not
     * there. A look is never equal to another's, nor to an earlier one if anything was changed.
     */
    static Map<String, String> looks(Path thing, Path base) throws IOException {
        var looks = new TreeMap<String, String>();
        if (!Files.exists(thing, LinkOption.NOFOLLOW_LINKS)) {
            return looks;
        }
        Files.walkFileTree(
                thing,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes found)
                            throws IOException {
                        looks.put(base.relativize(folder).toString(), folder(folder));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes found)
                            throws IOException {
                        if (!found.isOther()) {
                            looks.put(base.relativize(file).toString(), look(file));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failed)
                            throws IOException {
                        if (failed instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw failed;
                    }
                });
        return looks;
    }

    /** A folder's own times follow from what lies in it. */
    private static String folder(Path folder) throws IOException {
        var seen = Files.readAttributes(folder, "unix:mode,uid,gid");
        return "folder %s %s %s".formatted(seen.get("mode"), seen.get("uid"), seen.get("gid"));
    }

    private static String look(Path file) throws IOException {
        var seen = Files.readAttributes(file, SEEN, LinkOption.NOFOLLOW_LINKS);
        var changed = ((FileTime) Objects.requireNonNull(seen.get("ctime"))).toInstant();
        // What changed a moment ago may change again within the same tick of the clock.
        var fresh = changed.plusSeconds(2).isAfter(java.time.Instant.now());
        return (fresh ? "fresh " : "") + new TreeMap<>(seen);
    }
}
