package bascule.work;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.fact.Template;
import bascule.format.Change;
import bascule.format.KeyedFile;
import bascule.json.Json;
import bascule.plan.Action;
import bascule.plan.Step;
import bascule.run.Doer.Seen;
import bascule.store.FileBackup;
import bascule.store.Store;
import bascule.store.Trees;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that does one step is killed at a random instant, again and again; then it is looked,
 * and the step repeated or put back. Each time everything is wholly new or wholly old.
 */
@NullMarked
class CrashTest {
    private static final int KILLS = 5;
    private static final int FILES = 40;

    /** What belongs to this test, not to the application. */
    private static final List<String> UNSEEN =
            List.of("state", "backup", "found.json", "app.tar.gz");

    @TempDir Path folder = Path.of("");

    /** What is done to the two releases, and what each of them looks like then. */
    enum Kind {
        SWITCH,
        EXCHANGE,
        CARRY,
        MOVE,
        SET,
        UNPACK,
        RESTORE
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_step_killed_at_any_instant_ends_whole(Kind kind) throws Exception {
        var random = new Random(kind.name().hashCode());
        var whole = folder.resolve("whole");
        prepare(whole, kind);
        var old = tree(whole);
        var took = child(whole, kind, Long.MAX_VALUE);
        var wanted = tree(whole);
        for (var kill = 0; kill < KILLS; kill++) {
            var place = folder.resolve("kill-" + kill);
            prepare(place, kind);
            child(place, kind, (long) (random.nextDouble() * took * 1.1));
            var bench = bench(place);
            var step = step(bench, kind);
            var seen = bench.newWorld().look(step, bench);
            var forward = kind == Kind.RESTORE || kill % 2 == 0;
            assertThat(seen).as(kind + " after kill " + kill).isNotEqualTo(Seen.CANNOT_TELL);
            if (!forward) {
                bench.putBack(step);
            } else if (seen != Seen.DONE) {
                bench.take(step);
            }
            // What was carried into a staged release is not put back: the release is discarded.
            if (forward || kind != Kind.CARRY) {
                assertThat(tree(place))
                        .as(kind + " after kill " + kill)
                        .isEqualTo(forward ? wanted : old);
            }
            Trees.delete(place);
        }
    }

    /** Does the step in a process of its own. Gives how long it took, if it was not killed. */
    private static long child(Path place, Kind kind, long killAfter) throws Exception {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OneStep.class.getName(),
                                place.toString(),
                                kind.name())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var says = process.inputReader()) {
            assertThat(says.readLine()).isEqualTo("begins");
            var since = System.nanoTime();
            if (killAfter == Long.MAX_VALUE) {
                assertThat(says.readLine()).isEqualTo("ends");
                assertThat(process.waitFor()).isZero();
                return System.nanoTime() - since;
            }
            LockSupport.parkNanos(killAfter);
            process.destroyForcibly().waitFor();
            return 0;
        }
    }

    /** What the killed process does. */
    static final class OneStep {
        private OneStep() {}

        public static void main(String[] args) throws IOException {
            var place = Path.of(args[0]);
            var bench = new Bench(place);
            var step = step(bench, Kind.valueOf(args[1]));
            bench.begin(step);
            Files.writeString(
                    place.resolve("found.json"), Json.line(bench.found(step.id()).orElseThrow()));
            System.out.println("begins");
            bench.take(step);
            System.out.println("ends");
        }
    }

    /** With what the journal would hold. */
    private static Bench bench(Path place) throws IOException {
        var bench = new Bench(place);
        var words = new HashMap<String, String>();
        Json.mapper()
                .readTree(Files.readString(place.resolve("found.json")))
                .properties()
                .forEach(each -> words.put(each.getKey(), each.getValue().stringValue()));
        bench.found.put("step", words);
        return bench;
    }

    private static Step step(Bench bench, Kind kind) {
        return bench.step(
                "step",
                switch (kind) {
                    case SWITCH -> new Action.Link(bench.at("current"), Template.of("releases/2"));
                    case EXCHANGE ->
                            new Action.Exchange(bench.at("releases/1"), bench.at("releases/2"));
                    case CARRY ->
                            new Action.Carry(
                                    bench.at("releases/1"),
                                    bench.at("releases/2"),
                                    List.of("conf"));
                    case MOVE ->
                            new Action.MovePaths(
                                    bench.at("releases/1"),
                                    bench.at("releases/2"),
                                    List.of("conf", "data"));
                    case SET -> new Action.SetKeys(List.of(bench.at("app.properties")), keys());
                    case UNPACK ->
                            new Action.Unpack(bench.at("app.tar.gz"), bench.at("releases/3"), true);
                    case RESTORE ->
                            new Action.Restore(
                                    new Store.Files("data", List.of(bench.at("store")), false),
                                    bench.at("backup"));
                });
    }

    private static Map<String, Optional<Object>> keys() {
        var keys = new TreeMap<String, Optional<Object>>();
        for (var number = 0; number < FILES; number++) {
            keys.put("key." + number, Optional.of("new " + number));
        }
        return keys;
    }

    private static void prepare(Path place, Kind kind) throws Exception {
        for (var release : List.of("1", "2")) {
            for (var path : List.of("conf", "data")) {
                fill(place.resolve("releases/" + release + "/" + path), release);
            }
        }
        Files.createSymbolicLink(place.resolve("current"), Path.of("releases/1"));
        var lines = new StringBuilder();
        keys().keySet().forEach(key -> lines.append(key).append("=old\n"));
        Files.writeString(place.resolve("app.properties"), lines);
        if (kind == Kind.UNPACK) {
            var tar =
                    new ProcessBuilder("tar", "czf", "app.tar.gz", "-C", "releases", "2")
                            .directory(place.toFile())
                            .start();
            assertThat(tar.waitFor()).isZero();
        }
        if (kind == Kind.RESTORE) {
            fill(place.resolve("store"), "backed up");
            new FileBackup(List.of(place.resolve("store")), place.resolve("backup")).lastPass();
            Trees.delete(place.resolve("store"));
            fill(place.resolve("store"), "migrated");
            Files.writeString(place.resolve("store/planted"), "during the outage");
        }
        assertThat(Change.of(keys())).hasSize(FILES);
        assertThat(KeyedFile.read(place.resolve("app.properties"), "key.0")).contains("old");
    }

    private static void fill(Path folder, String text) throws IOException {
        Files.createDirectories(folder);
        for (var number = 0; number < FILES; number++) {
            Files.writeString(folder.resolve("file-" + number), text + " " + number);
        }
    }

    /** Everything that an application sees: names, links and bytes. */
    private static Map<String, String> tree(Path place) throws IOException {
        var tree = new TreeMap<String, String>();
        try (var all = Files.walk(place)) {
            for (var path : (Iterable<Path>) all::iterator) {
                var name = place.relativize(path).toString();
                if (UNSEEN.stream().anyMatch(name::startsWith) || hidden(name)) {
                    continue;
                }
                if (Files.isSymbolicLink(path)) {
                    tree.put(name, "-> " + Files.readSymbolicLink(path));
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    tree.put(name, Files.readString(path));
                }
            }
        }
        return tree;
    }

    /** What lies beside under a name of our own. */
    private static boolean hidden(String name) {
        return name.contains("/.") || name.startsWith(".");
    }
}
