package bascule.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Formats of one entry a line, in sections or not: INI, environment files, properties. */
final class LineNotation implements Notation {
    /** A section's name alone on its line. */
    static final Pattern HEADER = Pattern.compile("\\[[^]\\r\\n]+][ \\t]*(?=$|[\\r\\n;#])");

    private final LineDialect dialect;

    LineNotation(LineDialect dialect) {
        this.dialect = dialect;
    }

    /** A section of the text; the first, without a name, is what comes before all headers. */
    private record Section(String name, int afterHeader) {}

    private record Lines(List<Section> sections, List<LineDialect.Line> entries) {
        /** The entries that a path may mean; the last is in force. */
        List<LineDialect.Line> of(List<String> path) {
            return entries.stream().filter(line -> meant(line, path)).toList();
        }

        private static boolean meant(LineDialect.Line line, List<String> path) {
            return line.section().isEmpty()
                    ? line.name().equals(String.join(".", path))
                    : (line.section() + "." + line.name()).equals(String.join(".", path));
        }
    }

    @Override
    public List<String> path(String key) {
        return dialect.sections() || key.isEmpty() ? KeyPath.names(key) : List.of(key);
    }

    private Lines scan(String text) {
        var sections = new ArrayList<Section>();
        var entries = new ArrayList<LineDialect.Line>();
        var section = "";
        sections.add(new Section("", Blank.start(text)));
        var start = Blank.start(text);
        while (start < text.length()) {
            var at = Blank.spaces(text, start);
            var end = Blank.lineEnd(text, start);
            if (at >= end || dialect.comment(text, at)) {
                start = Blank.nextLine(text, start);
            } else if (dialect.sections() && HEADER.matcher(text).region(at, end).lookingAt()) {
                section = text.substring(at + 1, text.indexOf(']', at)).strip();
                start = Blank.nextLine(text, start);
                sections.add(new Section(section, start));
            } else {
                var line = dialect.entry(text, at).in(section);
                entries.add(line);
                start = Blank.nextLine(text, line.end());
            }
        }
        return new Lines(sections, entries);
    }

    @Override
    public Node read(String text) {
        var whole = new Span(0, text.length());
        var plain = new ArrayList<Node.Entry>();
        Map<String, List<Node.Entry>> inSections = new LinkedHashMap<>();
        var lines = scan(text);
        lines.sections().forEach(part -> inSections.put(part.name(), new ArrayList<>()));
        for (var line : lines.entries()) {
            var leaf = new Node.Leaf(line.value(), Node.Kind.TEXT, line.read());
            var into = line.section().isEmpty() ? plain : inSections.get(line.section());
            if (into != null) {
                into.add(new Node.Entry(line.name(), line.key(), leaf));
            }
        }
        inSections.remove("");
        inSections.forEach(
                (name, entries) ->
                        plain.add(
                                new Node.Entry(
                                        name, whole, new Node.Tree(whole, whole, false, entries))));
        return new Node.Tree(whole, whole, false, plain);
    }

    @Override
    public Optional<Node> at(String text, List<String> path) {
        var found = scan(text).of(path);
        if (found.isEmpty()) {
            return Notation.super.at(text, path);
        }
        var line = found.getLast();
        return Optional.of(new Node.Leaf(line.value(), Node.Kind.TEXT, line.read()));
    }

