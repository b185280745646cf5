package bascule.check;

import bascule.fact.Template;
import bascule.host.Host;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Purpose;
import bascule.plan.Step;
import bascule.probe.Probe;
import bascule.text.Text;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Whether nobody else sits on a port that the new release will want: one that the old release does
 * not use, or any of them while its services are stopped.
 */
record Ports(Ground ground) {
    private static final int PATIENCE = 1000;

    Finding look(Plan plan) {
        var old = ports(plan, plan.from().text());
        var wanted = new TreeSet<Integer>();
        plan.legs().forEach(leg -> wanted.addAll(ports(plan, leg.to().text())));
        wanted.addAll(old);
        // What only stands beside the release that serves asks for none.
        if (plan.purpose() == Purpose.STAGE) {
            wanted.clear();
        }
        // Behind a web server's door both are asked at the server's own listener.
        if (plan.door().equals("web-server") || running(plan)) {
            wanted.removeAll(old);
        }
        var taken = wanted.stream().filter(Ports::answers).toList();
        if (taken.isEmpty()) {
            return Findings.pass("check.ports", wanted.size());
        }
        return Findings.block(
                plan,
                "BSC-105",
                Text.of("check.port-taken", taken),
                Text.of("check.port-taken.next", taken.getFirst()));
    }

    /** The ports of this machine at which a release is asked for verification. */
    private static List<Integer> ports(Plan plan, String release) {
        var ports = new ArrayList<Integer>();
        plan.probes()
                .forEach(
                        (name, probe) -> {
                            if (name.endsWith("@" + release)
                                    && probe instanceof Probe.ByHttp http) {
                                http.requests()
                                        .forEach(
                                                request ->
                                                        port(request.url()).ifPresent(ports::add));
                            }
                        });
        return ports;
    }

    private static Optional<Integer> port(Template url) {
        if (!url.closed()) {
            return Optional.empty();
        }
        try {
            var uri = URI.create(url.fill(name -> name));
            return uri.getHost() != null
                            && uri.getPort() > 0
                            && InetAddress.getByName(uri.getHost()).isLoopbackAddress()
                    ? Optional.of(uri.getPort())
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private boolean running(Plan plan) {
        return plan.steps()
                .map(Step::action)
                .filter(Action.Change.class::isInstance)
                .map(Action.Change.class::cast)
                .map(Action.Change::service)
                .distinct()
                .anyMatch(
                        service ->
                                ground.host().standing(service, NoSecrets.FILLER)
                                        == Host.Standing.RUNNING);
    }

    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
