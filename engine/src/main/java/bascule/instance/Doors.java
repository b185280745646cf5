package bascule.instance;

import bascule.fact.Template;
import bascule.host.Door;
import bascule.recipe.Body.RunSpec;
import bascule.recipe.DoorSpec;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the web server's door of what a recipe and an instance say of it. */
public final class Doors {
    public static final List<String> SERVERS = List.of("nginx", "apache");

    private Doors() {}

    /** Nothing if it is not said, or not whole: without a file, an address or a question. */
    public static Optional<Door> of(Scope scope) {
        return scope.subject()
                .body()
                .webServer()
                .filter(spec -> !scope.fill(spec.include()).text().isEmpty())
                .filter(spec -> !scope.fill(spec.listener()).text().isEmpty())
                .filter(spec -> spec.visitors().size() == 1)
                .map(spec -> door(scope, spec));
    }

    private static Door door(Scope scope, DoorSpec spec) {
        var server = scope.text(spec.server());
        var apache = server.equals("apache");
        return new Door(
                server,
                Paths.absolute(scope, spec.include()),
                scope.text(spec.listener()),
                Requests.of(scope, spec.visitors()).getFirst(),
                Commands.of(
                        scope,
                        or(spec.test(), apache ? "apachectl" : "nginx", "-t"),
                        Commands.LOOK),
                Commands.of(
                        scope,
                        apache
                                ? or(spec.reload(), "apachectl", "graceful")
                                : or(spec.reload(), "nginx", "-s", "reload"),
                        Commands.LOOK));
    }

    /** What is written; else what the server's own program is told, by who may tell it. */
    private static RunSpec or(RunSpec written, String... words) {
        return written.words().isEmpty()
                ? new RunSpec(
                        Arrays.stream(words).map(Template::literal).toList(),
                        Optional.of(Template.literal("root")),
                        Optional.of(Template.literal("/")),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty())
                : written;
    }
}
