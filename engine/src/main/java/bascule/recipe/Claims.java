package bascule.recipe;

import bascule.fact.Condition;
import bascule.fact.Template;
import bascule.recipe.Use.Slot;
import bascule.version.Version;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads conditions and ranges: which facts they name, and whether their bounds can be read. */
final class Claims {
    /** What is always a release: a number there has lost its last zero in YAML. */
    private static final Set<String> RELEASES = Set.of("release", "from", "to", "schema");

    private final Element element;

    Claims(Element element) {
        this.element = element;
    }

    Condition read(Written written) {
        var any = new ArrayList<Map<String, List<Template>>>();
        var maps = written instanceof Written.Items items ? items.items() : List.of(written);
        for (var map : maps) {
            if (map instanceof Written.Fields all) {
                any.add(all(all));
            }
        }
        return new Condition(any);
    }

    private Map<String, List<Template>> all(Written.Fields fields) {
        var all = new LinkedHashMap<String, List<Template>>();
        fields.fields()
                .forEach(
                        (fact, field) -> {
                            element.use(field.key(), Slot.CONDITION, fact, fact, true);
                            var claims = new ArrayList<Template>();
                            for (var leaf : Element.leavesOf(field.value())) {
                                claims.add(claim(fact, leaf));
                            }
                            all.put(fact, claims);
                        });
        return all;
    }

    private Template claim(String fact, Written.Leaf leaf) {
        var fraction = leaf.kind() == Written.Kind.NUMBER && leaf.text().contains(".");
        if (fraction || (leaf.kind() == Written.Kind.NUMBER && RELEASES.contains(fact))) {
            element.wrong(Wrong.UNQUOTED.at(leaf.origin(), leaf.text()));
        }
        if (fact.equals("method")) {
            var method = leaf.text().replaceFirst("^!=", "");
            element.use(leaf.origin(), Slot.METHOD, method, leaf.text(), true);
        }
        bounds(leaf);
        return element.template(leaf, Slot.FREE);
    }

    private void bounds(Written.Leaf leaf) {
        if (leaf.text().matches("(>=|<=|!=|<|>).*")) {
            range(leaf);
        }
    }

    /** Every word must be a bound with a version or a place behind its sign. */
    void range(Written.Leaf leaf) {
        var text = leaf.text();
        var words = java.util.regex.Pattern.compile("\\S+").matcher(text);
        while (words.find()) {
            var other = words.group().replaceFirst("^(>=|<=|!=|<|>|=)", "");
            if (!other.startsWith("${") && !version(other)) {
                element.wrong(Wrong.RANGE.at(leaf.at(words.start()), words.group()));
            }
        }
    }

    private static boolean version(String text) {
        return text.matches("[A-Za-z0-9][A-Za-z0-9.+~:_-]*") && !Version.of(text).text().isEmpty();
    }
}
