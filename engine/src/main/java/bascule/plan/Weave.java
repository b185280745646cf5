package bascule.plan;

import bascule.recipe.Body.StepSpec;
import bascule.text.Text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps of one phase in their order: as the recipe has them, those of notes after them, and
 * those that say so before or after another.
 */
final class Weave {

    /**
     * A step with all its cases.
     *
     * @param reason why it is in the plan, where the recipe itself is not the reason
     */
    record Strand(String name, List<StepSpec> cases, Optional<Text> reason) {
        private Optional<String> before() {
            return cases.isEmpty() ? Optional.empty() : cases.getFirst().before();
        }

        private Optional<String> after() {
            return cases.isEmpty() ? Optional.empty() : cases.getFirst().after();
        }
    }

    private Weave() {}

    static List<Strand> of(List<Strand> strands) {
        var woven = new ArrayList<Strand>();
        var moved = new ArrayList<Strand>();
        for (var strand : strands) {
            if (strand.before().isPresent() || strand.after().isPresent()) {
                moved.add(strand);
            } else {
                woven.add(strand);
            }
        }
        for (var strand : moved) {
            woven.add(place(woven, strand), strand);
        }
        return List.copyOf(woven);
    }

    /** Several that want the same place keep the order in which they are written. */
    private static int place(List<Strand> woven, Strand strand) {
        if (strand.before().isPresent()) {
            var target = index(woven, strand.before().get());
            return target < 0 ? woven.size() : target;
        }
        var target = index(woven, strand.after().orElseThrow());
        if (target < 0) {
            return woven.size();
        }
        var at = target + 1;
        while (at < woven.size() && woven.get(at).after().equals(strand.after())) {
            at++;
        }
        return at;
    }

    private static int index(List<Strand> woven, String name) {
        for (var index = 0; index < woven.size(); index++) {
            if (woven.get(index).name().equals(name)) {
                return index;
            }
        }
        return -1;
    }
}
