package bascule.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/** The lock of flock(1), which a descendant inherits and Java's own file lock does not see. */
@SuppressWarnings("restricted") // calling the kernel is the one thing it is for
final class FlockFile {
    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final int EWOULDBLOCK = 11;
    private static final int ENOENT = 2;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("open"),
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                            Linker.Option.firstVariadicArg(2),
                            Linker.Option.captureCallState("errno"));
    private static final MethodHandle LOCK =
            call("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE =
            call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private FlockFile() {}

    /** A lock held until it is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes the lock of flock(1) on a file that exists, if nobody has it.
     *
     * @return the lock; empty if somebody has it
     * @throws IOException if the file cannot be opened
     */
    static Optional<Held> lock(Path file) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var errno = arena.allocate(STATE);
            var handle =
                    (int)
                            OPEN.invokeExact(
                                    errno, arena.allocateFrom(file.toString()), O_RDWR | O_CLOEXEC);
            if (handle < 0) {
                throw errno(errno) == ENOENT
                        ? new java.nio.file.NoSuchFileException(file.toString())
                        : new FileSystemException(file.toString(), null, "error " + errno(errno));
            }
            if ((int) LOCK.invokeExact(errno, handle, LOCK_EX | LOCK_NB) == 0) {
                return Optional.of(() -> close(handle));
            }
            var why = errno(errno);
            close(handle);
            if (why != EWOULDBLOCK) {
                throw new FileSystemException(file.toString(), null, "error " + why);
            }
            return Optional.empty();
        } catch (IOException cannot) {
            throw cannot;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void close(int handle) {
        try (var arena = Arena.ofConfined()) {
            var _ = (int) CLOSE.invokeExact(arena.allocate(STATE), handle);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    private static MethodHandle call(String name, FunctionDescriptor shape) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                shape,
                Linker.Option.captureCallState("errno"));
    }
}
