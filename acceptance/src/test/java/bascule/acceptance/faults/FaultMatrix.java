package bascule.acceptance.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * Every kind of failure in every phase of an upgrade, and what was left of it: {@code
 * acceptance/fault-matrix}.
 */
public final class FaultMatrix {
    private final Application system;
    private final String before;

    /**
     * @param system as it is to be found again after each
     */
    public FaultMatrix(Application system) throws IOException, InterruptedException {
        this.system = system;
        this.before = system.picture();
    }

    /**
     * @return how many were not right
     */
    public int write(Path table) throws IOException, InterruptedException {
        var lines = new ArrayList<>(head());
        var wrong = 0;
        for (var fault : Fault.all().toList()) {
            var line = line(fault);
            wrong += line.endsWith("yes |") ? 0 : 1;
            System.out.println(line);
            lines.add(line);
        }
        Files.writeString(table, String.join("\n", lines) + "\n");
        System.out.println(wrong + " wrong");
        return wrong;
    }

    private List<String> head() {
        return List.of(
                "# Failures in every phase of an upgrade: " + system.title(),
                "",
                "`acceptance/fault-matrix`, %s.".formatted(LocalDate.now(ZoneOffset.UTC)),
                "A step of its own fails, hangs past its limit, ends with 0 without its work done, or is"
                        + " killed.",
                "Right is: the run ends with 10, the old release serves, visitors read nothing but "
                        + String.join(", ", system.answers().stream().sorted().toList())
                        + ", and files, schema and rows are those of before, byte by byte.",
                "A step in `open` and later comes when visitors are in again: its failure is told (exit code"
                        + " 15) and takes nothing back by itself, for what they have written would be lost.",
                "",
                "| phase | the step | exit code | visitors read | took | files, schema and rows as before | right |",
                "|---|---|---|---|---|---|---|");
    }

    /** What came of a fault. */
    public record Outcome(
            int code,
            String said,
            List<String> differences,
            boolean serves,
            List<String> visits,
            Duration took) {
        public Outcome {
            differences = List.copyOf(differences);
            visits = List.copyOf(visits);
        }
    }

    public Outcome of(Fault fault) throws IOException, InterruptedException {
        Files.writeString(system.instance(), fault.in(system));
        system.visitsAnew();
        var began = System.nanoTime();
        var ran = system.upgrade();
        var took = Duration.ofNanos(System.nanoTime() - began);
        Files.writeString(system.instance(), system.plain());
        return new Outcome(
                ran.code(),
                ran.said(),
                differences(before, system.picture()),
                system.serves(),
                system.visits().stream().sorted().toList(),
                took);
    }

    /** What is not as it must be after it; nothing if all is right. */
    public List<String> wrong(Fault fault, Outcome outcome) {
        var wrong = new ArrayList<>(outcome.differences());
        if (outcome.code() != 10 || !outcome.said().contains(fault.named(system))) {
            wrong.add("ended with " + outcome.code() + ":\n" + outcome.said());
        }
        if (!outcome.serves()) {
            wrong.add("the old release does not serve");
        }
        outcome.visits().stream()
                .filter(code -> !system.answers().contains(code))
                .forEach(code -> wrong.add("visitors were answered " + code));
        return wrong;
    }

    private String line(Fault fault) throws IOException, InterruptedException {
        var outcome = of(fault);
        var wrong = wrong(fault, outcome);
        wrong.forEach(System.out::println);
        return "| %s | %s | %d | %s | %d s | %s | %s |"
                .formatted(
                        fault.phase(),
                        fault.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        outcome.code(),
                        String.join(", ", outcome.visits()),
                        outcome.took().toSeconds(),
                        outcome.differences().isEmpty() ? "yes" : "no",
                        wrong.isEmpty() ? "yes" : "**no**");
    }

    /** The first lines that are in one picture and not in the other. */
    private static List<String> differences(String one, String other) {
        var left = new LinkedHashSet<>(one.lines().toList());
        var right = new LinkedHashSet<>(other.lines().toList());
        var both = new LinkedHashSet<>(left);
        both.retainAll(right);
        left.removeAll(both);
        right.removeAll(both);
        var lines = new ArrayList<String>();
        left.forEach(line -> lines.add("- " + line));
        right.forEach(line -> lines.add("+ " + line));
        return lines.stream().limit(20).toList();
    }
}
