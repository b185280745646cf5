package bascule.store;

import static bascule.store.RabbitmqDefinitions.text;
import static bascule.store.RabbitmqTalk.path;

import bascule.json.Json;
import bascule.problem.Fault;
import bascule.store.RabbitmqDefinitions.Kind;
import bascule.text.Text;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes away what is declared in a vhost and should not be, or should be otherwise. A queue that
 * was there before and was made otherwise since is only taken away empty: its messages are in no
 * backup.
 */
record RabbitmqUndeclaring(RabbitmqTalk talk, String vhost, String named) {
    private static final int NOT_THERE = 404;
    private static final int REFUSED = 400;

    void all(RabbitmqDefinitions there, RabbitmqDefinitions wanted) throws IOException {
        for (var binding : there.notIn(wanted, Kind.BINDINGS)) {
            binding(there.thing(Kind.BINDINGS, binding));
        }
        for (var queue : there.notIn(wanted, Kind.QUEUES)) {
            queue(queue, wanted.of(Kind.QUEUES).containsKey(queue));
        }
        for (var exchange : there.notIn(wanted, Kind.EXCHANGES)) {
            gone(path("exchanges", vhost, exchange));
        }
        for (var policy : there.notIn(wanted, Kind.POLICIES)) {
            gone(path("policies", vhost, policy));
        }
        for (var parameter : there.notIn(wanted, Kind.PARAMETERS)) {
            parameter(there.thing(Kind.PARAMETERS, parameter));
        }
    }

    private void gone(String place) throws IOException {
        var answer = talk.ask("DELETE", place, "");
        if (!answer.isDone() && answer.status() != NOT_THERE) {
            throw talk.refused("BSC-432", "DELETE", place, answer);
        }
    }

    private void queue(String name, boolean was) throws IOException {
        var place = path("queues", vhost, name);
        if (!was) {
            gone(place);
            return;
        }
        var answer = talk.ask("DELETE", place + "?if-empty=true", "");
        if (answer.status() == REFUSED && answer.body().contains("not empty")) {
            throw new Fault("BSC-468", Text.of("store.rabbitmq.waits", named, name));
        }
        if (!answer.isDone() && answer.status() != NOT_THERE) {
            throw talk.refused("BSC-432", "DELETE", place, answer);
        }
    }

    /** Two bindings between the same two are told apart by a key that only the server knows. */
    private void binding(Map<String, Object> one) throws IOException {
        var kind = text(one, "destination_type").equals("queue") ? "q" : "e";
        var between =
                path("bindings", vhost, "e", text(one, "source"), kind, text(one, "destination"));
        var body = talk.must("BSC-432", "GET", between, "");
        for (var thing : Json.read(body, List.class)) {
            if (thing instanceof Map<?, ?> found) {
                var plain = new TreeMap<String, Object>();
                found.forEach((key, value) -> plain.put(String.valueOf(key), value));
                var key = text(plain, "properties_key");
                if (RabbitmqDefinitions.isSame(one, plain)) {
                    gone(between + path(key).substring("/api".length()));
                }
            }
        }
    }

    private void parameter(Map<String, Object> one) throws IOException {
        var component = text(one, "component");
        var name = text(one, "name");
        switch (component) {
            case "operator_policy" -> gone(path("operator-policies", vhost, name));
            case "vhost-limits" -> {
                if (one.get("value") instanceof Map<?, ?> limits) {
                    for (var limit : limits.keySet()) {
                        gone(path("vhost-limits", vhost, String.valueOf(limit)));
                    }
                }
            }
            default -> gone(path("parameters", component, vhost, name));
        }
    }
}
