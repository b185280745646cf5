package bascule.work;

import bascule.fact.Answer;
import bascule.host.Host;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.probe.Probe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks the facts of a plan afresh, by the probes that it holds. */
final class Facts {

    /** Asks one fact; what cannot be asked is unknown. */
    @FunctionalInterface
    interface Looking {
        Answer look(Probe probe, Host.Filler filler);
    }

    private final Host host;
    private final Looking looking;
    private final Map<String, Probe> probes;
    private final List<bascule.host.Service> services;

    Facts(Host host, Looking looking, Plan plan) {
        this.host = host;
        this.looking = looking;
        this.probes = plan.probes();
        this.services =
                Stream.concat(
                                plan.steps(),
                                plan.outages().stream().flatMap(outage -> outage.back().stream()))
                        .map(Step::action)
                        .flatMap(Facts::service)
                        .distinct()
                        .toList();
    }

    private static Stream<bascule.host.Service> service(Action action) {
        return action instanceof Action.Change change
                ? Stream.of(change.service())
                : Stream.empty();
    }

    /**
     * @param name a fact, of one row {@code name[row]}, or a part of it {@code name.part}
     * @param era the release in force; empty asks what holds for any release
     */
    Answer answer(String name, String era, Host.Filler filler) {
        return whole(name, era, filler).orElseGet(() -> part(name, era, filler));
    }

    private Optional<Answer> whole(String name, String era, Host.Filler filler) {
        return probe(name, era).map(probe -> ask(probe, filler)).or(() -> row(name, era, filler));
    }

    /** One row of a list whose probe asks for all of them. */
    private Optional<Answer> row(String name, String era, Host.Filler filler) {
        var open = name.indexOf('[');
        if (open < 0 || !name.endsWith("]")) {
            return Optional.empty();
        }
        var key = name.substring(open + 1, name.length() - 1);
        return probe(name.substring(0, open), era)
                .map(
                        probe ->
                                switch (ask(probe, filler)) {
                                    case Answer.Rows(var rows) ->
                                            rows.stream()
                                                    .filter(row -> row.containsValue(key))
                                                    .findFirst()
                                                    .<Answer>map(Answer.Fields::new)
                                                    .orElseGet(Answer.Absent::new);
                                    case Answer.Unknown unknown -> unknown;
                                    case Answer.Absent absent -> absent;
                                    case Answer.Word word -> word;
                                    case Answer.Fields fields -> fields;
                                });
    }

    private Answer part(String name, String era, Host.Filler filler) {
        var dot = name.lastIndexOf('.');
        if (dot <= name.lastIndexOf(']')) {
            return new Answer.Unknown("no probe for " + name);
        }
        return whole(name.substring(0, dot), era, filler)
                .map(answer -> answer.part(name.substring(dot + 1)))
                .orElseGet(() -> new Answer.Unknown("no probe for " + name));
    }

    private Optional<Probe> probe(String fact, String era) {
        return Stream.of(fact + "@" + era, fact + "@")
                .flatMap(key -> Optional.ofNullable(probes.get(key)).stream())
                .findFirst();
    }

    private Answer ask(Probe probe, Host.Filler filler) {
        if (probe instanceof Probe.ByCommand command
                && command.whenStopped()
                && services.stream().anyMatch(one -> runs(one, filler))) {
            return new Answer.Unknown("it is only asked when the services are stopped");
        }
        return looking.look(probe, filler);
    }

    private boolean runs(bascule.host.Service service, Host.Filler filler) {
        return host.standing(service, filler) != Host.Standing.STOPPED;
    }
}
