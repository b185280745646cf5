package bascule.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the processes of a plain service among all that run. */
final class PlainSearch {
    private final PlainControl service;
    private final Set<Path> roots = new HashSet<>();
    private final String program;

    /** What the program is told to be, {@code start}: tells it from the application's tools. */
    private final Optional<String> verb;

    PlainSearch(PlainControl service) {
        this.service = service;
        var argv = service.launch().argv();
        this.program = String.valueOf(Path.of(argv.getFirst()).getFileName());
        this.verb =
                argv.stream()
                        .skip(1)
                        .filter(word -> !word.startsWith("-") && !word.isEmpty())
                        .findFirst();
        roots.add(service.root().toAbsolutePath().normalize());
        real(service.root()).ifPresent(roots::add);
    }

    List<Processes.Running> running() {
        var named = named();
        return Processes.others().stream().filter(one -> marked(one) || found(one, named)).toList();
    }

    private boolean marked(Processes.Running process) {
        return Processes.carries(process, List.of(service.mark())).orElse(false);
    }

    private boolean found(Processes.Running process, Optional<Integer> named) {
        var meant = named.filter(pid -> pid == process.pid()).isPresent() || begunAlike(process);
        return meant && worksUnderRoot(process);
    }

    /** Whom the pid file names; by now that may be anybody. */
    private Optional<Integer> named() {
        try {
            return Optional.of(
                    Integer.parseInt(Files.readString(service.pidFile()).strip().split("\\s")[0]));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    private boolean worksUnderRoot(Processes.Running process) {
        return Processes.folder(process).filter(this::underRoot).isPresent()
                || paths(process).anyMatch(this::underRoot);
    }

    /**
     * Every path that its command line names, also inside {@code -Dhome=/srv/x} and {@code a:b}.
     */
    private static Stream<Path> paths(Processes.Running process) {
        return Processes.argv(process).stream()
                .flatMap(word -> Arrays.stream(word.split("[=:,]")))
                .filter(part -> part.startsWith("/"))
                .map(Path::of);
    }

    private boolean underRoot(Path path) {
        return roots.stream().anyMatch(path.normalize()::startsWith)
                || real(path).filter(real -> roots.stream().anyMatch(real::startsWith)).isPresent();
    }

    private boolean begunAlike(Processes.Running process) {
        var argv = Processes.argv(process);
        return verb.map(argv::contains)
                .orElseGet(
                        () ->
                                argv.stream()
                                        .limit(2)
                                        .anyMatch(
                                                word ->
                                                        word.equals(program)
                                                                || word.endsWith("/" + program)));
    }

    private static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
