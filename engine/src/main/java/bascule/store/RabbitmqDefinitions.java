package bascule.store;

import bascule.json.Json;
import bascule.store.Dumper.Table;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is declared in a vhost: each thing by its own name, without what differs from vhost to vhost
 * or from look to look.
 */
record RabbitmqDefinitions(Map<Kind, SortedMap<String, Map<String, Object>>> all) {
    /** Move messages to other brokers as soon as they are declared. */
    private static final Set<String> LINKS =
            Set.of("shovel", "federation-upstream", "federation-upstream-set");

    /** In the order in which they are made: what is named is there before what names it. */
    enum Kind {
        PARAMETERS,
        POLICIES,
        QUEUES,
        EXCHANGES,
        BINDINGS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What no other of its kind has in this vhost. */
        private String name(Map<String, Object> one) {
            return switch (this) {
                case PARAMETERS -> text(one, "component") + "/" + text(one, "name");
                case POLICIES, QUEUES, EXCHANGES -> text(one, "name");
                case BINDINGS -> Json.line(one);
            };
        }
    }

    static String text(Map<String, Object> one, String key) {
        return one.get(key) instanceof String text ? text : "";
    }

    /**
     * @param json as the management plugin exports a vhost
     * @throws tools.jackson.core.JacksonException if it is not that
     */
    static RabbitmqDefinitions of(String json) {
        var read = Json.read(json, Map.class);
        var all = new EnumMap<Kind, SortedMap<String, Map<String, Object>>>(Kind.class);
        for (var kind : Kind.values()) {
            var of = new TreeMap<String, Map<String, Object>>();
            all.put(kind, of);
            if (read.get(kind.word()) instanceof List<?> things) {
                for (var thing : things) {
                    var one = plain(thing);
                    if (!isNothing(one)) {
                        of.put(kind.name(one), one);
                    }
                }
            }
        }
        return new RabbitmqDefinitions(all);
    }

    /** Limits that were taken away leave an empty list. */
    private static boolean isNothing(Map<String, Object> one) {
        return one.get("value") instanceof List<?> values && values.isEmpty();
    }

    private static Map<String, Object> plain(Object thing) {
        var sorted = new TreeMap<String, Object>();
        if (sorted(thing) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
        }
        sorted.remove("vhost");
        return sorted;
    }

    private static Object sorted(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Map<?, ?> map -> {
                var sorted = new TreeMap<String, Object>();
                map.forEach(
                        (key, one) -> {
                            if (one != null) {
                                sorted.put(String.valueOf(key), sorted(one));
                            }
                        });
                yield sorted;
            }
            case List<?> list -> {
                var each = new ArrayList<Object>();
                for (var one : list) {
                    each.add(sorted(one));
                }
                yield each;
            }
            default -> value;
        };
    }

    SortedMap<String, Map<String, Object>> of(Kind kind) {
        return all.getOrDefault(kind, new TreeMap<>());
    }

    Map<String, Object> thing(Kind kind, String name) {
        return of(kind).getOrDefault(name, Map.of());
    }

    /** Whether a thing is this one, whatever else a server tells of it. */
    static boolean isSame(Map<String, Object> one, Map<String, Object> told) {
        var same = new TreeMap<>(plain(told));
        same.keySet().retainAll(one.keySet());
        return same.equals(one);
    }

    /** Those that are not so in the other: others, or of the same name and otherwise. */
    List<String> notIn(RabbitmqDefinitions other, Kind kind) {
        return of(kind).entrySet().stream()
                .filter(one -> !one.getValue().equals(other.of(kind).get(one.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** As the management plugin reads it. */
    String json() {
        var json = new TreeMap<String, Object>();
        all.forEach((kind, things) -> json.put(kind.word(), new ArrayList<>(things.values())));
        return Json.pretty(json) + "\n";
    }

    /** Without what would move messages from where nobody has put any. */
    RabbitmqDefinitions withoutLinks() {
        var kept = new EnumMap<Kind, SortedMap<String, Map<String, Object>>>(Kind.class);
        all.forEach((kind, things) -> kept.put(kind, new TreeMap<>(things)));
        kept.getOrDefault(Kind.PARAMETERS, new TreeMap<>())
                .values()
                .removeIf(one -> LINKS.contains(text(one, "component")));
        kept.getOrDefault(Kind.POLICIES, new TreeMap<>())
                .values()
                .removeIf(
                        one ->
                                one.get("definition") instanceof Map<?, ?> definition
                                        && definition.keySet().stream()
                                                .anyMatch(RabbitmqDefinitions::links));
        return new RabbitmqDefinitions(kept);
    }

    private static boolean links(Object key) {
        return LINKS.contains(String.valueOf(key));
    }

    /** The first thing that only one of the two has, or that they have otherwise. */
    String firstUnlike(RabbitmqDefinitions other) {
        for (var kind : Kind.values()) {
            var unlike = new TreeSet<>(new HashSet<>(notIn(other, kind)));
            unlike.addAll(other.notIn(this, kind));
            if (!unlike.isEmpty()) {
                return kind.word() + " " + unlike.getFirst();
            }
        }
        return "";
    }

    Map<String, Table> tables() {
        var tables = new TreeMap<String, Table>();
        all.forEach(
                (kind, things) ->
                        tables.put(
                                kind.word(),
                                new Table(
                                        things.size(), Bytes.sha256(Json.line(things.values())))));
        return tables;
    }
}
