package bascule.cli.verbs;

import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Verb;
import bascule.cli.Workshop;
import bascule.cli.views.StockView;
import bascule.state.Stock;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bascule backup list NAME}: every backup, whether it is whole, and whether it stays. */
@Command(name = "list")
public final class BackupListVerb implements Verb {
    @Parameters(paramLabel = "NAME", descriptionKey = "name")
    private String name = "";

    @Override
    public Exit run(Desk desk) {
        var stock = new Stock(desk.instance(name));
        var keep = new Workshop(desk, name).subject().instance().keep();
        var all = stock.all();
        var view = new StockView(desk.sentences(), all, stock.verdicts(keep, all));
        if (desk.json()) {
            view.json().forEach(desk::print);
        } else if (all.isEmpty()) {
            desk.print(desk.say("cli.backups.none", name));
        } else {
            view.lines().forEach(desk::print);
        }
        return Exit.DONE;
    }
}
