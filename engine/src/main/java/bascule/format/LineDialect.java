package bascule.format;

import java.util.List;

/** What differs between formats of one entry a line. */
interface LineDialect {
    Format format();

    /** Whether lines {@code [name]} part it. */
    boolean sections();

    /** Whether a line is no entry, from its first letter on. */
    boolean comment(String text, int at);

    /**
     * The entry that begins here, on a line that is no comment and no section.
     *
     * @param at its first letter that is no space
     */
    Line entry(String text, int at);

    /** The name as it must be written. */
    String name(String name, List<String> path);

    /**
     * The value as it must be written.
     *
     * @param was what stood there, for its quotes; empty where the key is new
     */
    String value(String value, String was, List<String> path);

    /** What parts name and value where no neighbour shows it. */
    String separator();

    /**
     * One entry.
     *
     * @param key where the name is written
     * @param value where the value is written, quotes included, a comment behind it not
     * @param end where it ends, before its line ending
     * @param separated whether anything parts name and value; else the value stands at the name's
     *     end
     */
    record Line(
            String section,
            String name,
            Span key,
            Span value,
            String read,
            int end,
            boolean separated) {
        Line in(String itsSection) {
            return new Line(itsSection, name, key, value, read, end, separated);
        }
    }
}
