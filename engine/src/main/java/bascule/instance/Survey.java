package bascule.instance;

import bascule.fact.Answer;
import bascule.store.Choice;
import bascule.version.Version;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was found of an instance when it was looked at, without its secrets: everything that a plan
 * is decided on.
 *
 * @param release the release of the code
 * @param facts every fact, those looked up over a list by row: {@code schema[site1]}
 * @param taken which case of a fact gave its answer, where it has several
 * @param lists the rows of each list
 * @param machine {@code user os arch memory selinux owner}
 * @param toolchains the toolchains of this machine
 * @param stores by name: what each answers to, and its size
 * @param services by name: what its manager knows it by
 * @param code how many bytes the release takes up, without what stays
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Survey(
        String instance,
        String recipe,
        String method,
        Layout layout,
        Version release,
        Map<String, Answer> facts,
        Map<String, Integer> taken,
        Map<String, List<Row>> lists,
        Map<String, String> machine,
        List<Toolchain> toolchains,
        Map<String, StoreSeen> stores,
        Map<String, String> services,
        long code) {

    /**
     * How the releases lie on the disk.
     *
     * <pre>
     *  SHARED  base/current -> releases/ID, what stays lies in base/shared
     *  LINK    a link to the release, what stays lies in the release itself
     *  FOLDER  the root is the release
     * </pre>
     *
     * @param link what the link says, if the root is one
     * @param real the folder that the root is in truth
     */
    public record Layout(Kind kind, String root, Optional<String> link, String real) {
        /** What a root is. */
        public enum Kind {
            SHARED,
            LINK,
            FOLDER
        }
    }

    /**
     * @param bytes its size; at least so much, if {@code estimated}
     * @param choice how an upgrade backs it up, and why so
     */
    public record StoreSeen(String identity, long bytes, boolean estimated, Choice choice) {
        public StoreSeen {
            choice = choice == null ? Choice.NONE : choice;
        }
    }

    public Survey {
        facts = sorted(facts);
        taken = sorted(taken);
        lists = sorted(lists);
        machine = sorted(machine);
        toolchains = toolchains == null ? List.of() : List.copyOf(toolchains);
        stores = sorted(stores);
        services = sorted(services);
    }

    /** The answer of a fact by its key; unknown if it was not asked. */
    public Answer answer(String key) {
        var answer = facts.get(key);
        return answer == null ? new Answer.Unknown("it was not looked at") : answer;
    }

    /**
     * Everything by which a plan may become stale, as answers: facts by name, and what the survey
     * itself says, under names that no recipe can give. Sizes are not among it.
     */
    public Map<String, Answer> watched() {
        var all = new HashMap<String, Answer>(facts);
        all.put("release", Answer.word(release.text()));
        all.put(":method", Answer.word(method));
        all.put(":layout", Answer.word(layout.kind() + " " + layout.real()));
        all.put(":services", new Answer.Fields(services));
        lists.forEach(
                (list, rows) ->
                        all.put(
                                ":list " + list,
                                Answer.word(
                                        String.join(" ", rows.stream().map(Row::key).toList()))));
        stores.forEach((name, seen) -> all.put(":store " + name, Answer.word(seen.identity())));
        return Map.copyOf(all);
    }

    private static <V> Map<String, V> sorted(
            @org.jspecify.annotations.Nullable Map<String, V> map) {
        return map == null ? Map.of() : java.util.Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
