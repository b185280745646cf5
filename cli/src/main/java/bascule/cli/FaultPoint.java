package bascule.cli;

import bascule.journal.Course;
import bascule.journal.Entry;
import bascule.journal.Journal;
import bascule.journal.Line;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A journal at which the process is killed for real, by SIGKILL, before or after a line of a given
 * number is on disk: how it is proved that a run survives its own death anywhere.
 *
 * <p>Asked for by the environment: {@code BASCULE_KILL_AT=N[:before|:after][:alone|:group]}. {@code
 * alone} kills this process, {@code group} the whole process group that it was started in. Nobody
 * sets it by accident, and it only does what any power cut may do.
 *
 * @param line the number of the line, counted from 1
 */
record FaultPoint(Journal journal, long line, boolean before, boolean group) implements Journal {
    private static final String ASKED = "BASCULE_KILL_AT";
    private static final Pattern WORDS = Pattern.compile("(\\d+)(:before|:after)?(:alone|:group)?");
    private static final int SIGKILL = 9;

    /** The journal itself where nothing is asked for. */
    static Journal around(Journal journal, Map<String, String> environment) {
        var words = WORDS.matcher(environment.getOrDefault(ASKED, ""));
        return words.matches()
                ? new FaultPoint(
                        journal,
                        Long.parseLong(words.group(1)),
                        ":before".equals(words.group(2)),
                        ":group".equals(words.group(3)))
                : journal;
    }

    @Override
    public void append(Entry entry) {
        var here = journal.lines().size() + 1 == line;
        if (here && before) {
            die();
        }
        journal.append(entry);
        if (here && !before) {
            die();
        }
    }

    /** No more code of ours runs after this: no finally, no hook. */
    @SuppressWarnings("restricted")
    private void die() {
        var linker = Linker.nativeLinker();
        var address = linker.defaultLookup().find("kill").orElseThrow();
        var kill =
                linker.downcallHandle(
                        address,
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            var target = group ? 0 : (int) ProcessHandle.current().pid();
            var _ = (int) kill.invokeExact(target, SIGKILL);
            Thread.sleep(Long.MAX_VALUE);
        } catch (Throwable refused) {
            throw new IllegalStateException("internal error: cannot be killed", refused);
        }
    }

    @Override
    public List<Line> lines() {
        return journal.lines();
    }

    @Override
    public Course course() {
        return journal.course();
    }
}
