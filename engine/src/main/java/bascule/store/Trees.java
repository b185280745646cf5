package bascule.store;

import bascule.host.Names;
import bascule.host.OpenFile;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.stream.Collectors;

/** Whole folders: deleted, forced to disk. Links are never followed. */
public final class Trees {
    /** More files than this are forced faster all at once. */
    private static final int FEW = 64;

    private Trees() {}

    /** Deletes a file, a link or a folder with all below it; nothing there is no error. */
    public static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                path,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path folder, @org.jspecify.annotations.Nullable IOException failed)
                            throws IOException {
                        if (failed != null && !(failed instanceof NoSuchFileException)) {
                            throw failed;
                        }
                        Files.deleteIfExists(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** For what only takes up room: that it cannot be deleted is no failure. */
    public static void deleteQuietly(Path path) {
        try {
            delete(path);
        } catch (IOException ignored) {
            // What is left is found and deleted by the next attempt of the same work.
        }
    }

    /** Gives everything below, links too, the owner and group of a file that is there already. */
    public static void own(Path root, Path like) throws IOException {
        var wanted =
                Files.readAttributes(like, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        try (var paths = Files.walk(root)) {
            for (var path : (Iterable<Path>) paths::iterator) {
                var view =
                        Files.getFileAttributeView(
                                path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
                var found = view.readAttributes();
                if (!found.owner().equals(wanted.owner())) {
                    view.setOwner(wanted.owner());
                }
                if (!found.group().equals(wanted.group())) {
                    view.setGroup(wanted.group());
                }
            }
        }
    }

    /** Forces every file and folder below to disk; many of them with all of their file system. */
    public static void force(Path root) throws IOException {
        List<Path> few;
        try (var paths = Files.walk(root)) {
            few =
                    paths.filter(path -> !Files.isSymbolicLink(path))
                            .limit(FEW + 1L)
                            .collect(Collectors.toList());
        }
        if (few.size() <= FEW) {
            few.forEach(Names::force);
            return;
        }
        try (var folder = OpenFile.read(root)) {
            folder.forceAll();
        }
    }
}
