package bascule.plan;

import bascule.host.Service;
import bascule.instance.Doors;
import bascule.instance.Services;
import bascule.instance.Stores;
import bascule.recipe.Body.FetchSpec;
import bascule.store.Store;
import bascule.text.Text;

/** Refuses, before anything is drawn, what this version could not carry out. */
final class Abilities {
    private static final String LOOPBACK = "(127(\\.\\d{1,3}){3}|\\[::1\\]):\\d{1,5}";

    private final Drawing drawing;
    private final Powers powers;

    Abilities(Drawing drawing) {
        this.drawing = drawing;
        this.powers = drawing.options().powers();
    }

    /**
     * @throws bascule.problem.Refusal naming what is missing
     */
    void allow(Hop hop) {
        code(hop);
        allowStanding(hop);
    }

    /** What is asked also where the code stays. */
    void allowStanding(Hop hop) {
        door(hop);
        for (var scope : java.util.List.of(drawing.settled(hop.from()), drawing.after(hop))) {
            Stores.all(scope).forEach(store -> store(store, hop));
            Services.all(scope).forEach(known -> service(known.service(), hop));
        }
    }

    private void door(Hop hop) {
        var door = drawing.subject().door();
        if (!powers.doors().contains(door)) {
            throw notYet(
                    hop, Text.of("plan.not-yet.door", door), Text.of("plan.not-yet.door.next"));
        }
        if (door.equals("web-server")) {
            webServer(hop);
        }
        var behind = Running.stopped(drawing.after(hop));
        if (door.equals("private-address")
                && behind.stream().allMatch(known -> known.privately().isEmpty())) {
            throw drawing.refused()
                    .upgrade(
                            "BSC-266",
                            hop.to().text(),
                            Text.of("plan.no-private"),
                            Text.of("plan.no-private.next", drawing.subject().name()));
        }
    }

    /** A door that nobody can close, or that lets others in too, is none. */
    private void webServer(Hop hop) {
        var said = Doors.of(drawing.settled(hop.from()));
        var known = said.filter(door -> Doors.SERVERS.contains(door.server()));
        var own = known.filter(door -> door.listener().matches(LOOPBACK));
        if (own.isEmpty()) {
            throw drawing.refused()
                    .upgrade(
                            "BSC-266",
                            hop.to().text(),
                            known.isEmpty()
                                    ? Text.of("plan.no-web-server")
                                    : Text.of("plan.listener", known.get().listener()),
                            Text.of("plan.no-web-server.next", drawing.subject().name()));
        }
    }

    private void code(Hop hop) {
        var code = drawing.subject().body().code();
        if (code.isEmpty()) {
            return;
        }
        if (!powers.ways().contains(code.get().way())) {
            throw notYet(
                    hop,
                    Text.of("plan.not-yet.way", code.get().way()),
                    Text.of("plan.not-yet.next"));
        }
        if (!code.get().extras().isEmpty() && !powers.ways().contains("extras")) {
            throw notYet(
                    hop,
                    Text.of("plan.not-yet.extras", String.join(", ", code.get().extras())),
                    Text.of("plan.not-yet.next"));
        }
        var fetch = drawing.staged(hop).choose(code.get().fetch(), FetchSpec::when);
        if (fetch.isPresent() && !powers.sources().contains(fetch.get().source())) {
            throw notYet(
                    hop,
                    Text.of("plan.not-yet.source", fetch.get().source()),
                    Text.of("plan.not-yet.next"));
        }
    }

    private void store(Store store, Hop hop) {
        var kind =
                switch (store) {
                    case Store.Files _ -> "files";
                    case Store.Server server -> server.server();
                    case Store.Derived _ -> "derived";
                };
        if (!store.untouched() && !powers.stores().contains(kind)) {
            throw notYet(
                    hop,
                    Text.of("plan.not-yet.store", store.name(), kind),
                    Text.of("plan.not-yet.store.next", store.name()));
        }
        if (!store.untouched() && store instanceof Store.Server server && !server.via().isEmpty()) {
            throw notYet(
                    hop,
                    Text.of("plan.not-yet.via", store.name()),
                    Text.of("plan.not-yet.store.next", store.name()));
        }
    }

    private void service(Service service, Hop hop) {
        var kind =
                switch (service) {
                    case Service.Systemd _ -> "systemd";
                    case Service.Supervisor _ -> "supervisor";
                    case Service.Compose _ -> "compose";
                    case Service.Plain _ -> "process";
                    case Service.Script _ -> "script";
                };
        if (!powers.services().contains(kind)) {
            throw notYet(
                    hop,
                    Text.of("plan.not-yet.service", service.name(), kind),
                    Text.of("plan.not-yet.next"));
        }
    }

    private bascule.problem.Refusal notYet(Hop hop, Text what, Text next) {
        return drawing.refused().notYet(hop.to().text(), what, next);
    }
}
