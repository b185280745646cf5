package bascule.format;

import org.jspecify.annotations.NullMarked;

import java.util.Random;

/** Values that a careless writer would spoil. */
@NullMarked
final class NastyValues {
    private NastyValues() {}

    private static final String[] PIECES = {
        "a",
        "Z",
        "0",
        "1.50",
        " ",
        "  ",
        "'",
        "\"",
        "\\",
        "\\n",
        "#",
        " #",
        ";",
        " ;",
        ":",
        ": ",
        "=",
        ",",
        "{",
        "}",
        "[",
        "]",
        "$",
        "${x}",
        "`",
        "é",
        "\ud83d\ude00",
        "-",
        "- ",
        "&",
        "*",
        "!",
        "%",
        "@",
        "|",
        ">",
        "?",
        "~",
        "null",
        "true",
        "no",
        "<?php",
        "?>",
        "//",
        "/*",
        "\t",
        "''",
        "\"\"\"",
        "<<",
        "22:30",
        "0x1F",
        "\u00a0",
        "\u2028",
        "\u007f",
        "\u0085"
    };

    static Object value(Format format, Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextBoolean();
            case 1 -> random.nextInt(100_000) - 50_000;
            case 2 -> "";
            case 3 -> PIECES[random.nextInt(PIECES.length)];
            default -> {
                var text = new StringBuilder();
                var size = 1 + random.nextInt(6);
                for (var i = 0; i < size; i++) {
                    text.append(PIECES[random.nextInt(PIECES.length)]);
                    if (format != Format.INI && random.nextInt(12) == 0) {
                        text.append(random.nextBoolean() ? "\n" : "\r\n");
                    }
                }
                yield text.toString();
            }
        };
    }
}
