package bascule.recipe;

import bascule.fact.Condition;
import bascule.fact.Template;
import bascule.recipe.Use.Owner;
import bascule.recipe.Use.Slot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A named part of a file while it is read: its keys by type, with what is wrong in them, and every
 * name that they use, noted in the margin. A value of a wrong type is passed over: the schema has
 * told it.
 */
record Element(Origin origin, Written.Fields fields, Owner owner, Margin margin) {
    private static final Pattern UNIT = Pattern.compile("(\\d+)(ms|s|m|h|d)");

    Element owned(Owner newOwner) {
        return new Element(origin, fields, newOwner, margin);
    }

    boolean has(String key) {
        return fields.has(key);
    }

    void wrong(Mistake mistake) {
        margin.wrong(mistake);
    }

    /** Where the key stands; where the element stands, if it is not there. */
    Origin originOf(String key) {
        return fields.field(key).map(Written.Field::key).orElse(origin);
    }

    Optional<Written.Leaf> leaf(String key) {
        return fields.at(key)
                .filter(Written.Leaf.class::isInstance)
                .map(Written.Leaf.class::cast)
                .filter(leaf -> leaf.kind() != Written.Kind.NOTHING);
    }

    /** One leaf or a list of them. */
    List<Written.Leaf> leaves(String key) {
        return fields.at(key).map(Element::leavesOf).orElse(List.of());
    }

    static List<Written.Leaf> leavesOf(Written written) {
        return switch (written) {
            case Written.Leaf leaf ->
                    leaf.kind() == Written.Kind.NOTHING ? List.of() : List.of(leaf);
            case Written.Items items ->
                    items.items().stream()
                            .filter(Written.Leaf.class::isInstance)
                            .map(Written.Leaf.class::cast)
                            .toList();
            case Written.Fields _ -> List.of();
        };
    }

    Optional<String> text(String key) {
        return leaf(key).map(Written.Leaf::text);
    }

    List<String> texts(String key) {
        return leaves(key).stream().map(Written.Leaf::text).toList();
    }

    boolean flag(String key) {
        return text(key).filter("true"::equals).isPresent();
    }

    Optional<Element> element(String key) {
        return fields.at(key)
                .filter(Written.Fields.class::isInstance)
                .map(inner -> new Element(originOf(key), (Written.Fields) inner, owner, margin));
    }

    /** The elements of a map, by name, each as one case or several. */
    Map<String, List<Element>> elements(String key, String kind) {
        var elements = new LinkedHashMap<String, List<Element>>();
        element(key)
                .ifPresent(
                        map ->
                                map.fields
                                        .fields()
                                        .forEach(
                                                (name, field) ->
                                                        elements.put(
                                                                name,
                                                                map.cases(name, field, kind))));
        return elements;
    }

    private List<Element> cases(String name, Written.Field field, String kind) {
        var named = owner.element(kind, name);
        return switch (field.value()) {
            case Written.Fields one ->
                    List.of(new Element(field.key(), one, named, margin).whole());
            case Written.Items items ->
                    items.items().stream()
                            .filter(Written.Fields.class::isInstance)
                            .map(Written.Fields.class::cast)
                            .map(one -> new Element(one.origin(), one, named, margin).whole())
                            .toList();
            case Written.Leaf _ -> List.of();
        };
    }

    /** With the methods that its own {@code when} names as the only ones where it counts. */
    Element whole() {
        var methods =
                fields
                        .at("when")
                        .filter(Written.Fields.class::isInstance)
                        .flatMap(when -> ((Written.Fields) when).at("method"))
                        .map(Element::leavesOf)
                        .orElse(List.of())
                        .stream()
                        .map(Written.Leaf::text)
                        .filter(word -> !word.startsWith("!"))
                        .toList();
        return methods.isEmpty() ? this : owned(owner.within(methods));
    }

    Map<String, String> textMap(String key) {
        var map = new LinkedHashMap<String, String>();
        element(key)
                .ifPresent(
                        inner ->
                                inner.fields
                                        .fields()
                                        .keySet()
                                        .forEach(
                                                name ->
                                                        inner.text(name)
                                                                .ifPresent(
                                                                        text ->
                                                                                map.put(
                                                                                        name,
                                                                                        text))));
        return map;
    }

