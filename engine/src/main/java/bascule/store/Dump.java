package bascule.store;

import bascule.host.Forced;
import bascule.host.Names;
import bascule.json.Json;
import bascule.problem.Fault;
import bascule.store.Dumper.Table;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * A store as its server's own programs dump it, whole in each pass. The first pass stays beside the
 * last: it is the one that was proved.
 *
 * <p>An exit code proves nothing: a dump counts only once it was read to its end, and its checksums
 * stand beside it.
 */
public final class Dump implements Backup {
    static final String MANIFEST = "manifest.json";
    static final String DATA = "data";

    private final Dumper dumper;
    private final Path into;

    /**
     * @param into the folder that becomes the backup; its parent must exist
     */
    Dump(Dumper dumper, Path into) {
        this.dumper = dumper;
        this.into = into;
    }

    /**
     * What stands beside a dump.
     *
     * @param files the checksum of each, by name
     */
    record Contents(Map<String, String> files, Map<String, Table> tables, long bytes) {}

    @Override
    public Summary firstPass() {
        return pass(first());
    }

    @Override
    public Summary lastPass() {
        return pass(last());
    }

    private Path first() {
        return first(into);
    }

    /** Where the dump of the first pass lies. */
    static Path first(Path into) {
        return into.resolve("first");
    }

    /** What lies in a dump, as its manifest says. */
    static Map<String, Table> tables(Path place) {
        return contents(place).tables();
    }

    private Path last() {
        return last(into);
    }

    /** Where the dump that is restored lies. */
    static Path last(Path into) {
        return into.resolve("last");
    }

    /** Takes the place of an earlier dump only when it is whole. */
    private Summary pass(Path place) {
        var part = place.resolveSibling(place.getFileName() + ".part");
        return writing(
                () -> {
                    Forced.folders(into);
                    Files.setPosixFilePermissions(
                            into, PosixFilePermissions.fromString("rwx------"));
                    Trees.delete(part);
                    Files.createDirectories(part.resolve(DATA));
                    dumper.dump(part.resolve(DATA));
                    var contents = read(part.resolve(DATA));
                    Trees.force(part);
                    Forced.write(part.resolve(MANIFEST), Json.pretty(contents) + "\n");
                    Trees.delete(place);
                    Forced.rename(part, place);
                    var files = contents.files().size();
                    return new Summary(files, files, contents.bytes());
                });
    }

    private Contents read(Path data) throws IOException {
        var files = new TreeMap<String, String>();
        var tables = new TreeMap<String, Table>();
        Parallel.of(
                List.<Callable<Boolean>>of(
                        () -> put(tables, dumper.read(data)), () -> put(files, sums(data))));
        var bytes = 0L;
        for (var name : files.keySet()) {
            bytes += Files.size(data.resolve(name));
        }
        return new Contents(files, tables, bytes);
    }

    private static <V> boolean put(Map<String, V> all, Map<String, V> found) {
        all.putAll(found);
        return true;
    }

    private static Map<String, String> sums(Path data) throws IOException {
        var files = new TreeMap<String, String>();
        try (var all = Files.list(data)) {
            for (var file : all.sorted().toList()) {
                files.put(String.valueOf(file.getFileName()), DoubleCrc.of(file));
            }
        }
        return files;
    }

    @Override
    public Summary verify() {
        return verify(last());
    }

    /**
     * Whether every file of a dump is there and none is shorter or longer, without reading it.
     *
     * @throws Fault BSC-431 naming the first that is not
     */
    static Summary look(Path place) {
        var contents = contents(place);
        var bytes = 0L;
        for (var name : contents.files().keySet()) {
            var path = place.resolve(DATA).resolve(name);
            try {
                bytes += Files.size(path);
            } catch (IOException missing) {
                throw new Fault("BSC-431", Text.of("store.missing", path), missing);
            }
        }
        if (bytes != contents.bytes()) {
            throw new Fault("BSC-431", Text.of("store.differs", place.resolve(DATA)));
        }
        return new Summary(contents.files().size(), 0, bytes);
    }

