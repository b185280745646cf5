package bascule.acceptance;

import bascule.fact.Template;
import bascule.host.Command;
import bascule.host.Host;
import bascule.host.LocalHost;
import bascule.host.Service;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing done to a service by Bascule, in a process of its own: {@code VERB UNIT [NAME=VALUE]}.
 */
final class ServiceVerb {
    private ServiceVerb() {}

    public static void main(String[] args) {
        var host = new LocalHost(Path.of("/var/lib/bascule/instances/wiki"), Clock.systemUTC());
        var service = service(args[1]);
        switch (args[0]) {
            case "bar" -> host.bar(service, FILLER);
            case "unbar" -> host.unbar(service, FILLER);
            case "standing" -> System.out.println(host.standing(service, FILLER));
            default ->
                    host.change(
                            new Host.ServiceChange(
                                    Service.Verb.valueOf(args[0]),
                                    service,
                                    args.length > 2 ? variable(args[2]) : Map.of(),
                                    false),
                            FILLER,
                            Duration.ofSeconds(30));
        }
    }

    private static Map<String, Template> variable(String text) {
        var sign = text.indexOf('=');
        return Map.of(text.substring(0, sign), Template.of(text.substring(sign + 1)));
    }

    /** A unit or a pattern; a path is a plain process. */
    private static Service service(String name) {
        if (!name.startsWith("/")) {
            return new Service.Systemd(name.replaceAll("\\W", ""), Template.of(name), "system");
        }
        return new Service.Plain(
                "plain",
                new Command(
                        List.of(Template.of(name), Template.of("serve")),
                        Optional.empty(),
                        Template.of("/"),
                        Map.of(),
                        Optional.empty(),
                        Duration.ofSeconds(30)),
                Template.of("/run/plain.pid"),
                Template.of("/srv/plain"));
    }

    private static final Host.Filler FILLER =
            new Host.Filler() {
                @Override
                public String fill(Template template) {
                    return template.fill(_ -> "");
                }

                @Override
                public List<String> secrets() {
                    return List.of();
                }
            };
}
