package bascule.host;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Names in a file system, changed from one instant to the next and forced to disk: whoever looks
 * sees the old or the new, also after a power cut.
 */
public final class Names {
    /** fcntl.h: paths are taken as they stand, not below an open folder. */
    private static final int AT_FDCWD = -100;

    /** linux/fs.h: both names stay, and what they name is exchanged. */
    private static final int RENAME_EXCHANGE = 2;

    private Names() {}

    /**
     * Exchanges what two names of one file system stand for: folders, files or links.
     *
     * @throws Fault BSC-410 if the kernel refuses: one of them is not there, they lie on two file
     *     systems, or the file system cannot do it
     */
    public static void exchange(Path one, Path other) {
        var error = renameat2(one.toAbsolutePath(), other.toAbsolutePath());
        if (error != 0) {
            throw new Fault(
                    "BSC-410", Text.of("host.exchange", one, other, because(error, one, other)));
        }
        force(one.toAbsolutePath().getParent());
        force(other.toAbsolutePath().getParent());
    }

    /**
     * Points a symbolic link elsewhere, or makes it: the new one is made beside and renamed over
     * it.
     *
     * @throws Fault BSC-411 if something that is not a link has that name, or it may not be written
     */
    public static void turn(Path link, Path target) {
        var beside = link.resolveSibling("." + link.getFileName() + ".bascule-link");
        try {
            if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target)) {
                return; // so that a way back needs no right to write where nothing was written
            }
            if (Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)
                    && !Files.isSymbolicLink(link)) {
                throw new Fault("BSC-411", Text.of("host.not-a-link", link));
            }
            Files.deleteIfExists(beside);
            Files.createSymbolicLink(beside, target);
            Files.move(beside, link, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException cannot) {
            throw new Fault("BSC-411", Text.of("host.turn", link, target, said(cannot)), cannot);
        }
        force(link.toAbsolutePath().getParent());
    }

    /** Forces a folder's names, or a file's bytes, to disk. */
    public static void force(@org.jspecify.annotations.Nullable Path path) {
        if (path == null) {
            return;
        }
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException cannot) {
            throw new Fault("BSC-412", Text.of("host.force", path, said(cannot)), cannot);
        }
    }

    /** What an exception of the file system says; the path is left to the sentence around it. */
    public static Text said(IOException cannot) {
        return switch (cannot) {
            case java.nio.file.NoSuchFileException _ -> Text.of("host.said.missing");
            case java.nio.file.AccessDeniedException _ -> Text.of("host.said.permission");
            case java.nio.file.FileAlreadyExistsException _ -> Text.of("host.said.exists");
            case java.nio.file.DirectoryNotEmptyException _ -> Text.of("host.said.not-empty");
            case java.nio.file.FileSystemException named when named.getReason() != null ->
                    Text.verbatim(named.getReason());
            default -> Text.verbatim(String.valueOf(cannot.getMessage()));
        };
    }

    private static Text because(int error, Path one, Path other) {
        if (!Files.exists(one, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return Text.of("host.exchange.missing", one);
        }
        if (!Files.exists(other, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return Text.of("host.exchange.missing", other);
        }
        return switch (error) {
            case 18 -> Text.of("host.exchange.two-file-systems");
            case 22, 38, 95 -> Text.of("host.exchange.unable");
            case 13, 1 -> Text.of("host.exchange.permission");
            case 30 -> Text.of("host.exchange.read-only");
            default -> Text.of("host.exchange.error", error);
        };
    }

    /**
     * @return 0, or the error number
     */
    @SuppressWarnings("restricted") // the JVM is started with --enable-native-access
    private static int renameat2(Path one, Path other) {
        var linker = Linker.nativeLinker();
        var errors = Linker.Option.captureStateLayout();
        var number = errors.varHandle(MemoryLayout.PathElement.groupElement("errno"));
        try (var arena = Arena.ofConfined()) {
            MethodHandle call =
                    linker.downcallHandle(
                            linker.defaultLookup().find("renameat2").orElseThrow(),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT),
                            Linker.Option.captureCallState("errno"));
            MemorySegment state = arena.allocate(errors);
            var code =
                    (int)
                            call.invokeExact(
                                    state,
                                    AT_FDCWD,
                                    arena.allocateFrom(one.toString()),
                                    AT_FDCWD,
                                    arena.allocateFrom(other.toString()),
                                    RENAME_EXCHANGE);
            return code == 0 ? 0 : (int) number.get(state, 0L);
        } catch (RuntimeException | Error broken) {
            throw broken;
        } catch (Throwable impossible) {
            throw new UncheckedIOException(new IOException(impossible));
        }
    }
}
