package bascule.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A dump tried in a server of our own; it stands once something is loaded. */
final class RedisTrial implements Scratch.There, Dumper {
    private final RedisDumper origin;
    private final Path folder;
    private @org.jspecify.annotations.Nullable RedisServer server;
    private Path loaded = Path.of("");

    RedisTrial(RedisDumper origin, Path folder) {
        this.origin = origin;
        this.folder = folder;
    }

    @Override
    public Dumper dumper() {
        return this;
    }

    @Override
    public String named() {
        return origin.named();
    }

    @Override
    public void load(Path dump) throws IOException {
        close();
        server = RedisServer.of(origin.programs(), folder, RedisDumper.copy(dump));
        loaded = dump;
    }

    private RedisServer server() throws IOException {
        if (server == null) {
            throw new IOException("nothing was loaded");
        }
        return server;
    }

    @Override
    public Map<String, Long> count() throws IOException {
        try (var talk = server().talk()) {
            var keys = new RedisKeys(talk, origin.database());
            var counted = new TreeMap<String, Long>();
            origin.tables(keys, loaded).forEach((type, table) -> counted.put(type, table.rows()));
            return counted;
        }
    }

    /** As the real one is dumped; the same keys are left out of the comparison. */
    @Override
    public void dump(Path into) throws IOException {
        var to = new HashMap<String, String>();
        to.put("host", server().socket().toString());
        to.put("database", origin.database());
        new RedisDumper(origin.programs(), new Connection(to)).dump(into);
        RedisDumper.sameHorizon(loaded, into);
    }

    @Override
    public Map<String, Table> read(Path dump) throws IOException {
        return origin.read(dump);
    }

    @Override
    public Scratch scratch(Path other) {
        return origin.scratch(other);
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
