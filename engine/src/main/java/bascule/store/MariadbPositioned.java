package bascule.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A dump that says where in the binary log it was taken. No table is locked for it: the server
 * knows that of every transaction that reads.
 */
record MariadbPositioned(MariadbDumper plain) implements Dumper {
    @Override
    public String named() {
        return plain.named();
    }

    @Override
    public void dump(Path into) throws IOException {
        plain.dump(into, List.of("--master-data=2"));
    }

    @Override
    public Map<String, Table> read(Path dump) throws IOException {
        return plain.read(dump);
    }

    @Override
    public void load(Path dump) throws IOException {
        plain.load(dump);
    }

    @Override
    public Map<String, Long> count() throws IOException {
        return plain.count();
    }

    @Override
    public Scratch scratch(Path folder) throws IOException {
        return plain.scratch(folder);
    }
}
