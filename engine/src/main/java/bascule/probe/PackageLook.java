package bascule.probe;

import bascule.fact.Answer;
import bascule.host.Host;
import bascule.host.Launch;
import bascule.host.Ran;
import bascule.problem.Fault;
import bascule.text.Text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the package manager which release is installed. */
record PackageLook(Host host, Host.Filler filler) {
    private static final String DPKG = "${Package}\\t${Version}\\t${db:Status-Status}\\n";
    private static final String RPM = "%{NAME}\\t%{VERSION}-%{RELEASE}\\tinstalled\\n";

    /**
     * @param version as the package manager writes it, with epoch and revision
     */
    private record Installed(String name, String version) {
        /** What the makers of the application call it. */
        String release() {
            return version.replaceFirst("^\\d+:", "").replaceFirst("-[^-]*$", "");
        }
    }

    Answer look(Probe.ByPackage ask) {
        var name = filler.fill(ask.name());
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9+._*?\\[\\]-]*")) {
            throw new Fault("BSC-470", Text.of("look.package-name", name));
        }
        var reader = new Reader(ask.reading());
        var installed = installed(name);
        if (!ask.reading().rows().isEmpty()) {
            return new Answer.Rows(
                    installed.stream()
                            .map(one -> Map.of("name", one.name(), "version", one.release()))
                            .toList());
        }
        var exact = ask.reading().match().isPresent();
        var releases =
                installed.stream()
                        .map(one -> exact ? one.version() : one.release())
                        .distinct()
                        .toList();
        if (releases.size() > 1) {
            var names = installed.stream().map(one -> one.name() + " " + one.version()).toList();
            throw new Fault("BSC-470", Text.of("look.packages", String.join(", ", names)));
        }
        return reader.word(releases.stream().findFirst());
    }

    private List<Installed> installed(String name) {
        var dpkg = ask("dpkg-query", "-W", "-f", DPKG, "--", name);
        if (dpkg.isPresent()) {
            var found = parsed(dpkg.get());
            if (!found.isEmpty()) {
                return found;
            }
        }
        var rpm = ask("rpm", "-qa", "--qf", RPM, "--", name);
        if (dpkg.isEmpty() && rpm.isEmpty()) {
            throw new Fault("BSC-470", Text.of("look.no-packages"));
        }
        return rpm.map(PackageLook::parsed).orElse(List.of());
    }

    /** Empty where there is no such program. */
    private Optional<Ran> ask(String... argv) {
        var launch =
                new Launch(
                        List.of(argv),
                        Optional.empty(),
                        Path.of("/"),
                        Map.of("LC_ALL", "C"),
                        Looker.LIMIT,
                        List.of(),
                        Optional.empty());
        Ran ran;
        try {
            ran = host.run(launch, _ -> {});
        } catch (Fault noProgram) {
            return Optional.empty();
        }
        CommandLook.ended(argv[0], ran, Looker.LIMIT.toSeconds());
        return ran.code() == 127 ? Optional.empty() : Optional.of(ran);
    }

    private static List<Installed> parsed(Ran ran) {
        var found = new ArrayList<Installed>();
        for (var line : ran.output().lines().toList()) {
            var parts = line.split("\t", -1);
            if (parts.length == 3 && parts[2].equals("installed")) {
                found.add(new Installed(parts[0], parts[1]));
            }
        }
        return found;
    }
}
