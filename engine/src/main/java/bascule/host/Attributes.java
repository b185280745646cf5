package bascule.host;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a file has beside its bytes: owner, mode, time, and the extended attributes, among them its
 * access lists ({@code system.posix_acl_…}) and capabilities. Links are never followed.
 */
public final class Attributes {
    private static final int ROOM = 1 << 16; // XATTR_LIST_MAX and XATTR_SIZE_MAX
    private static final long OMITTED = 0x3ffffffe; // UTIME_OMIT
    private static final MethodHandle LIST =
            Calls.of("llistxattr", Calls.LONG, Calls.TEXT, Calls.TEXT, Calls.LONG);
    private static final MethodHandle GET =
            Calls.of("lgetxattr", Calls.LONG, Calls.TEXT, Calls.TEXT, Calls.TEXT, Calls.LONG);
    private static final MethodHandle SET =
            Calls.of(
                    "lsetxattr",
                    Calls.INT,
                    Calls.TEXT,
                    Calls.TEXT,
                    Calls.TEXT,
                    Calls.LONG,
                    Calls.INT);
    private static final MethodHandle REMOVE =
            Calls.of("lremovexattr", Calls.INT, Calls.TEXT, Calls.TEXT);
    private static final MethodHandle OWN =
            Calls.of("lchown", Calls.INT, Calls.TEXT, Calls.INT, Calls.INT);
    private static final MethodHandle MODE = Calls.of("chmod", Calls.INT, Calls.TEXT, Calls.INT);
    private static final MethodHandle TIME =
            Calls.of("utimensat", Calls.INT, Calls.INT, Calls.TEXT, Calls.TEXT, Calls.INT);
    private static final MethodHandle NODE =
            Calls.of("mknod", Calls.INT, Calls.TEXT, Calls.INT, Calls.LONG);

    private Attributes() {}

    /** The extended attributes by name; none where the file system has none. */
    public static Map<String, byte[]> of(Path path) throws IOException {
        var found = new TreeMap<String, byte[]>();
        Calls.with(
                path,
                (arena, state) -> {
                    var name = arena.allocateFrom(path.toString());
                    // Nearly nothing has any: asked without room first, for the length alone.
                    var none = (long) LIST.invokeExact(state, name, MemorySegment.NULL, 0L);
                    if (none <= 0) {
                        return Calls.error(state) == Calls.UNSUPPORTED ? 0 : none;
                    }
                    var names = arena.allocate(ROOM);
                    var length = (long) LIST.invokeExact(state, name, names, (long) ROOM);
                    var value = arena.allocate(ROOM);
                    for (var at = 0L; at < length; ) {
                        var one = names.getString(at);
                        at += one.getBytes(StandardCharsets.UTF_8).length + 1L;
                        var text = arena.allocateFrom(one);
                        var size = (long) GET.invokeExact(state, name, text, value, (long) ROOM);
                        if (size >= 0) {
                            found.put(one, value.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE));
                        } else if (Calls.error(state) != Calls.NO_DATA) {
                            return size;
                        }
                    }
                    return length;
                });
        return found;
    }

    public static void set(Path path, String attribute, byte[] value) throws IOException {
        Calls.with(
                path,
                (arena, state) ->
                        (int)
                                SET.invokeExact(
                                        state,
                                        arena.allocateFrom(path.toString()),
                                        arena.allocateFrom(attribute),
                                        arena.allocateFrom(ValueLayout.JAVA_BYTE, value),
                                        (long) value.length,
                                        0));
    }

    public static void remove(Path path, String attribute) throws IOException {
        Calls.with(
                path,
                (arena, state) ->
                        (int)
                                REMOVE.invokeExact(
                                        state,
                                        arena.allocateFrom(path.toString()),
                                        arena.allocateFrom(attribute)));
    }

    /** Takes setuid and capabilities away, as the kernel does: before mode and attributes. */
    public static void own(Path path, int user, int group) throws IOException {
        Calls.with(
                path,
                (arena, state) ->
                        (int)
                                OWN.invokeExact(
                                        state, arena.allocateFrom(path.toString()), user, group));
    }

    /** Of anything but a link, which has none: one would be followed. */
    public static void mode(Path path, int mode) throws IOException {
        Calls.with(
                path,
                (arena, state) ->
                        (int)
                                MODE.invokeExact(
                                        state, arena.allocateFrom(path.toString()), mode & 07777));
    }

    /**
     * @param nanoseconds since 1970
     */
    public static void modified(Path path, long nanoseconds) throws IOException {
        Calls.with(
                path,
                (arena, state) -> {
                    var times = arena.allocate(32, 8);
                    times.set(Calls.LONG, 8, OMITTED);
                    times.set(Calls.LONG, 16, Math.floorDiv(nanoseconds, 1_000_000_000L));
                    times.set(Calls.LONG, 24, Math.floorMod(nanoseconds, 1_000_000_000L));
                    return (int)
                            TIME.invokeExact(
                                    state,
                                    Inode.HERE,
                                    arena.allocateFrom(path.toString()),
                                    times,
                                    Inode.NO_FOLLOW);
                });
    }

    /** Makes a pipe or a device. */
    public static void node(Path path, int kind, long device) throws IOException {
        Calls.with(
                path,
                (arena, state) ->
                        (int)
                                NODE.invokeExact(
                                        state,
                                        arena.allocateFrom(path.toString()),
                                        kind | 0600,
                                        device));
    }
}
