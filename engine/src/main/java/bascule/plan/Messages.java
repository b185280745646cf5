package bascule.plan;

import bascule.fact.Template;
import bascule.plan.Outages.Position;
import bascule.recipe.Phase;
import bascule.text.Text;

import java.util.List;
import java.util.stream.Stream;

/** Draws who is told what, and which notes somebody has acknowledged. */
final class Messages {
    private final Drawing drawing;
    private final Purpose purpose;

    Messages(Drawing drawing, Purpose purpose) {
        this.drawing = drawing;
        this.purpose = purpose;
    }

    List<Step> acknowledged() {
        return drawing.notices().stream()
                .filter(notice -> notice.state().equals("acknowledged"))
                .map(
                        notice ->
                                Draft.of(
                                                drawing.id("preflight/note:" + notice.name()),
                                                Phase.PREFLIGHT,
                                                Text.of("plan.do.confirm", notice.name()),
                                                new Action.Confirm(
                                                        notice.name(), notice.text().orElse("")))
                                        .again(true)
                                        .step())
                .toList();
    }

    List<Step> begins(Position position) {
        return position.first() ? told("announce/tell:", Phase.ANNOUNCE, "begins") : List.of();
    }

    List<Step> ends(Position position) {
        return position.last() ? told("clean/tell:", Phase.CLEAN, "ends") : List.of();
    }

    List<Step> wentBack(Position position) {
        return told(position.prefix() + "back/tell:", Phase.CLEAN, "went-back");
    }

    private List<Step> told(String id, Phase phase, String about) {
        var plan = drawing.subject().name();
        var to = drawing.destination();
        return drawing.subject().instance().told().stream()
                .flatMap(
                        notice ->
                                Stream.of(
                                        Draft.of(
                                                        drawing.id(id + notice.recipient()),
                                                        phase,
                                                        Text.of("plan.do.tell", notice.recipient()),
                                                        new Action.Notify(
                                                                notice.channel(),
                                                                Template.literal(
                                                                        notice.recipient()),
                                                                Text.of(
                                                                        purpose.key(
                                                                                "plan.tell."
                                                                                        + about),
                                                                        plan,
                                                                        drawing.survey().release(),
                                                                        to),
                                                                Text.of(
                                                                        purpose.key(
                                                                                        "plan.tell."
                                                                                                + about)
                                                                                + ".body",
                                                                        plan,
                                                                        drawing.survey().release(),
                                                                        to)))
                                                .level("warn")
                                                .step()))
                .toList();
    }
}
