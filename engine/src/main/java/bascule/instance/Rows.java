package bascule.instance;

import bascule.recipe.Body.FactSpec;
import bascule.recipe.Body.Source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Makes rows of a list's answer, each with a key of its own. */
final class Rows {
    private Rows() {}

    static List<Row> of(Fact list, FactSpec spec, List<Map<String, String>> answers) {
        var rows = new ArrayList<Row>();
        var used = new HashSet<String>();
        for (var answer : answers) {
            var parts = new HashMap<>(answer);
            if (spec.secret()) {
                parts.clear();
            }
            parts.keySet().removeAll(spec.secretParts());
            var key = list.row().map(over -> over.key() + "/").orElse("") + key(spec, parts);
            for (var again = 2; !used.add(key); again++) {
                key = key.replaceFirst("(#\\d+)?$", "#" + again);
            }
            rows.add(new Row(list.name(), key, parts, list.row()));
        }
        return rows;
    }

    /** What tells a row from the others: of files the part that the pattern leaves open. */
    private static String key(FactSpec spec, Map<String, String> parts) {
        var name =
                spec.source() instanceof Source.ByFiles(var pattern)
                        ? pattern.text().matches(".*[*?].*/[^/]*") ? "folder" : "name"
                        : spec.reading().rows().isEmpty() ? "" : spec.reading().rows().getFirst();
        var value = parts.getOrDefault(name, "");
        var plain = value.substring(value.lastIndexOf('/') + 1).replaceAll("[\\[\\]\\s@]", "_");
        return plain.isEmpty() ? "row" : plain;
    }
}
