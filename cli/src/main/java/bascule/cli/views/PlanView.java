package bascule.cli.views;

import bascule.plan.Outline;
import bascule.plan.Plan;
import bascule.plan.Purpose;
import bascule.text.Text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A plan for people: what is done, why, how long the application is closed, and the way back. */
public final class PlanView {
    private static final int WIDE = 70;

    private final Outline outline;
    private final Sentences say;
    private final List<String> lines = new ArrayList<>();

    private PlanView(Outline outline, Sentences say) {
        this.outline = outline;
        this.say = say;
    }

    /** The way forward. */
    public static List<String> forward(Plan plan, Sentences say) {
        var view = new PlanView(Outline.of(plan), say.of(plan));
        view.head();
        view.notices();
        for (var part : view.outline.outages()) {
            view.outage(part);
        }
        view.sizes();
        if (plan.purpose().takesBack()) {
            view.add("cli.plan.back", plan.instance());
        }
        return view.lines;
    }

    /** The way back, as it would be gone from the very end. */
    public static List<String> back(Plan plan, Sentences say) {
        var view = new PlanView(Outline.of(plan), say.of(plan));
        view.head();
        for (var part : view.outline.outages().reversed()) {
            view.lines.add("");
            view.lines.add(
                    say.paint()
                            .bold(view.said(Text.of("cli.plan.way-back", part.to(), part.from()))));
            part.back().forEach(view::step);
        }
        return view.lines;
    }

    private void head() {
        lines.add(
                say.paint()
                        .bold(
                                said(
                                        Text.of(
                                                say.purpose() == Purpose.STAGE
                                                        ? "cli.plan.head-staged"
                                                        : say.purpose().key("cli.plan.head"),
                                                outline.instance(),
                                                outline.recipe(),
                                                outline.from(),
                                                outline.to()))));
        outline.remarks().forEach(remark -> lines.add("  " + said(remark)));
        outline.pointOfNoReturn()
                .ifPresent(
                        line ->
                                lines.add(
                                        "  "
                                                + say.paint()
                                                        .red(
                                                                said(
                                                                        Text.of(
                                                                                "cli.plan.no-return",
                                                                                line.id())))));
        lines.add(
                "  "
                        + outline.expected()
                                .map(all -> said(Text.of("cli.plan.takes", Clocks.length(all))))
                                .orElseGet(() -> said(Text.of("cli.plan.unknown"))));
    }

    private void notices() {
        if (outline.notices().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(say.paint().bold(said(Text.of("cli.plan.notes"))));
        for (var note : outline.notices()) {
            lines.add("  %s %s: %s".formatted(note.release(), note.name(), state(note)));
            note.text().ifPresent(text -> lines.add("    " + text));
            note.because().ifPresent(why -> lines.add("    " + say.paint().dim(why)));
            note.source().ifPresent(source -> lines.add("    " + say.paint().dim(source)));
        }
    }

    private String state(Plan.Notice note) {
        var words = said(NoteWords.of(note));
        return note.state().equals("acknowledge") ? say.paint().red(words) : words;
    }

    private void outage(Outline.Part part) {
        lines.add("");
        var closes = part.forward().stream().anyMatch(Outline.Stretch::closed);
        var closed =
                part.closed()
                        .map(length -> Text.of("cli.plan.closed", Clocks.length(length)))
                        .orElseGet(() -> Text.of("cli.plan.closed-unknown"));
        var head =
                closes
                        ? Text.of(
                                say.purpose().key("cli.plan.outage"),
                                part.from(),
                                part.to(),
                                closed)
                        : Text.of("cli.plan.no-outage", part.from());
        lines.add(say.paint().bold(said(head)));
        Optional<String> leg = Optional.empty();
        for (var stretch : part.forward()) {
            var now = stretch.leg().map(Object::toString);
            if (now.isPresent() && !now.equals(leg)) {
                lines.add("  " + say.paint().bold(said(Text.of("cli.plan.leg", now.get()))));
            }
            leg = now.or(keep(leg));
            var door =
                    stretch.closed()
                            ? say.paint().yellow(said(Text.of("cli.plan.is-closed")))
                            : said(Text.of("cli.plan.is-open"));
            lines.add("  %-10s %s".formatted(stretch.phase().word(), door));
            stretch.steps().forEach(this::step);
        }
    }

    private static java.util.function.Supplier<Optional<String>> keep(Optional<String> leg) {
        return () -> leg;
    }

    private void step(Outline.Line line) {
        var summary = said(line.summary());
        var about = line.expected().map(length -> "~" + Clocks.length(length)).orElse("");
        var told = about.isEmpty() ? summary : pad(summary) + " " + about;
        lines.add(
                "    "
                        + line.id()
                        + "  "
                        + (line.never().isPresent() ? say.paint().red(told) : told));
        line.never()
                .ifPresent(
                        why ->
                                lines.add(
                                        "      "
                                                + say.paint()
                                                        .red(
                                                                said(
                                                                        Text.of(
                                                                                "cli.plan.never",
                                                                                why)))));
        line.reason().ifPresent(why -> lines.add("      " + say.paint().dim(said(why))));
    }

    private static String pad(String text) {
        return text.length() >= WIDE ? text : text + " ".repeat(WIDE - text.length());
    }

    private void sizes() {
        if (outline.sizes().isEmpty()) {
            return;
        }
        lines.add("");
        for (Map.Entry<String, Long> size : new TreeMap<>(outline.sizes()).entrySet()) {
            add("cli.plan.size", size.getKey(), Clocks.size(size.getValue()));
        }
    }

    private void add(String key, Object... args) {
        lines.add(said(Text.of(key, args)));
    }

    private String said(Text text) {
        return say.texts().say(text);
    }
}
