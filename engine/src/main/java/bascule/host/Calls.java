package bascule.host;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Functions of the C library that the JDK has no method for, and what they say when they fail. */
final class Calls {
    static final int NO_ENTRY = 2;
    static final int NOT_PERMITTED = 1;
    static final int NO_DATA = 61;
    static final int UNSUPPORTED = 95;

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    static final AddressLayout TEXT = ValueLayout.ADDRESS;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle NUMBER =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private Calls() {}

    @SuppressWarnings("restricted") // the JVM is started with --enable-native-access
    static MethodHandle of(String name, MemoryLayout gives, MemoryLayout... takes) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(gives, takes),
                Linker.Option.captureCallState("errno"));
    }

    /** One whose arguments from {@code first} on are not named in its declaration. */
    @SuppressWarnings("restricted")
    static MethodHandle variadic(int first, String name, MemoryLayout... takes) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(INT, takes),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(first));
    }

    /** One call; what it gives is negative if it failed. */
    @FunctionalInterface
    interface Call {
        long on(Arena arena, MemorySegment state) throws Throwable;
    }

    /**
     * @param path what an exception names
     */
    static long with(Path path, Call call) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            var given = call.on(arena, state);
            if (given < 0) {
                throw failed(path, error(state));
            }
            return given;
        } catch (IOException | RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static int error(MemorySegment state) {
        return (int) NUMBER.get(state, 0L);
    }

    /** What the kernel said, as the JDK would throw it. */
    static IOException failed(Path path, int error) {
        var name = path.toString();
        return switch (error) {
            case NO_ENTRY, 20 -> new NoSuchFileException(name);
            case 13 -> new AccessDeniedException(name);
            case 17 -> new FileAlreadyExistsException(name);
            default -> new FileSystemException(name, null, said(error));
        };
    }

    private static String said(int error) {
        return switch (error) {
            case NOT_PERMITTED -> "Operation not permitted";
            case 5 -> "Input/output error";
            case 12 -> "Cannot allocate memory";
            case 18 -> "Invalid cross-device link";
            case 22 -> "Invalid argument";
            case 24 -> "Too many open files";
            case 27 -> "File too large";
            case 28 -> "No space left on device";
            case 30 -> "Read-only file system";
            case 26 -> "Text file busy";
            case 36 -> "File name too long";
            case 39 -> "Directory not empty";
            case 40 -> "Too many levels of symbolic links";
            case UNSUPPORTED -> "Operation not supported";
            case 122 -> "Disk quota exceeded";
            default -> "error " + error + " of the kernel";
        };
    }
}
