package bascule.cli.verbs;

import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Verb;
import bascule.cli.demo.Demo;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;

/** {@code bascule demo}: a real Keycloak upgraded on this machine, and taken back if it fails. */
@Command(name = "demo")
public final class DemoVerb implements Verb {
    @Option(names = "--fail", paramLabel = "PHASE")
    Optional<String> fail = Optional.empty();

    @Option(names = "--clean")
    boolean clean;

    @Option(names = {"-y", "--yes"})
    boolean yes;

    @Option(names = "--dir", paramLabel = "FOLDER")
    Path folder = Path.of("demo");

    @Option(names = "--users", paramLabel = "NUMBER")
    int users = 1000;

    @Override
    public Exit run(Desk desk) {
        var demo = new Demo(desk, new Demo.Wish(folder, fail, yes, users));
        return clean ? demo.clean() : demo.show();
    }
}
