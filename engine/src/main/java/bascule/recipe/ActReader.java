package bascule.recipe;

import bascule.fact.Template;
import bascule.json.Json;
import bascule.recipe.Body.Act;
import bascule.recipe.Body.HttpSpec;
import bascule.recipe.Body.RunSpec;
import bascule.recipe.Use.Slot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what is done: commands, queries, requests, keys set, moved and removed. */
final class ActReader {
    static final List<String> ACTIONS =
            List.of("run", "query", "http", "set", "move", "remove", "save", "restore");

    private final Element element;

    ActReader(Element element) {
        this.element = element;
    }

    /** Its first action, if it has one. */
    Optional<Act> act() {
        PartReader.oneOf(element, ACTIONS);
        return ACTIONS.stream().filter(element::has).findFirst().flatMap(this::act);
    }

    private Optional<Act> act(String action) {
        return switch (action) {
            case "run" -> run("run").map(Act.ToRun::new);
            case "query" ->
                    element.template("query", Slot.QUERY)
                            .map(
                                    query ->
                                            new Act.ToQuery(
                                                    element.reference("store", Slot.STORE)
                                                            .orElse(""),
                                                    query));
            case "http" -> Optional.of(new Act.ToHttp(requests()));
            case "set" -> element.element("set").map(ActReader::set);
            case "move" -> element.element("move").map(ActReader::move);
            case "remove" -> Optional.of(new Act.ToRemove(element.templates("remove", Slot.PATH)));
            case "save" -> element.reference("save", Slot.STORE).map(Act.ToSave::new);
            default -> element.reference("restore", Slot.STORE).map(Act.ToRestore::new);
        };
    }

    private static Act set(Element set) {
        var keys = new LinkedHashMap<String, Optional<Object>>();
        set.element("keys")
                .ifPresent(
                        map ->
                                map.fields()
                                        .fields()
                                        .forEach(
                                                (key, field) -> {
                                                    note(set, field.value());
                                                    keys.put(key, Written.plain(field.value()));
                                                }));
        return new Act.ToSet(set.templates("file", Slot.PATH), keys);
    }

    private static Act move(Element move) {
        return new Act.ToMove(
                move.template("file", Slot.PATH).orElse(Template.of("")), move.textMap("keys"));
    }

    /** The places in every text of a structured value. */
    private static void note(Element element, Written value) {
        switch (value) {
            case Written.Leaf leaf -> element.template(leaf, Slot.FREE);
            case Written.Items items -> items.items().forEach(item -> note(element, item));
            case Written.Fields fields ->
                    fields.fields().values().forEach(field -> note(element, field.value()));
        }
    }

    /** A command line with how it runs; without one, a line without words. */
    RunSpec runOrNone(String key) {
        return run(key).orElseGet(() -> spec(List.of()));
    }

    /** A command line, or a map with one under {@code run}. */
    Optional<RunSpec> run(String key) {
        var inner = element.element(key);
        if (inner.isPresent()) {
            return new ActReader(inner.get()).run("run");
        }
        return element.leaf(key).map(leaf -> spec(words(leaf)));
    }

    private RunSpec spec(List<Template> words) {
        return new RunSpec(
                words,
                element.template("as", Slot.FREE),
                element.template("in", Slot.PATH),
                element.templateMap("env", Slot.FREE),
                element.template("env-file", Slot.PATH),
                element.duration("limit"));
    }

    private List<Template> words(Written.Leaf leaf) {
        var line = RunLine.cut(leaf.text());
        for (var sign : line.signs()) {
            element.wrong(sign(leaf.at(sign.offset()), sign.sign()));
        }
        for (var index = 0; index < line.words().size(); index++) {
            var word = line.words().get(index);
            var text = word.template().text();
            for (var place : word.places()) {
                element.use(
                        leaf.at(place.offset()),
                        index == 0 ? Slot.PROGRAM : Slot.WORD,
                        place.name(),
                        text,
                        text.startsWith("${" + place.name() + "}"));
            }
            element.climbs(leaf, text, word.offset());
        }
        if (!line.words().isEmpty()) {
            var first = line.words().getFirst();
            element.use(
                    leaf.at(first.offset()),
                    Slot.COMMAND,
                    first.template().text(),
                    leaf.text(),
                    true);
        }
        return line.templates().stream()
                .map(word -> element.margin().recipeFilled(leaf.origin(), word.text()))
                .toList();
    }

    private static Mistake sign(Origin origin, char sign) {
        return switch (sign) {
            case '\'', '"' -> Wrong.SHELL.said("open", origin, sign);
            case '{' -> Wrong.PLACE.at(origin);
            default -> Wrong.SHELL.at(origin, sign);
        };
    }

    List<HttpSpec> requests() {
        return requests("http");
    }

    List<HttpSpec> requests(String key) {
        var requests = new ArrayList<HttpSpec>();
        var taken = new ArrayList<>(element.owner().taken());
        for (var written : element.list(key)) {
            var owner = element.owner().taking(List.copyOf(taken));
            switch (written) {
                case Written.Leaf leaf -> requests.add(get(element.owned(owner), leaf));
                case Written.Fields fields -> {
                    var request = new Element(fields.origin(), fields, owner, element.margin());
                    var spec = request(request);
                    taken.addAll(spec.take().keySet());
                    requests.add(spec);
                }
                case Written.Items _ -> {}
            }
        }
        return requests;
    }

    /** What the requests of an element take of their answers, for the rest of its step. */
    static List<String> taken(Element element) {
        return element.list("http").stream()
                .filter(Written.Fields.class::isInstance)
                .map(fields -> ((Written.Fields) fields).at("take"))
                .flatMap(Optional::stream)
                .filter(Written.Fields.class::isInstance)
                .flatMap(take -> ((Written.Fields) take).fields().keySet().stream())
                .toList();
    }

    private static HttpSpec get(Element element, Written.Leaf leaf) {
        return new HttpSpec(
                "GET",
                element.template(leaf, Slot.LOCATION),
                Map.of(),
                Map.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private static HttpSpec request(Element request) {
        var methods = List.of("get", "post", "put", "delete");
        PartReader.oneOf(request, methods);
        var method = methods.stream().filter(request::has).findFirst();
        if (method.isEmpty()) {
            request.wrong(Wrong.SAYS_NOTHING.said("request", request.origin()));
        }
        var headers = new LinkedHashMap<>(request.templateMap("headers", Slot.FREE));
        var json = request.fields().at("json");
        json.ifPresent(
                value -> {
                    note(request, value);
                    headers.putIfAbsent("Content-Type", Template.of("application/json"));
                });
        return new HttpSpec(
                method.orElse("get").toUpperCase(Locale.ROOT),
                method.flatMap(name -> request.template(name, Slot.LOCATION))
                        .orElse(Template.of("")),
                headers,
                request.templateMap("form", Slot.FREE),
                json.flatMap(Written::plain)
                        .map(value -> Template.of(Json.line(value)))
                        .or(() -> request.template("body", Slot.FREE)),
                request.texts("codes").stream()
                        .filter(code -> code.matches("\\d{3}"))
                        .map(Integer::valueOf)
                        .toList(),
                request.text("key"),
                request.pattern("match"),
                request.textMap("take"));
    }
}
