package bascule.instance;

import bascule.fact.Answer;
import bascule.version.Version;

import java.util.Map;

/**
 * The moment of an upgrade at which a recipe is read: a recipe says different things of different
 * releases.
 *
 * @param release the release in force
 * @param stage the folder in which the new release is put beside the old
 * @param door how visitors are kept out at that moment
 * @param toolchains the toolchain of each component, as chosen for the release in force
 * @param set what steps of the plan will have made of facts by then
 */
public record Era(
        Version release,
        Version from,
        Version to,
        String stage,
        String door,
        Map<String, Toolchain> toolchains,
        Map<String, Answer> set) {
    public Era {
        toolchains = Map.copyOf(toolchains);
        set = Map.copyOf(set);
    }

    /** The instance as it stands: nothing is on its way. */
    public static Era standing(
            Version release, String stage, String door, Map<String, Toolchain> toolchains) {
        return new Era(release, release, release, stage, door, toolchains, Map.of());
    }

    public Era set(Map<String, Answer> more) {
        var all = new java.util.HashMap<>(set);
        all.putAll(more);
        return new Era(release, from, to, stage, door, toolchains, all);
    }

    public Era door(String other) {
        return new Era(release, from, to, stage, other, toolchains, set);
    }
}
