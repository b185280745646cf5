package bascule.instance;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The names that every recipe may use without saying how to look. */
final class Constants {
    private static final Set<String> MACHINE = Set.of("user", "os", "arch", "memory", "selinux");
    private static final Set<String> OPEN =
            Set.of(
                    "run.id",
                    "run.folder",
                    "run.backups",
                    "outage.start",
                    "outage.end",
                    "announcement");

    /** Names that a program may be called by: none of them comes from what was looked at. */
    private static final Set<String> TRUSTED =
            Set.of(
                    "root",
                    "root.name",
                    "stage",
                    "recipe",
                    "from",
                    "to",
                    "release",
                    "from.series",
                    "to.series");

    private Constants() {}

    static boolean openUntilTheRun(String name) {
        return OPEN.contains(name) || name.startsWith("made.");
    }

    static boolean trusted(String name) {
        return TRUSTED.contains(name);
    }

    static @Nullable String of(Scope scope, String name) {
        var subject = scope.subject();
        var era = scope.era();
        var versions = subject.recipe().versions();
        return switch (name) {
            case "root" -> subject.instance().root().toString();
            case "root.name" -> name(subject.instance().root());
            case "stage" -> stage(era.stage());
            case "from" -> era.from().text();
            case "to" -> era.to().text();
            case "release" -> era.release().text();
            case "from.series" -> versions.seriesOf(era.from().text());
            case "to.series" -> versions.seriesOf(era.to().text());
            case "to.schema" -> schema(subject, era.to().text());
            case "method" -> subject.instance().method();
            case "recipe" -> subject.recipe().folder().toString();
            case "instance" -> subject.name();
            case "door" -> era.door();
            case "hop" -> "";
            default -> MACHINE.contains(name) || name.equals("owner") ? machine(scope, name) : null;
        };
    }

    /** What {@code schema} reads at a release: what the catalogue says, else the release itself. */
    static String schema(Subject subject, String release) {
        return Optional.ofNullable(subject.recipe().catalogue().releases().get(release))
                .flatMap(published -> published.schema())
                .orElse(release);
    }

    private static @Nullable String machine(Scope scope, String name) {
        return scope.subject().body().facts().containsKey(name)
                ? null
                : scope.knowledge().machine().getOrDefault(name, "");
    }

    private static String stage(String stage) {
        if (stage.isEmpty()) {
            throw Unclear.unknown("stage", "nothing is staged yet");
        }
        return stage;
    }

    private static String name(Path root) {
        var name = root.getFileName();
        return name == null ? "" : name.toString();
    }
}
