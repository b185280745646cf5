package bascule.store;

import bascule.host.Names;
import bascule.problem.Fault;
import bascule.text.Text;

import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveException;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.ArchiveStreamFactory;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Unpacks an archive (tar, zip; gzip, bzip2) into a folder that then holds it whole, or is not
 * there. What would be written outside that folder is refused, and so is what an application's
 * archive has no business to hold.
 */
public final class Archive {
    private static final long LARGEST = 16L << 20;

    private final Path archive;
    private final boolean stripTop;
    private final Set<String> names = new HashSet<>();
    private long left;

    private Archive(Path archive, boolean stripTop, long limit) {
        this.archive = archive;
        this.stripTop = stripTop;
        this.left = limit;
    }

    /**
     * @param into must not exist yet; it is made beside and renamed when it is whole
     * @param stripTop leaves out the one folder that everything lies in
     * @param ownedLike a file or folder whose owner and group all that is unpacked gets
     * @throws Fault BSC-420 if it cannot be read to its end, BSC-421 if it holds what may not be
     *     unpacked, BSC-422 if it cannot be written
     */
    public static void unpack(Path archive, Path into, boolean stripTop, Path ownedLike) {
        var beside = into.resolveSibling("." + into.getFileName() + ".bascule-unpack");
        try {
            Trees.delete(beside);
            Files.createDirectories(beside);
            var free = Files.getFileStore(beside).getUsableSpace();
            new Archive(archive, stripTop, free).read(beside);
            Trees.own(beside, ownedLike);
            Trees.force(beside);
            Files.move(beside, into, StandardCopyOption.ATOMIC_MOVE);
            Names.force(into.toAbsolutePath().getParent());
        } catch (IOException cannot) {
            throw new Fault(
                    "BSC-422", Text.of("store.unpack", archive, into, Names.said(cannot)), cannot);
        } finally {
            Trees.deleteQuietly(beside);
        }
    }

    /**
     * The bytes of one file in it; empty if it holds none of that name.
     *
     * @throws Fault BSC-420 if it cannot be read, BSC-421 if the file is too large to be merged
     */
    public static Optional<byte[]> one(Path archive, String name, boolean stripTop) {
        try {
            return new Archive(archive, stripTop, LARGEST).one(name);
        } catch (IOException cannot) {
            throw new Fault(
                    "BSC-420",
                    Text.of("store.archive.broken", archive, Names.said(cannot)),
                    cannot);
        }
    }

    private Optional<byte[]> one(String name) throws IOException {
        try (var entries = entries()) {
            for (var entry = next(entries); entry != null; entry = next(entries)) {
                if (!entry.isDirectory() && inside(entry.getName()).equals(name)) {
                    var bytes = entries.readNBytes((int) left + 1);
                    if (bytes.length > left) {
                        throw refused(entry, Text.of("store.archive.too-large"));
                    }
                    return Optional.of(bytes);
                }
            }
        }
        return Optional.empty();
    }

    private void read(Path into) throws IOException {
        var hasEntries = false;
        try (var entries = entries()) {
            for (var entry = next(entries); entry != null; entry = next(entries)) {
                hasEntries = true;
                unpack(entries, entry, into);
            }
        }
        if (!hasEntries) {
            throw broken(Text.of("store.archive.empty"));
        }
    }