    Optional<Template> template(String key, Slot slot) {
        return leaf(key).map(leaf -> template(leaf, slot));
    }

    List<Template> templates(String key, Slot slot) {
        return leaves(key).stream().map(leaf -> template(leaf, slot)).toList();
    }

    Map<String, Template> templateMap(String key, Slot slot) {
        var map = new LinkedHashMap<String, Template>();
        element(key)
                .ifPresent(
                        inner ->
                                inner.fields
                                        .fields()
                                        .keySet()
                                        .forEach(
                                                name ->
                                                        inner.template(name, slot)
                                                                .ifPresent(
                                                                        value ->
                                                                                map.put(
                                                                                        name,
                                                                                        value))));
        return map;
    }

    Template template(Written.Leaf leaf, Slot slot) {
        var text = leaf.text();
        var places = Place.of(text, at -> wrong(Wrong.PLACE.at(leaf.at(at))));
        for (var place : places) {
            use(leaf.at(place.offset()), slot, place.name(), text, place.offset() == 0);
        }
        if (slot == Slot.PATH) {
            climbs(leaf, text, 0);
        }
        if (slot == Slot.QUERY) {
            quotes(leaf, text, places);
        }
        return margin.recipeFilled(leaf.origin(), text);
    }

    void climbs(Written.Leaf leaf, String text, int offset) {
        var matcher = Pattern.compile("(?:^|[/=])(\\.\\.)(?:/|$)").matcher(text);
        if (matcher.find()) {
            wrong(Wrong.CLIMBS.at(leaf.at(offset + matcher.start(1)), text));
        }
    }

    private void quotes(Written.Leaf leaf, String text, List<Place> places) {
        for (var place : places) {
            var open = ' ';
            for (var at = 0; at < place.offset(); at++) {
                var sign = text.charAt(at);
                if (open == ' ' && (sign == '\'' || sign == '"')) {
                    open = sign;
                } else if (sign == open) {
                    open = ' ';
                }
            }
            if (open != ' ') {
                wrong(Wrong.QUOTES.at(leaf.at(place.offset()), place.name()));
            }
        }
    }

    void use(Origin place, Slot slot, String name, String line, boolean start) {
        margin.uses(new Use(place, slot, name, owner, line, start));
    }

    /** The name of another element. */
    Optional<String> reference(String key, Slot slot) {
        var leaf = leaf(key);
        leaf.ifPresent(name -> use(name.origin(), slot, name.text(), name.text(), true));
        return leaf.map(Written.Leaf::text);
    }

    Optional<String> pattern(String key) {
        leaf(key).ifPresent(this::compiles);
        return text(key);
    }

    void compiles(Written.Leaf leaf) {
        try {
            var _ = Pattern.compile(leaf.text());
        } catch (PatternSyntaxException broken) {
            wrong(
                    Wrong.PATTERN.at(
                            broken.getIndex() < 0 || broken.getIndex() >= leaf.text().length()
                                    ? leaf.origin()
                                    : leaf.at(broken.getIndex()),
                            broken.getDescription()));
        }
    }

    Optional<Duration> duration(String key) {
        return text(key)
                .filter(text -> text.matches("(\\d{1,9}(ms|s|m|h|d))+"))
                .map(
                        text ->
                                UNIT.matcher(text)
                                        .results()
                                        .map(part -> duration(part.group(1), part.group(2)))
                                        .reduce(Duration.ZERO, Duration::plus));
    }

    private static Duration duration(String count, String unit) {
        var number = Long.parseLong(count);
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    Optional<Body.Words> words(String key) {
        var plain = text(key);
        if (plain.isPresent()) {
            return plain.map(text -> new Body.Words(Map.of("", text)));
        }
        var said = textMap(key);
        return said.isEmpty() ? Optional.empty() : Optional.of(new Body.Words(said));
    }

    Optional<Condition> condition(String key) {
        return fields.at(key).map(written -> new Claims(this).read(written));
    }

    /** The elements of a key that holds one map or a list of maps or plain texts. */
    List<Written> list(String key) {
        return fields.at(key)
                .map(
                        written ->
                                written instanceof Written.Items items
                                        ? new ArrayList<>(items.items())
                                        : new ArrayList<>(List.of(written)))
                .orElse(new ArrayList<>());
    }
}
