package bascule.recipe;

import bascule.fact.Template;
import bascule.recipe.Body.Code;
import bascule.recipe.Body.FetchSpec;
import bascule.recipe.Body.ServiceSpec;
import bascule.recipe.Body.StoreSpec;
import bascule.recipe.Use.Slot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads stores, services and code. */
final class PartReader {
    static final List<String> SERVERS =
            List.of("mariadb", "postgresql", "sqlite", "mongodb", "redis", "rabbitmq");
    static final List<String> STORES =
            List.of("mariadb", "postgresql", "sqlite", "mongodb", "redis", "rabbitmq", "files");
    static final List<String> SERVICES =
            List.of("systemd", "supervisor", "compose", "process", "script");
    static final List<String> WAYS = List.of("replace", "link", "packages", "compose");
    static final List<String> FETCHES = List.of("archive", "maven", "git");

    private PartReader() {}

    /** Tells the second of two keys that exclude each other. */
    static void oneOf(Element element, List<String> keys) {
        var there = element.fields().fields().keySet().stream().filter(keys::contains).toList();
        if (there.size() > 1) {
            element.wrong(
                    Wrong.TWO_ACTIONS.at(
                            element.originOf(there.get(1)), there.get(0), there.get(1)));
        }
    }

    static StoreSpec store(Element store) {
        oneOf(store, STORES);
        var kind =
                STORES.stream()
                        .filter(store::has)
                        .findFirst()
                        .orElse(store.has("rebuild") ? "rebuild" : "");
        return new StoreSpec(
                store.origin(),
                store.condition("when"),
                store.reference("each", Slot.LIST),
                kind,
                SERVERS.contains(kind) ? store.templateMap(kind, Slot.FREE) : Map.of(),
                store.templates("files", Slot.PATH),
                store.text("rebuild").filter("nothing"::equals).isPresent()
                        ? Optional.empty()
                        : new ActReader(store).run("rebuild"),
                store.reference("via", Slot.TOOL),
                store.reference("service", Slot.SERVICE),
                store.flag("untouched"),
                store.has("rebuild"));
    }

    static ServiceSpec service(Element service) {
        oneOf(service, SERVICES);
        var kind = SERVICES.stream().filter(service::has).findFirst().orElse("");
        var script = service.element(kind.equals("process") ? "process" : "script");
        return new ServiceSpec(
                service.origin(),
                service.condition("when"),
                service.reference("each", Slot.LIST),
                kind,
                List.of("process", "script", "").contains(kind)
                        ? List.of()
                        : service.templates(kind, Slot.FREE),
                service.texts("except"),
                script.flatMap(command -> new ActReader(command).run("start")),
                script.flatMap(command -> new ActReader(command).run("stop")),
                script.flatMap(command -> new ActReader(command).run("status")),
                script.flatMap(command -> command.template("pid-file", Slot.PATH)),
                service.text("change").orElse("stop"),
                service.text("starts").filter("open"::equals).isPresent()
                        ? Phase.OPEN
                        : Phase.START,
                service.templateMap("private", Slot.FREE),
                service.duration("limit"));
    }

    static Code code(Element code) {
        oneOf(code, WAYS);
        var way = WAYS.stream().filter(code::has).findFirst().orElse("");
        return new Code(
                code.origin(),
                code.list("fetch").stream()
                        .filter(Written.Fields.class::isInstance)
                        .map(Written.Fields.class::cast)
                        .map(
                                fetch ->
                                        fetch(
                                                new Element(
                                                        fetch.origin(),
                                                        fetch,
                                                        code.owner(),
                                                        code.margin())))
                        .toList(),
                way,
                way.isEmpty() || way.equals("compose")
                        ? List.of()
                        : code.templates(way, way.equals("packages") ? Slot.FREE : Slot.PATH),
                code.template("from", Slot.FREE),
                compose(code),
                paths(code, "carry"),
                paths(code, "keep"),
                merge(code),
                paths(code, "scratch"),
                paths(code, "extras"),
                code.reference("parts", Slot.LIST),
                code.template("seen-as", Slot.PATH));
    }

    private static Map<String, Template> compose(Element code) {
        var map = new LinkedHashMap<String, Template>();
        code.element("compose")
                .ifPresent(
                        compose -> {
                            compose.template("file", Slot.PATH)
                                    .ifPresent(file -> map.put("file", file));
                            for (var key : List.of("key", "tag")) {
                                compose.template(key, Slot.FREE)
                                        .ifPresent(value -> map.put(key, value));
                            }
                        });
        return map;
    }

    private static List<String> paths(Element code, String key) {
        return code.templates(key, Slot.PATH).stream().map(Template::text).toList();
    }

    /** A list merges each path with the one of the same name. */
    private static Map<String, String> merge(Element code) {
        if (code.element("merge").isPresent()) {
            var map = new LinkedHashMap<String, String>();
            code.templateMap("merge", Slot.PATH)
                    .forEach((path, shipped) -> map.put(path, shipped.text()));
            return map;
        }
        var same = new LinkedHashMap<String, String>();
        paths(code, "merge").forEach(path -> same.put(path, path));
        return same;
    }

    private static FetchSpec fetch(Element fetch) {
        oneOf(fetch, FETCHES);
        var source = FETCHES.stream().filter(fetch::has).findFirst();
        if (source.isEmpty()) {
            fetch.wrong(Wrong.SAYS_NOTHING.said("fetch", fetch.origin()));
        }
        return new FetchSpec(
                fetch.origin(),
                fetch.condition("when"),
                source.orElse(""),
                source.flatMap(name -> fetch.template(name, Slot.LOCATION)).orElse(Template.of("")),
                fetch.template("signature", Slot.LOCATION),
                fetch.template("ref", Slot.WORD),
                fetch.template("into", Slot.PATH),
                fetch.reference("each", Slot.LIST));
    }
}
