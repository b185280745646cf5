package bascule.cli.verbs;

import bascule.cli.Damaged;
import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Flat;
import bascule.cli.Verb;
import bascule.cli.views.Clocks;
import bascule.problem.Fault;
import bascule.state.BackupNote.Copy;
import bascule.state.Stock;
import bascule.state.Stored;
import bascule.store.Kept;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.Map;
import java.util.Optional;

/**
 * {@code bascule backup verify NAME [ID]}: reads all of a backup again and holds it against its
 * checksums; nothing is written and nobody is asked.
 */
@Command(name = "verify")
public final class BackupVerifyVerb implements Verb {
    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "name")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", descriptionKey = "backup-id")
    private Optional<String> id = Optional.empty();

    @Override
    public Exit run(Desk desk) {
        var stored = Damaged.refuse(desk, new Stock(desk.instance(name)).chosen(id));
        for (var copy : stored.part().copies()) {
            try {
                tell(desk, stored, copy);
            } catch (Fault damaged) {
                desk.show(Damaged.problem(desk, stored, damaged.why()));
                return Exit.REFUSED;
            }
        }
        return Exit.DONE;
    }

    private static void tell(Desk desk, Stored stored, Copy copy) {
        var read = new Kept(stored.of(copy)).verify();
        var store = copy.store().name();
        if (desk.json()) {
            desk.print(
                    Flat.json(
                            Map.of(
                                    "backup", stored.id(),
                                    "store", store,
                                    "files", Long.toString(read.files()),
                                    "bytes", Long.toString(read.bytes()))));
        } else {
            var size = Clocks.size(read.bytes());
            desk.print(desk.say("cli.backups.verified", stored.id(), store, read.files(), size));
        }
    }
}
