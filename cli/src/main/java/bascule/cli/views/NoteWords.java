package bascule.cli.views;

import bascule.plan.Plan;
import bascule.text.Text;

/** What becomes of a release note, in words. */
final class NoteWords {
    private NoteWords() {}

    static Text of(Plan.Notice note) {
        return switch (note.state()) {
            case "acknowledge" -> Text.of("cli.note.acknowledge", note.name());
            case "acknowledged" ->
                    note.by()
                            .map(
                                    by ->
                                            by.at()
                                                    .map(
                                                            at ->
                                                                    Text.of(
                                                                            "cli.note.acknowledged.at",
                                                                            by.who(),
                                                                            at))
                                                    .orElseGet(
                                                            () ->
                                                                    Text.of(
                                                                            "cli.note.acknowledged.by",
                                                                            by.who())))
                            .orElseGet(() -> Text.of("cli.note.acknowledged"));
            case "done" -> Text.of("cli.note.done");
            case "shown" -> Text.of("cli.note.shown");
            case "does-not-apply" -> Text.of("cli.note.does-not-apply");
            default -> Text.verbatim(note.state());
        };
    }
}
