package bascule.format;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
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

    private static final Pattern PAIR = Pattern.compile("\\s*[\\w.-]+\\s*=.*\\r?");
    private static final Pattern IN_SECTIONS =
            Pattern.compile("\\s*[\\w.-]+\\s*(?:=.*)?\\r?|\\s*\\[[^]]+]\\s*\\r?");

    /** Only where it is sure that a file has keys: what is merely text has none. */
    static Optional<Format> keyed(Path file, String text) {
        var format = of(file, text);
        var named = format == of(file) && (format != PROPERTIES || named(file, ".properties"));
        var sure =
                switch (format) {
                    case JSON, YAML, TOML, PHP -> true;
                    case INI -> named || every(text, IN_SECTIONS);
                    case ENV, PROPERTIES -> named || every(text, PAIR);
                };
        return sure ? Optional.of(format) : Optional.empty();
    }

    private static boolean every(String text, Pattern pattern) {
        return LINE.matcher(text)
                .results()
                .allMatch(line -> pattern.matcher(line.group()).matches());
    }

    private static boolean named(Path file, String end) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(end);
    }

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
