package bascule.cli.views;

import bascule.event.Event;

import java.io.PrintStream;

/** One plain line an event, for pipes and logs. */
public record Lines(PrintStream out, Sentences sentences) implements Screen {
    @Override
    public void see(Event event) {
        sentences.line(event).ifPresent(out::println);
    }
}
