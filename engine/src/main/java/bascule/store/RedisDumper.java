package bascule.store;

import bascule.host.Forced;
import bascule.problem.Fault;
import bascule.store.Programs.Task;
import bascule.text.Text;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One logical database of a Redis server. The server hands out all of them as they are at one
 * instant; only the keys of this one are put back, one by one, while the server runs: the others,
 * and who uses them, are left alone.
 */
record RedisDumper(Programs programs, Connection to) implements Dumper {
    private static final String COPY = "dump.rdb";
    private static final String HORIZON = "horizon";

    /** What expires sooner after the dump may be gone at the next look: it is not compared. */
    private static final Duration SOON = Duration.ofHours(36);

    /** Where a file of Redis says in which version of the format it is: {@code REDIS0010}. */
    private static final int VERSION_AT = 5;

    private static final int VERSION_LENGTH = 4;

    String database() {
        return to.part("database").orElse("0");
    }

    @Override
    public String named() {
        return to.part("host").orElse("localhost") + "/" + database();
    }

    @Override
    public void dump(Path into) throws IOException {
        var copy = into.resolve(COPY);
        var task = new Task("BSC-430", "store.dump", named());
        programs.must(task, client(List.of("--rdb", copy.toString())), secret());
        if (!Files.exists(copy)) {
            throw new Fault("BSC-431", Text.of("store.missing", copy));
        }
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        var horizon = programs.host().clock().instant().plus(SOON).toEpochMilli();
        Forced.write(into.resolve(HORIZON), horizon + "\n");
    }

    private List<String> client(List<String> question) {
        var words = new ArrayList<String>();
        words.add("redis-cli");
        var host = to.part("host");
        if (host.isPresent()) {
            words.addAll(List.of(host.get().startsWith("/") ? "-s" : "-h", host.get()));
        }
        to.part("port").ifPresent(port -> words.addAll(List.of("-p", port)));
        to.part("user").ifPresent(user -> words.addAll(List.of("--user", user)));
        words.addAll(List.of("-n", database()));
        words.addAll(question);
        return words;
    }

    private Map<String, String> secret() {
        var env = new HashMap<String, String>();
        to.part("password").ifPresent(password -> env.put("REDISCLI_AUTH", password));
        return env;
    }

    @Override
    public Map<String, Table> read(Path dump) throws IOException {
        var copy = dump.resolve(COPY);
        checked(copy);
        try (var server = RedisServer.of(programs, reading(dump), copy);
                var talk = server.talk()) {
            var keys = new RedisKeys(talk, database());
            var written = version(copy);
            keys.each(key -> loadable(key.version(), written));
            return tables(keys, dump);
        }
    }

    static Path copy(Path dump) {
        return dump.resolve(COPY);
    }

    static void sameHorizon(Path dump, Path other) throws IOException {
        Forced.write(other.resolve(HORIZON), Files.readString(dump.resolve(HORIZON)));
    }

    /** One place for all readings: what a crash leaves there is ended by the next. */
    private static Path reading(Path dump) {
        return dump.resolve("../../reading").normalize();
    }

    private void checked(Path copy) throws IOException {
        var task = new Task("BSC-431", "store.dump-unreadable", named());
        var words = List.of("redis-check-rdb", copy.toString());
        if (!programs.must(task, words, Map.of()).output().contains("RDB looks OK")) {
            throw new Fault("BSC-431", Text.of("store.differs", copy));
        }
    }

    private static int version(Path copy) throws IOException {
        try (var in = Files.newInputStream(copy)) {
            in.skipNBytes(VERSION_AT);
            var digits = new String(in.readNBytes(VERSION_LENGTH), StandardCharsets.US_ASCII);
            return Integer.parseInt(digits);
        } catch (NumberFormatException noNumber) {
            throw new Fault("BSC-431", Text.of("store.differs", copy), noNumber);
        }
    }

    /** Values are put back as the programs here write them; an older server refuses them. */
    private void loadable(int here, int there) {
        if (here > there) {
            throw new Fault("BSC-430", Text.of("store.redis.newer", named(), here, there));
        }
    }

    /** Of the keys that are to be compared, by their type. */
    Map<String, Table> tables(RedisKeys keys, Path dump) throws IOException {
        var horizon = Long.parseLong(Files.readString(dump.resolve(HORIZON)).strip());
        var tables = new TreeMap<String, Table>();
        keys.tables(horizon).forEach((type, table) -> tables.put(database() + ":" + type, table));
        return tables;
    }

    /**
     * The numbers of keys that were put into a file.
     *
     * @param lasting how many of them never expire
     */
    private record Written(long all, long lasting) {}

    @Override
    public void load(Path dump) throws IOException {
        var work = dump.resolveSibling("load");
        Trees.delete(work);
        Files.createDirectory(
                work,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var file = work.resolve("commands");
        var written = write(dump, file);
        var task = new Task("BSC-432", "store.load", named());
        var emptied = answer(task, "FLUSHDB");
        if (!emptied.equals("OK")) {
            throw new Fault("BSC-432", Text.of("store.load", named(), "redis-cli", 0, emptied));
        }
        var half = new Task("BSC-432", "store.load-half", named());
        programs.must(half, client(List.of("--pipe")), secret(), file);
        var there = answer(half, "DBSIZE");
        if (!there.matches("\\d+")
                || Long.parseLong(there) < written.lasting()
                || Long.parseLong(there) > written.all()) {
            var all = written.all();
            throw new Fault("BSC-432", Text.of("store.redis.count", named(), all, there));
        }
        Trees.delete(work);
    }

    /** The keys of the dump as commands that make them. */
    private Written write(Path dump, Path file) throws IOException {
        var counted = new long[2];
        try (var server = RedisServer.of(programs, reading(dump), dump.resolve(COPY));
                var talk = server.talk();
                var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            new RedisKeys(talk, database())
                    .each(
                            key -> {
                                restore(out, key);
                                counted[0]++;
                                counted[1] += key.expires() == 0 ? 1 : 0;
                            });
        }
        return new Written(counted[0], counted[1]);
    }

    private static void restore(OutputStream out, RedisKeys.Key key) throws IOException {
        RedisTalk.write(
                out,
                RedisTalk.word("RESTORE"),
                key.name(),
                RedisTalk.word(Long.toString(key.expires())),
                key.value(),
                RedisTalk.word("REPLACE"),
                RedisTalk.word("ABSTTL"));
    }

    private String answer(Task task, String question) {
        var words = client(List.of(question));
        var ran = programs.run(words, secret());
        if (ran.code() != 0) {
            var said = ran.output().strip();
            throw new Fault(
                    task.code(), Text.of(task.key(), named(), "redis-cli", ran.code(), said));
        }
        return ran.output()
                .lines()
                .filter(line -> !line.isBlank())
                .collect(Collectors.joining(" "));
    }

    @Override
    public Map<String, Long> count() throws IOException {
        throw new IOException("only a server of our own is counted");
    }

    @Override
    public Scratch scratch(Path folder) {
        return new RedisTrial(this, folder);
    }
}