    @Override
    public Optional<Span> raw(String text, List<String> path) {
        var found = scan(text).of(path);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast().value());
    }

    @Override
    public String put(String text, List<String> path, Object value) {
        var lines = scan(text);
        var found = lines.of(path);
        if (found.isEmpty()) {
            if (value instanceof Map<?, ?> map && dialect.sections() && path.size() == 1) {
                return putAll(text, path, map);
            }
            return add(text, lines, path, value);
        }
        var line = found.getLast();
        var written = written(value, line.value().of(text), path);
        return line.value()
                .replacedIn(text, (line.separated() ? "" : separator(text, lines)) + written);
    }

    private String putAll(String text, List<String> path, Map<?, ?> map) {
        var changed = text;
        for (var entry : map.entrySet()) {
            var inner = new ArrayList<>(path);
            inner.add(String.valueOf(entry.getKey()));
            changed = put(changed, inner, entry.getValue());
        }
        return changed;
    }

    private String written(Object value, String was, List<String> path) {
        return switch (value) {
            case Raw(var raw) -> raw;
            case Map<?, ?> _ -> throw Unfit.unwritable(dialect.format(), path);
            case List<?> _ -> throw Unfit.unwritable(dialect.format(), path);
            case java.math.BigDecimal number -> dialect.value(number.toPlainString(), was, path);
            default -> dialect.value(value.toString(), was, path);
        };
    }

    private String add(String text, Lines lines, List<String> path, Object value) {
        var section = sectionFor(lines, path);
        var name = String.join(".", path).substring(section.isEmpty() ? 0 : section.length() + 1);
        var entry = dialect.name(name, path) + separator(text, lines) + written(value, "", path);
        var eol = Blank.eol(text);
        var inIt = lines.entries().stream().filter(line -> line.section().equals(section)).toList();
        if (!inIt.isEmpty()) {
            var last = inIt.getLast();
            var end = Blank.lineEnd(text, last.end());
            var indent = Blank.indent(text, last.key().start());
            return text.substring(0, end) + eol + indent + entry + text.substring(end);
        }
        var place =
                lines.sections().stream()
                        .filter(part -> part.name().equals(section))
                        .reduce((_, later) -> later);
        if (place.isPresent() && (!section.isEmpty() || lines.sections().size() > 1)) {
            var at = place.get().afterHeader();
            return at > 0 && at == text.length() && text.charAt(at - 1) != '\n'
                    ? text + eol + entry
                    : text.substring(0, at) + entry + eol + text.substring(at);
        }
        if (!section.matches("[^]\\r\\n]*")) {
            throw Unfit.unwritable(dialect.format(), path);
        }
        var whole = section.isEmpty() ? entry : "[" + section + "]" + eol + entry;
        var blank = section.isEmpty() || text.isBlank() || text.endsWith(eol + eol) ? "" : eol;
        return Blank.withLine(text, blank + whole);
    }

    /** The longest section there is that the path begins with, else its first name. */
    private String sectionFor(Lines lines, List<String> path) {
        if (!dialect.sections() || path.size() == 1) {
            return "";
        }
        for (var size = path.size() - 1; size > 0; size--) {
            var name = String.join(".", path.subList(0, size));
            if (lines.sections().stream().anyMatch(part -> part.name().equals(name))) {
                return name;
            }
        }
        return path.getFirst();
    }

    private String separator(String text, Lines lines) {
        return lines.entries().stream()
                .filter(line -> line.separated() && line.key().end() < line.value().start())
                .reduce((_, later) -> later)
                .map(line -> text.substring(line.key().end(), line.value().start()))
                .filter(between -> between.indexOf('\n') < 0)
                .filter(between -> between.strip().length() == 1)
                .map(
                        between ->
                                between.strip().equals(between)
                                        ? between
                                        : " " + between.strip() + " ")
                .orElse(dialect.separator());
    }

    @Override
    public String remove(String text, List<String> path) {
        var changed = text;
        for (var line : scan(text).of(path).reversed()) {
            changed = Blank.withoutLines(changed, line.key().start(), line.end());
        }
        return changed;
    }

    @Override
    public String rename(String text, List<String> path, String name) {
        var whole = new ArrayList<>(path.subList(0, path.size() - 1));
        whole.add(name);
        var changed = text;
        for (var line : scan(text).of(path).reversed()) {
            var section = line.section();
            var to =
                    String.join(".", whole).substring(section.isEmpty() ? 0 : section.length() + 1);
            changed = line.key().replacedIn(changed, dialect.name(to, whole));
        }
        return changed;
    }
}
