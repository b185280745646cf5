package bascule.recipe;

import bascule.text.Text;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Reads YAML into a tree that knows where each thing stands. Names twice, anchors, tags and second
 * documents are mistakes; where the syntax itself breaks, that is the only one.
 */
final class YamlReader {
    private static final YAMLMapper MAPPER = YAMLMapper.builder().build();

    private final String file;
    private final List<String> lines;
    private final Margin margin;

    private YamlReader(String file, String text, Margin margin) {
        this.file = file;
        this.lines = text.lines().toList();
        this.margin = margin;
    }

    /** Empty if the text cannot be read at all, or is no map. */
    static Optional<Written.Fields> read(String file, String text, Margin margin) {
        var reader = new YamlReader(file, text, margin);
        try (var parser = (YAMLParser) MAPPER.createParser(text)) {
            return reader.document(parser);
        } catch (JacksonException broken) {
            margin.wrong(reader.syntax(broken));
            return Optional.empty();
        }
    }

    private Mistake syntax(JacksonException broken) {
        if (broken.getCause() instanceof MarkedYamlEngineException marked
                && marked.getProblemMark().isPresent()) {
            var mark = marked.getProblemMark().get();
            var place = new Origin(file, mark.getLine() + 1, mark.getColumn() + 1);
            return Wrong.SYNTAX.at(place, Text.verbatim(marked.getProblem()));
        }
        var place = Optional.ofNullable(broken.getLocation());
        return Wrong.SYNTAX.at(
                new Origin(
                        file,
                        place.map(at -> Math.max(1, at.getLineNr())).orElse(1),
                        place.map(at -> Math.max(1, at.getColumnNr())).orElse(1)),
                Text.verbatim(broken.getOriginalMessage().lines().findFirst().orElse("")));
    }

    private Optional<Written.Fields> document(YAMLParser parser) {
        var first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            var place = first == null ? new Origin(file, 1, 1) : here(parser);
            margin.wrong(Wrong.SYNTAX.said("no-map", place));
            return Optional.empty();
        }
        var fields = fields(parser);
        if (parser.nextToken() != null) {
            margin.wrong(Wrong.ANCHOR.said("document", here(parser)));
        }
        return Optional.of(fields);
    }

    private Written value(YAMLParser parser) {
        plainOnly(parser);
        return switch (parser.currentToken()) {
            case START_OBJECT -> fields(parser);
            case START_ARRAY -> items(parser);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> leaf(parser, Written.Kind.NUMBER);
            case VALUE_TRUE, VALUE_FALSE -> leaf(parser, Written.Kind.TRUTH);
            case VALUE_NULL -> leaf(parser, Written.Kind.NOTHING);
            default -> leaf(parser, Written.Kind.TEXT);
        };
    }

    private void plainOnly(YAMLParser parser) {
        if (parser.isCurrentAlias() || parser.getObjectId() != null || parser.getTypeId() != null) {
            margin.wrong(Wrong.ANCHOR.at(here(parser)));
        }
    }

    private Written.Fields fields(YAMLParser parser) {
        var origin = here(parser);
        var fields = new LinkedHashMap<String, Written.Field>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var key = parser.currentName();
            var place = here(parser);
            parser.nextToken();
            var field = new Written.Field(place, quote(place), value(parser));
            var first = fields.putIfAbsent(key, field);
            if (first != null) {
                margin.wrong(Wrong.TWICE.at(place, key, first.key().line()));
            }
        }
        return new Written.Fields(origin, character(origin) == '{', fields);
    }

    private Written.Items items(YAMLParser parser) {
        var origin = here(parser);
        var items = new ArrayList<Written>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return new Written.Items(origin, items);
    }

    private Written.Leaf leaf(YAMLParser parser, Written.Kind kind) {
        var origin = here(parser);
        var text = parser.getString();
        text = text == null || kind == Written.Kind.NOTHING ? "" : text;
        var quoted = quote(origin);
        var from = origin.column() - 1 + (quoted ? 1 : 0);
        var straight =
                origin.line() <= lines.size()
                        && from <= lines.get(origin.line() - 1).length()
                        && lines.get(origin.line() - 1).startsWith(text, from);
        return new Written.Leaf(origin, kind, text, quoted, straight);
    }

    private Origin here(JsonParser parser) {
        var place = parser.currentTokenLocation();
        return new Origin(file, Math.max(1, place.getLineNr()), Math.max(1, place.getColumnNr()));
    }

    private boolean quote(Origin origin) {
        var first = character(origin);
        return first == '"' || first == '\'';
    }

    private char character(Origin origin) {
        var line = origin.line() <= lines.size() ? lines.get(origin.line() - 1) : "";
        return origin.column() <= line.length() ? line.charAt(origin.column() - 1) : ' ';
    }
}
