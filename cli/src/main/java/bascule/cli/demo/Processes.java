package bascule.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processes of this demo, told by the folder that they work in. */
final class Processes {
    private Processes() {}

    /** Those that work in a folder or below it, but for this process and its callers. */
    static List<ProcessHandle> of(Path folder) {
        var real = real(folder);
        var ours = ProcessHandle.current();
        return ProcessHandle.allProcesses()
                .filter(one -> one.pid() != ours.pid())
                .filter(one -> worksIn(one, real))
                .toList();
    }

    /** Ends all of them, by force where asking does not help. */
    static void end(Path folder) {
        var all = of(folder);
        // One that was frozen hears nothing else.
        all.forEach(one -> Scene.done("kill", "-CONT", String.valueOf(one.pid())));
        all.forEach(ProcessHandle::destroy);
        var until = System.nanoTime() + 10_000_000_000L;
        Trace.await(
                () -> all.stream().noneMatch(ProcessHandle::isAlive),
                () -> System.nanoTime() > until);
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private static boolean worksIn(ProcessHandle process, Path folder) {
        try {
            var at = Path.of("/proc", String.valueOf(process.pid()), "cwd");
            return Files.readSymbolicLink(at).startsWith(folder);
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException absent) {
            return folder.toAbsolutePath();
        }
    }
}