    private ArchiveInputStream<? extends ArchiveEntry> entries() throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
        try {
            if (compressed(bytes)) {
                bytes =
                        new BufferedInputStream(
                                new CompressorStreamFactory(true)
                                        .createCompressorInputStream(bytes),
                                1 << 16);
            }
            return new ArchiveStreamFactory().createArchiveInputStream(bytes);
        } catch (ArchiveException | CompressorException unknown) {
            bytes.close();
            throw broken(Text.of("store.archive.unknown"));
        }
    }

    private static boolean compressed(InputStream bytes) {
        try {
            CompressorStreamFactory.detect(bytes);
            return true;
        } catch (CompressorException none) {
            return false;
        }
    }

    private @org.jspecify.annotations.Nullable ArchiveEntry next(
            ArchiveInputStream<? extends ArchiveEntry> entries) {
        try {
            return entries.getNextEntry();
        } catch (IOException | IllegalArgumentException cut) {
            throw broken(Text.verbatim(String.valueOf(cut.getMessage())));
        }
    }

    private void unpack(InputStream content, ArchiveEntry entry, Path into) throws IOException {
        var name = inside(entry.getName());
        if (name.isEmpty()) {
            return;
        }
        var path = into.resolve(name);
        refuseThroughLink(entry, into, path);
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else if (entry instanceof TarArchiveEntry tar && tar.isSymbolicLink()) {
            link(tar, into, path);
        } else if (entry instanceof TarArchiveEntry tar && tar.isLink()) {
            hardLink(tar, into, path);
        } else if (entry instanceof TarArchiveEntry tar && special(tar)) {
            throw refused(entry, Text.of("store.archive.device"));
        } else if (entry instanceof ZipArchiveEntry zip && zip.isUnixSymlink()) {
            throw refused(entry, Text.of("store.archive.zip-link"));
        } else {
            file(content, entry, path);
        }
        mode(entry, path);
    }

    private static boolean special(TarArchiveEntry entry) {
        return entry.isFIFO() || entry.isCharacterDevice() || entry.isBlockDevice();
    }

    /** The name below the target folder; empty for the top folder itself. */
    private String inside(String name) {
        var plain = name.replace('\\', '/');
        if (plain.startsWith("/") || plain.matches("[A-Za-z]:/.*")) {
            throw refused(name, Text.of("store.archive.absolute"));
        }
        var parts =
                java.util.Arrays.stream(plain.split("/"))
                        .filter(part -> !part.isEmpty() && !part.equals("."))
                        .toList();
        if (parts.contains("..")) {
            throw refused(name, Text.of("store.archive.climbs"));
        }
        var kept = stripTop ? parts.stream().skip(1).toList() : parts;
        return String.join("/", kept);
    }

    private void refuseThroughLink(ArchiveEntry entry, Path into, Path path) {
        for (var above = path.getParent();
                above != null && !above.equals(into);
                above = above.getParent()) {
            if (Files.isSymbolicLink(above)) {
                throw refused(entry, Text.of("store.archive.through-link", into.relativize(above)));
            }
        }
    }

    private void file(InputStream content, ArchiveEntry entry, Path path) throws IOException {
        if (!names.add(path.toString())) {
            throw refused(entry, Text.of("store.archive.twice"));
        }
        Files.createDirectories(path.getParent());
        try (var out = Files.newOutputStream(path, java.nio.file.StandardOpenOption.CREATE_NEW)) {
            var buffer = new byte[1 << 16];
            for (var read = fill(content, buffer); read >= 0; read = fill(content, buffer)) {
                left -= read;
                if (left < 0) {
                    throw refused(entry, Text.of("store.archive.too-large"));
                }
                out.write(buffer, 0, read);
            }
        }
    }

    /** Reading fails where the archive is broken; writing fails where the disk is. */
    private int fill(InputStream content, byte[] buffer) {
        try {
            return content.read(buffer);
        } catch (IOException cut) {
            throw broken(Text.verbatim(String.valueOf(cut.getMessage())));
        }
    }

    private void link(TarArchiveEntry entry, Path into, Path path) throws IOException {
        var target = path.resolveSibling(entry.getLinkName()).normalize();
        if (entry.getLinkName().startsWith("/") || !target.startsWith(into)) {
            throw refused(entry, Text.of("store.archive.link-out", entry.getLinkName()));
        }
        if (!names.add(path.toString())) {
            throw refused(entry, Text.of("store.archive.twice"));
        }
        Files.createDirectories(path.getParent());
        Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    }

    private void hardLink(TarArchiveEntry entry, Path into, Path path) throws IOException {
        var target = into.resolve(inside(entry.getLinkName()));
        if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(entry, Text.of("store.archive.link-out", entry.getLinkName()));
        }
        refuseThroughLink(entry, into, target);
        if (!names.add(path.toString())) {
            throw refused(entry, Text.of("store.archive.twice"));
        }
        Files.createDirectories(path.getParent());
        Files.copy(target, path, StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** Modes of files as they were packed, without those that lend the owner's rights. */
    private static void mode(ArchiveEntry entry, Path path) throws IOException {
        var bits =
                switch (entry) {
                    case TarArchiveEntry tar when !tar.isSymbolicLink() && !tar.isLink() ->
                            tar.getMode();
                    case ZipArchiveEntry zip -> zip.getUnixMode();
                    default -> 0;
                };
        if ((bits & 0777) == 0) {
            return;
        }
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        var all = PosixFilePermission.values(); // owner, group, others; read, write, execute each
        for (var index = 0; index < all.length; index++) {
            if ((bits & (0400 >> index)) != 0) {
                permissions.add(all[index]);
            }
        }
        if (entry.isDirectory()) {
            permissions.add(PosixFilePermission.OWNER_WRITE);
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
        }
        Files.setPosixFilePermissions(path, permissions);
    }

    private Fault broken(Text how) {
        return new Fault("BSC-420", Text.of("store.archive.broken", archive, how));
    }

    private Fault refused(ArchiveEntry entry, Text why) {
        return refused(entry.getName(), why);
    }

    private Fault refused(String name, Text why) {
        return new Fault("BSC-421", Text.of("store.archive.refused", archive, name, why));
    }
}
