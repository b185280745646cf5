package bascule.cli.views;

import bascule.event.Event;
import bascule.json.Json;

import java.io.PrintStream;

/** Each event as it stands in events.jsonl, for programs. */
public record JsonLines(PrintStream out) implements Screen {
    @Override
    public void see(Event event) {
        out.println(Json.line(event));
    }
}
