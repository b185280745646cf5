package bascule.cli.views;

import bascule.event.Event;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A terminal: what is over scrolls up, the step under way is drawn over on the last line. */
public final class Live implements Screen {
    private static final String WIPE = "\r\u001b[K";

    private final PrintStream out;
    private final Sentences sentences;
    private final Progress progress;
    private final Clock clock;
    private final int width;

    public Live(PrintStream out, Sentences sentences, Map<String, Duration> expected, int width) {
        this.out = out;
        this.sentences = sentences;
        this.progress = new Progress(expected);
        this.clock = Clock.systemUTC();
        this.width = width;
    }

    @Override
    public void see(Event event) {
        line(event).ifPresent(text -> out.print(WIPE + text + "\n"));
        progress.see(event);
        draw();
    }

    /** A step is told when it is over; while it lasts it is drawn. */
    private Optional<String> line(Event event) {
        return switch (event) {
            case Event.StepBegan _ -> Optional.empty();
            case Event.StepDone done -> progress.over(sentences, done);
            default -> sentences.line(event);
        };
    }

    @Override
    public void tick() {
        draw();
    }

    private void draw() {
        var line = progress.line(sentences.texts(), clock.instant(), width - 1);
        out.print(WIPE + line.map(sentences.paint()::bold).orElse(""));
        out.flush();
    }

    @Override
    public void close() {
        out.print(WIPE);
        out.flush();
    }
}
