package bascule.check;

import bascule.fact.Template;
import bascule.host.Command;
import bascule.host.Door;
import bascule.host.Filled;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.text.Text;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Whether the web server was prepared for its door, once, by its administrator: its configuration
 * is sound, includes the file of the door, and listens where verification will ask.
 */
record Entrance(Ground ground) {
    private static final int PATIENCE = 2000;
    private static final Pattern INCLUDE =
            Pattern.compile("(?im)^(?:[^#\n]*[\\s;{])?include(?:optional)?\\s+[\"']?([^\"'\\s;]+)");
    private static final Pattern LISTED = Pattern.compile("(?m)^\\s*\\(\\S+\\)\\s+(/.*\\S)\\s*$");

    Finding look(Plan plan) {
        return plan.steps()
                .map(Step::action)
                .filter(Action.CloseDoor.class::isInstance)
                .map(action -> ((Action.CloseDoor) action).door())
                .findFirst()
                .map(door -> look(plan, door))
                .orElseGet(() -> Findings.pass("check.door", plan.door()));
    }

    private Finding look(Plan plan, Door door) {
        var listing = new ArrayList<>(door.test().argv());
        var apache = door.server().equals("apache");
        (apache ? List.of("-D", "DUMP_INCLUDES") : List.of("-T"))
                .forEach(word -> listing.add(Template.literal(word)));
        var lines = new ArrayList<String>();
        var ran =
                ground.host()
                        .run(
                                Filled.launch(
                                        with(door.test(), listing),
                                        NoSecrets.FILLER,
                                        door.test().limit(),
                                        Optional.empty()),
                                line -> keep(line, lines));
        if (ran.code() != 0) {
            // It may hold secrets, and is the server's to tell: only that it is wrong is said.
            return told(plan, door, Text.of("check.door-test", door.server(), ran.code()));
        }
        var include = door.include().fill(_ -> "");
        if (files(lines, apache).noneMatch(text -> includes(text, include))) {
            return told(plan, door, Text.of("check.door-include", door.server(), include));
        }
        if (!answers(door.listener())) {
            return told(plan, door, Text.of("check.door-listener", door.listener()));
        }
        return Findings.pass("check.door-ready", include);
    }

    private static Command with(Command test, List<Template> argv) {
        return new Command(argv, test.user(), test.in(), test.env(), test.envFile(), test.limit());
    }

    private static Finding told(Plan plan, Door door, Text why) {
        var lines =
                door.server().equals("apache")
                        ? Text.of(
                                "check.door-apache.next",
                                door.include().fill(_ -> ""),
                                door.listener(),
                                plan.instance())
                        : Text.of(
                                "check.door-nginx.next",
                                glob(door.include().fill(_ -> "")),
                                door.listener(),
                                plan.instance());
        return Findings.block(plan, "BSC-116", why, lines);
    }

    /** nginx takes a file that is not there only from a pattern: one that can mean no other. */
    private static String glob(String include) {
        var dot = include.lastIndexOf('.');
        return dot < 0
                ? include + "*"
                : include.substring(0, dot) + "[.]" + include.substring(dot + 1);
    }

    /** Of what may be long, and not for everybody, no more than is asked about. */
    private static void keep(String line, List<String> lines) {
        if (INCLUDE.matcher(line).find() || LISTED.matcher(line).find()) {
            lines.add(line);
        }
    }

    /** nginx prints its files whole, Apache their names. */
    private static Stream<String> files(List<String> lines, boolean apache) {
        return apache
                ? lines.stream()
                        .flatMap(line -> LISTED.matcher(line).results())
                        .map(found -> read(Path.of(found.group(1))))
                : lines.stream();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException none) {
            return "";
        }
    }

    private static boolean includes(String text, String include) {
        return INCLUDE.matcher(text)
                .results()
                .map(found -> found.group(1))
                .anyMatch(pattern -> means(pattern, include));
    }

    private static boolean means(String pattern, String include) {
        try {
            return FileSystems.getDefault()
                    .getPathMatcher("glob:" + pattern)
                    .matches(Path.of(include));
        } catch (PatternSyntaxException other) {
            return false;
        }
    }

    private static boolean answers(String listener) {
        var colon = listener.lastIndexOf(':');
        var address = listener.substring(0, colon).replaceAll("[\\[\\]]", "");
        var port = Integer.parseInt(listener.substring(colon + 1));
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), PATIENCE);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
