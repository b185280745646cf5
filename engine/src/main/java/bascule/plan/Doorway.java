package bascule.plan;

import bascule.host.Door;
import bascule.instance.Doors;
import bascule.instance.Scope;
import bascule.recipe.Phase;
import bascule.text.Text;

import java.util.List;

/** Draws the web server's door being closed and opened, if that is the instance's door. */
final class Doorway {
    private final Drawing drawing;

    Doorway(Drawing drawing) {
        this.drawing = drawing;
    }

    private List<Door> door(Scope scope) {
        return drawing.subject().door().equals("web-server")
                ? Doors.of(scope).stream().toList()
                : List.of();
    }

    List<Step> close(Scope scope, String id) {
        var name = drawing.subject().name();
        return door(scope).stream()
                .map(
                        door ->
                                Draft.of(
                                                drawing.id(id),
                                                Phase.QUIESCE,
                                                Text.of("plan.do.close-door", door.server()),
                                                new Action.CloseDoor(door, name))
                                        .again(true)
                                        .undo(new Undo.By(new Action.OpenDoor(door, name)))
                                        .step())
                .toList();
    }

    List<Step> open(Scope scope, String id) {
        var name = drawing.subject().name();
        return door(scope).stream()
                .map(
                        door ->
                                Draft.of(
                                                drawing.id(id),
                                                Phase.OPEN,
                                                Text.of("plan.do.open-door", door.server()),
                                                new Action.OpenDoor(door, name))
                                        .again(true)
                                        .step())
                .toList();
    }
}
