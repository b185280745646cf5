package bascule.probe;

import bascule.fact.Template;
import bascule.host.Host;
import bascule.problem.Fault;
import bascule.store.Store;

import java.time.Duration;

/**
 * Gives a statement that writes to a database's own client program.
 *
 * @param limit how long it may take
 */
public record Statement(Host host, Host.Filler filler, Duration limit) {
    /**
     * @return what it printed: it may be anybody's data
     * @throws Fault BSC-470 if it was not carried out, BSC-471 if a value does not fit its place
     */
    public String execute(Store store, Template statement) {
        return new QueryLook(host, filler, limit).execute(store, statement);
    }
}
