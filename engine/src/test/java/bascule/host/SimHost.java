package bascule.host;

import bascule.fact.Template;
import bascule.problem.Fault;
import bascule.text.Text;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A machine in memory: commands answer as they were told to, services are running or not. Files are
 * real: tests give their own folders.
 */
@NullMarked
public final class SimHost implements Host {
    private final Map<String, Function<Launch, Ran>> commands = new LinkedHashMap<>();
    private final Map<String, Standing> services = new LinkedHashMap<>();
    private final List<Launch> launched = new ArrayList<>();
    private Clock clock = Clock.systemUTC();
    private long free = 1L << 40;

    /** A command line that begins so ends with this code and output. */
    public SimHost command(String begins, int code, String output) {
        return command(begins, _ -> new Ran(code, Optional.empty(), false, output));
    }

    public SimHost command(String begins, Function<Launch, Ran> ends) {
        commands.put(begins, ends);
        return this;
    }

    public SimHost service(String name, Standing standing) {
        services.put(name, standing);
        return this;
    }

    /** How many bytes are free, on whatever file system. */
    public SimHost free(long bytes) {
        free = bytes;
        return this;
    }

    public SimHost clock(Clock ticked) {
        clock = ticked;
        return this;
    }

    /** Every command that was run, in order. */
    public List<Launch> launched() {
        return List.copyOf(launched);
    }

    @Override
    public Ran run(Launch launch, Consumer<String> lines) {
        launched.add(launch);
        var line = String.join(" ", launch.argv());
        Function<Launch, Ran> ends = longest(line);
        if (ends == null) {
            throw new Fault("BSC-400", Text.verbatim("no such program: " + line));
        }
        var ran = ends.apply(launch);
        ran.output().lines().forEach(lines);
        return ran;
    }

    private @Nullable Function<Launch, Ran> longest(String line) {
        return commands.keySet().stream()
                .filter(line::startsWith)
                .max(java.util.Comparator.comparingInt(String::length))
                .map(commands::get)
                .orElse(null);
    }

    @Override
    public Optional<Integer> quieten(Launch.Work work, Duration patience) {
        return Optional.empty();
    }

    @Override
    public Standing standing(Service service, Filler filler) {
        return services.getOrDefault(service.name(), Standing.UNKNOWN);
    }

    @Override
    public void change(ServiceChange change, Filler filler, Duration limit) {
        services.put(
                change.service().name(),
                change.verb() == Service.Verb.STOP ? Standing.STOPPED : Standing.RUNNING);
    }

    @Override
    public void bar(Service service, Filler filler) {}

    @Override
    public void unbar(Service service, Filler filler) {}

    @Override
    public Map<String, String> identity() {
        return Map.of("user", "owner", "os", "debian 12", "arch", "x86_64", "memory", "8192");
    }

    @Override
    public long freeSpace(Path path) {
        return free;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    /** Fills places from a map; those named secret are told as secrets. */
    public static Filler filler(Map<String, String> values, String... secret) {
        var told = new ArrayList<String>();
        return new Filler() {
            @Override
            public String fill(Template template) {
                return template.fill(
                        name -> {
                            var value = values.get(name);
                            if (value == null) {
                                throw new Fault("BSC-400", Text.verbatim("no value: " + name));
                            }
                            if (List.of(secret).contains(name)) {
                                told.add(value);
                            }
                            return value;
                        });
            }

            @Override
            public List<String> secrets() {
                return List.copyOf(told);
            }
        };
    }
}
