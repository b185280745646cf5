package bascule.cli;

import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import java.io.StringWriter;
import java.util.Map;

/**
 * A flat object of words as one line of JSON, written by the tokenizer alone: binding would cost a
 * quick command half of its time.
 */
public final class Flat {
    private Flat() {}

    public static String json(Map<String, String> fields) {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            fields.forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        return text.toString();
    }
}
