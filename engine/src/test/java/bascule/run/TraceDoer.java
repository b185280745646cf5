package bascule.run;

import bascule.event.Event;
import bascule.event.Watcher;
import bascule.journal.Fuse;
import bascule.plan.Step;
import bascule.problem.Fault;
import bascule.text.Text;

import org.jspecify.annotations.NullMarked;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes down what a runner asks for, and lets happen what a row of the table says.
 *
 * <pre>
 * happens:  rows!    fails once       rows!!   always         rows^  the process dies in it, once
 *           rows^^   each time        rows:half done none     what looking at it answers (else blind)
 *           rows&amp;    cannot be quietened, once
 * trace:    rows     acts             rows!    acts, fails    rows^  acts, and all ends
 *           rows?    is looked at     ~rows    is quietened
 *           rows%    on the left: fails because the machine goes down
 *           [        closed           ]        serves again   &lt;&lt;     the run turns back
 * </pre>
 */
@NullMarked
final class TraceDoer implements Doer, Watcher {
    final List<String> trace = new ArrayList<>();
    private final Map<String, String> natures = new HashMap<>();
    private final Fuse fuse = new Fuse();
    private boolean down;

    void happens(String word) {
        var name = word.replaceAll("[^a-z0-9-].*", "");
        natures.merge(name, word.substring(name.length()), String::concat);
    }

    private String nature(Step step) {
        return natures.getOrDefault(step.id().replace("undo:", "un"), "");
    }

    /** Whether this happens now; what happens once has then happened. */
    private boolean now(Step step, String mark) {
        var nature = nature(step);
        if (nature.contains(mark + mark)) {
            return true;
        }
        if (nature.contains(mark)) {
            natures.put(step.id().replace("undo:", "un"), nature.replace(mark, ""));
            return true;
        }
        return false;
    }

    @Override
    public Map<String, String> find(Step step, Memory memory) {
        return Map.of("found", memory.found(step.id()).isPresent() ? "ours" : "theirs");
    }

    @Override
    public Seen look(Step step, Memory memory) {
        trace.add(step.id() + "?");
        var nature = nature(step);
        if (nature.contains(":done")) {
            return Seen.DONE;
        }
        if (nature.contains(":half")) {
            return Seen.HALF;
        }
        return nature.contains(":none") ? Seen.NOT_BEGUN : Seen.CANNOT_TELL;
    }

    @Override
    public void quieten(Step step, Memory memory) {
        trace.add("~" + step.id());
        if (now(step, "&")) {
            throw new Fault("BSC-400", Text.verbatim("it does not end"));
        }
    }

    @Override
    public Map<String, String> apply(Step step, Memory memory, Consumer<Progress> progress) {
        if (now(step, "^")) {
            trace.add(step.id() + "^");
            fuse.crashAt(fuse.burnt());
            fuse.tick();
        }
        progress.accept(new Progress(0, 1, java.util.Optional.empty()));
        down = now(step, "%");
        if (down || now(step, "!")) {
            trace.add(step.id() + "!");
            throw new Fault("BSC-401", Text.verbatim("it ended with code 1"));
        }
        trace.add(step.id());
        return Map.of();
    }

    @Override
    public boolean goingDown() {
        return down;
    }

    @Override
    public void cutShort(Step step) {
        natures.put(step.id(), "!");
    }

    @Override
    public void see(Event event) {
        switch (event) {
            case Event.Closed _ -> trace.add("[");
            case Event.Served _ -> trace.add("]");
            case Event.WayBack _ -> trace.add("<<");
            default -> {}
        }
    }
}
