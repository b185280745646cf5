package bascule.work;

import bascule.format.Conflict;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Conflicts as people read them: a diff of three sides, in the signs that diffs have. */
record MergeText(String instance, Map<String, List<Conflict>> conflicts) {
    private static final int SHOWN = 5;
    private static final String NOWHERE = "(not there)";

    /**
     *
     *
     * <pre>
     *  conf/lantern.conf
     *    lamp
     *      - dim        as the old release ships it
     *      + bright     yours
     *      &gt; off        as the new release ships it
     * </pre>
     */
    String whole() {
        var text = new StringBuilder();
        conflicts.forEach(
                (file, each) -> {
                    text.append(file).append('\n');
                    for (var one : each) {
                        text.append("  ").append(one.key()).append('\n');
                        side(text, "shipped before", "-", one.old());
                        side(text, "yours", "+", one.yours());
                        side(text, "shipped now", ">", one.shipped());
                    }
                });
        text.append("\ninstances/").append(instance).append(".yaml\n  merge:\n");
        conflicts.forEach(
                (file, each) -> {
                    var keyed = each.stream().noneMatch(one -> whole(one.key()));
                    text.append("    \"").append(file).append("\": ");
                    text.append(
                            keyed
                                    ? each.stream()
                                            .map(one -> "'" + one.key() + "': yours")
                                            .collect(Collectors.joining(", ", "{ ", " }"))
                                    : "yours");
                    text.append("   # yours, shipped").append(keyed ? ", { value: … }\n" : "\n");
                });
        return text.toString();
    }

    private static boolean whole(String key) {
        return key.equals("*") || key.matches("line \\d+");
    }

    private static void side(StringBuilder text, String whose, String sign, Optional<String> side) {
        for (var line : side.orElse(NOWHERE).lines().toList()) {
            text.append("    %s %-16s%s%n".formatted(sign, whose, line));
        }
    }

    static String brief(List<Conflict> conflicts) {
        var shown =
                conflicts.stream()
                        .limit(SHOWN)
                        .map(
                                one ->
                                        "%s: - %s + %s > %s"
                                                .formatted(
                                                        one.key(),
                                                        line(one.old()),
                                                        line(one.yours()),
                                                        line(one.shipped())))
                        .collect(Collectors.joining("; "));
        return conflicts.size() > SHOWN ? shown + "; … " + (conflicts.size() - SHOWN) : shown;
    }

    private static String line(Optional<String> side) {
        return side.orElse(NOWHERE).replace("\n", " / ");
    }
}
