package bascule.format;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** How a structured file is written. */
public enum Format {
    JSON,
    YAML,
    TOML,
    /** {@code [section]} and {@code key = value}. */
    INI,
    /** {@code KEY=value} as shells, dotenv and systemd read it. */
    ENV,
    /** Java properties; also Keycloak's {@code .conf}. */
    PROPERTIES,
    /** A PHP file that returns or assigns an array. */
    PHP;

    private static final Pattern SECTION =
            Pattern.compile("(?m)^[ \\t]*\\[[^]\\r\\n]+][ \\t]*\\r?$");
    private static final Pattern LINE = Pattern.compile("(?m)^(?!\\s*(?:[#;!]|\\r?$)).+$");
    private static final Pattern SHELL =
            Pattern.compile("\\s*(?:export\\s+)?[A-Z_][A-Z0-9_]*=.*\\r?");

    /** By its name alone; what no name tells is taken for properties. */
    public static Format of(Path file) {
        return of(file, "");
    }

    /** By its name, and where that leaves it open by what stands in it. */
    public static Format of(Path file, String text) {
        var path = file.getFileName();
        var name = path == null ? "" : path.toString().toLowerCase(Locale.ROOT);
        if (name.equals(".env") || name.startsWith(".env.") || name.endsWith(".env")) {
            return ENV;
        }
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "json", "lock", "webmanifest" -> JSON;
            case "yaml", "yml" -> YAML;
            case "toml" -> TOML;
            case "php" -> PHP;
            case "properties" -> PROPERTIES;
            case "ini", "repo", "service", "socket", "timer", "desktop" -> INI;
            default -> byContent(text);
        };
    }

    private static Format byContent(String text) {
        var start =
                text.startsWith("\ufeff") ? text.substring(1).stripLeading() : text.stripLeading();
        if (start.startsWith("<?php")) {
            return PHP;
        }
        if (start.startsWith("{")) {
            return JSON;
        }
        if (SECTION.matcher(text).find()) {
            return INI;
        }
        var lines = LINE.matcher(text).results().toList();
        return !lines.isEmpty()
                        && lines.stream().allMatch(line -> SHELL.matcher(line.group()).matches())
                ? ENV
                : PROPERTIES;
    }
}
