package bascule.store;

import bascule.store.Manifest.Look;
import bascule.store.Manifest.Member;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What there is to copy, and how it looks before it is read. */
final class FileWalk {
    private FileWalk() {}

    /** Everything below the roots, links not followed; a root that is not there is noted so. */
    static Manifest of(List<Path> roots) throws IOException {
        var absent = new ArrayList<Integer>();
        var seen = new ArrayList<Member>();
        for (var index = 0; index < roots.size(); index++) {
            if (Files.exists(roots.get(index), LinkOption.NOFOLLOW_LINKS)) {
                seen.addAll(look(index, roots.get(index)));
            } else {
                absent.add(index);
            }
        }
        return new Manifest(roots.stream().map(Path::toString).toList(), absent, seen);
    }

    /**
     * Everything below a root with how it looks now; sockets and pipes hold no data and are left
     * out.
     */
    private static List<Member> look(int index, Path root) throws IOException {
        var members = new ArrayList<Member>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes found)
                            throws IOException {
                        return add(folder);
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes found)
                            throws IOException {
                        return found.isOther() ? FileVisitResult.CONTINUE : add(file);
                    }

                    private FileVisitResult add(Path path) throws IOException {
                        var written = root.relativize(path).toString();
                        if (!isText(root, written, path)) {
                            // Its name is no text: what is written down would name another file.
                            throw new IOException("the name is not UTF-8: " + path);
                        }
                        members.add(new Member(index, written, Look.at(path), Optional.empty()));
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
        return members;
    }

    private static boolean isText(Path root, String written, Path path) {
        try {
            return root.resolve(written).equals(path);
        } catch (InvalidPathException unmappable) {
            return false;
        }
    }
}
