package bascule.cli.verbs;

import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Release;
import bascule.cli.Verb;
import bascule.json.Json;

import picocli.CommandLine.Command;

import java.util.Map;

/** {@code bascule version}: which Bascule this is, and which Java it runs on. */
@Command(name = "version")
public final class VersionVerb implements Verb {
    @Override
    public Exit run(Desk desk) {
        var java = System.getProperty("java.version");
        desk.print(
                desk.json()
                        ? Json.line(Map.of("bascule", Release.text(), "java", java))
                        : "bascule %s (Java %s)".formatted(Release.text(), java));
        return Exit.DONE;
    }
}
