package bascule.state;

import bascule.plan.Plan;
import bascule.run.Whereabouts;

import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of an instance without asking it: written at adopt and at the end of each run.
 *
 * <p>The file is one flat object of strings, so that reading it needs no more than a tokenizer.
 *
 * @param serves the release that serves; empty if none does
 * @param since when that was last known to begin
 * @param run the last run; empty if there was none
 * @param outcome how it ended, in the journal's word
 */
public record Status(
        String instance,
        String recipe,
        String method,
        String root,
        String serves,
        Optional<Instant> since,
        String run,
        String outcome,
        Instant written) {
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * What is so after a run, as its plan and its journal tell.
     *
     * @param before what was known until then
     * @param word how the run ended, or that it waits
     */
    public static Status after(RunFolder run, Plan plan, Optional<Status> before, String word) {
        var serving = new Whereabouts(plan, run.course()).serving();
        var same = before.filter(known -> known.serves().equals(serving.word()));
        return new Status(
                plan.instance(),
                plan.recipe(),
                plan.method(),
                plan.root(),
                serving.word(),
                serving.since().or(() -> same.flatMap(Status::since)),
                run.id(),
                plan.purpose().told(word),
                Instant.now());
    }

    void write(Path file) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(tools.jackson.core.ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            for (var field : fields().entrySet()) {
                json.writeStringProperty(field.getKey(), field.getValue());
            }
            json.writeEndObject();
        }
        Disk.write(file, text + "\n");
    }

    private Map<String, String> fields() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("instance", instance);
        fields.put("recipe", recipe);
        fields.put("method", method);
        fields.put("root", root);
        fields.put("serves", serves);
        since.ifPresent(at -> fields.put("since", at.toString()));
        fields.put("run", run);
        fields.put("outcome", outcome);
        fields.put("written", written.toString());
        return fields;
    }

    /** Empty if it is not there or cannot be understood: it only repeats what the runs know. */
    static Optional<Status> read(Path file) {
        var fields = new LinkedHashMap<String, String>();
        try (var json =
                JSON.createParser(
                        tools.jackson.core.ObjectReadContext.empty(), Files.readString(file))) {
            for (var token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    fields.put(json.currentName(), json.getString());
                }
            }
            return Optional.of(of(fields));
        } catch (IOException | RuntimeException unknown) {
            return Optional.empty();
        }
    }

    private static Status of(Map<String, String> fields) {
        return new Status(
                fields.getOrDefault("instance", ""),
                fields.getOrDefault("recipe", ""),
                fields.getOrDefault("method", ""),
                fields.getOrDefault("root", ""),
                fields.getOrDefault("serves", ""),
                Optional.ofNullable(fields.get("since")).map(Instant::parse),
                fields.getOrDefault("run", ""),
                fields.getOrDefault("outcome", ""),
                Instant.parse(fields.getOrDefault("written", "")));
    }
}
