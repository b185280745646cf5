package bascule.recipe;

import bascule.json.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/** The schemas as plain documents: which keys there are at a place. */
final class SchemaDocuments {
    private static final Pattern NAME = Pattern.compile("([a-z]+)\\.json$");

    private SchemaDocuments() {}

    /** By the end of its address; empty where it is none of ours. */
    static JsonNode read(String address) {
        var name = NAME.matcher(address);
        return name.find() ? named(name.group(1)) : JsonNodeFactory.instance.objectNode();
    }

    static JsonNode named(String name) {
        try (var stream =
                SchemaDocuments.class.getResourceAsStream("/bascule/schema/" + name + ".json")) {
            return stream == null
                    ? JsonNodeFactory.instance.objectNode()
                    : Json.mapper().readTree(stream);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