    static Summary verify(Path place) {
        var contents = contents(place);
        try {
            for (var file : contents.files().entrySet()) {
                var path = place.resolve(DATA).resolve(file.getKey());
                if (!Files.exists(path)) {
                    throw new Fault("BSC-431", Text.of("store.missing", path));
                }
                if (!DoubleCrc.of(path).equals(file.getValue())) {
                    throw new Fault("BSC-431", Text.of("store.differs", path));
                }
            }
            return new Summary(contents.files().size(), 0, contents.bytes());
        } catch (IOException cannot) {
            throw unreadable(place, cannot);
        }
    }

    private static Contents contents(Path place) {
        try {
            return Json.read(Files.readString(place.resolve(MANIFEST)), Contents.class);
        } catch (IOException | tools.jackson.core.JacksonException cannot) {
            throw unreadable(place, cannot);
        }
    }

    private static Fault unreadable(Path place, Exception cannot) {
        var said = String.valueOf(cannot.getMessage());
        return new Fault("BSC-431", Text.of("store.unreadable", place, said), cannot);
    }

    @Override
    public Proof prove(Depth depth) {
        var place = exists() ? last() : first();
        verify(place);
        var wanted = contents(place).tables();
        var folder = into.resolve("scratch");
        return tried(
                "BSC-433",
                "store.restore",
                () -> {
                    Trees.delete(folder);
                    try (var scratch = dumper.scratch(folder)) {
                        return switch (scratch) {
                            case Scratch.None(var because) -> new Proof.NotHere(because);
                            case Scratch.There there ->
                                    proved(there.dumper(), place.resolve(DATA), wanted, depth);
                        };
                    } finally {
                        Trees.deleteQuietly(folder);
                    }
                });
    }

    private Proof proved(Dumper scratch, Path data, Map<String, Table> wanted, Depth depth)
            throws IOException {
        var began = System.nanoTime();
        scratch.load(data);
        var took = Duration.ofNanos(System.nanoTime() - began);
        same(counted(wanted), scratch.count());
        if (depth == Depth.FULL) {
            var again = into.resolve("scratch/again");
            Files.createDirectories(again);
            scratch.dump(again);
            same(wanted, scratch.read(again));
        }
        var rows = wanted.values().stream().mapToLong(Table::rows).sum();
        return new Proof.Proved(wanted.size(), rows, took);
    }

    private static Map<String, Long> counted(Map<String, Table> tables) {
        return tables.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, table -> table.getValue().rows()));
    }

    /** The first table that differs is enough. */
    <V> void same(Map<String, V> wanted, Map<String, V> found) {
        var names = new java.util.TreeSet<>(wanted.keySet());
        names.addAll(found.keySet());
        for (var name : names) {
            if (!wanted.containsKey(name)
                    || !found.containsKey(name)
                    || !wanted.get(name).equals(found.get(name))) {
                throw new Fault(
                        "BSC-433",
                        Text.of(
                                "store.proof.differs",
                                dumper.named(),
                                name,
                                rows(wanted.get(name)),
                                rows(found.get(name))));
            }
        }
    }

    private static String rows(@org.jspecify.annotations.Nullable Object seen) {
        return switch (seen) {
            case Table table -> Long.toString(table.rows());
            case null -> "-";
            default -> seen.toString();
        };
    }

    @Override
    public void restore() {
        verify(last());
        tried(
                "BSC-432",
                "store.restore",
                () -> {
                    dumper.load(last().resolve(DATA));
                    return true;
                });
    }

    @Override
    public boolean exists() {
        return Files.exists(last().resolve(MANIFEST));
    }

    private interface Io<T> {
        T get() throws IOException;
    }

    private <T> T writing(Io<T> work) {
        return tried("BSC-430", "store.copy", work);
    }

    private <T> T tried(String code, String key, Io<T> work) {
        try {
            return work.get();
        } catch (IOException cannot) {
            throw new Fault(code, Text.of(key, into, Names.said(cannot)), cannot);
        }
    }
}
