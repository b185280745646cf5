package bascule.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** How one kind of server is dumped and loaded by its own programs. */
interface Dumper {
    /** What a problem calls it: the name of the database. */
    String named();

    /**
     * Dumps everything, as it is at one instant, into a folder that is there and empty.
     *
     * @throws bascule.problem.Fault BSC-430 if it cannot
     */
    void dump(Path into) throws IOException;

    /**
     * Reads a dump to its end.
     *
     * @return what lies in it, by table
     * @throws bascule.problem.Fault BSC-431 if it is not whole
     */
    Map<String, Table> read(Path dump) throws IOException;

    /**
     * Loads a dump that was held against its checksums: all that is there now goes, also what a
     * failed upgrade has made.
     *
     * @throws bascule.problem.Fault BSC-432 if it cannot
     */
    void load(Path dump) throws IOException;

    /** The number of rows of each table that is there now, by the same names. */
    Map<String, Long> count() throws IOException;

    /**
     * Something of the same kind that nobody uses.
     *
     * @param folder not there yet, for all that it needs; closing it takes it away
     * @throws bascule.problem.Fault BSC-433 if it should be had and cannot
     */
    Scratch scratch(Path folder) throws IOException;

    /**
     * What lies in a dump of one table.
     *
     * @param sum of its rows, whatever their order; two tables of the same rows have the same
     */
    record Table(long rows, String sum) {
        static final Table EMPTY = new Table(0, "0");
    }
}
