package bascule.cli.demo;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Brings an archive here by the Maven client as this machine has it configured. */
public final class Download {
    private final Place place;

    public Download(Place place) {
        this.place = place;
    }

    public void fetch(String release) {
        Disk.folder(place.downloads());
        Disk.folder(place.logs());
        var log = place.logs().resolve("fetch-" + release + ".log");
        try {
            var process =
                    new ProcessBuilder(
                                    List.of(
                                            "mvn",
                                            "-B",
                                            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
                                            "-Dartifact=org.keycloak:keycloak-quarkus-dist:"
                                                    + release
                                                    + ":tar.gz",
                                            "-DoutputDirectory=" + place.downloads(),
                                            "-Dmdep.overWriteReleases=true"))
                            .directory(place.downloads().toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            if (!process.waitFor(20, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new Fault("BSC-550", Text.of("demo.not-fetched", release, log));
            }
        } catch (IOException absent) {
            throw new Fault("BSC-550", Text.of("demo.no-maven", String.valueOf(absent.getMessage())), absent);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new Fault("BSC-550", Text.of("demo.not-fetched", release, "-"), ended);
        }
        if (!Files.exists(place.archive(release))) {
            throw new Fault("BSC-550", Text.of("demo.not-fetched", release, log));
        }
    }
}
