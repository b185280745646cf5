package bascule.format;

import bascule.problem.Fault;
import bascule.text.Text;

import java.util.ArrayList;
import java.util.List;

/** A dotted path cut into names; a name with dots in it stands in quotes: {@code a."b.c"}. */
final class KeyPath {
    private KeyPath() {}

    static List<String> names(String key) {
        var names = new ArrayList<String>();
        if (key.isEmpty()) {
            return names;
        }
        var at = 0;
        while (at <= key.length()) {
            var quote = at < key.length() ? key.charAt(at) : ' ';
            if (quote == '"' || quote == '\'') {
                var close = key.indexOf(quote, at + 1);
                if (close < 0 || (close + 1 < key.length() && key.charAt(close + 1) != '.')) {
                    throw wrong(key);
                }
                names.add(key.substring(at + 1, close));
                at = close + 2;
            } else {
                var dot = key.indexOf('.', at);
                var end = dot < 0 ? key.length() : dot;
                if (end == at) {
                    throw wrong(key);
                }
                names.add(key.substring(at, end));
                at = end + 1;
            }
        }
        return names;
    }

    /** The names as a person would write them. */
    static String key(List<String> names) {
        return String.join(
                ".",
                names.stream().map(name -> name.contains(".") ? '"' + name + '"' : name).toList());
    }

    private static Fault wrong(String key) {
        return new Fault("BSC-454", Text.of("format.path", key));
    }
}
