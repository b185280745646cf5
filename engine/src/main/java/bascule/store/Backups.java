package bascule.store;

import bascule.host.Host;
import bascule.problem.Fault;
import bascule.text.Text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Picks how a store is backed up. */
public final class Backups {
    /** The kinds of servers whose data are backed up. */
    public static final Set<String> SERVERS =
            Set.of("mariadb", "postgresql", "sqlite", "redis", "rabbitmq");

    /** Those of them that can be followed instead of dumped. */
    public static final Set<String> FOLLOWED = Set.of("mariadb", "postgresql");

    private Backups() {}

    /**
     * As its kind is copied where there is nothing to choose.
     *
     * @param into the folder that becomes the backup
     * @throws Fault BSC-417 for a kind that is not backed up
     */
    public static Backup of(Store store, Programs programs, Host.Filler filler, Path into) {
        return of(store, new Technique.Copied(), programs, filler).into(into);
    }

    /** What is only said last, so that nothing has too many parameters. */
    public interface Into {
        /**
         * @param folder the one that becomes the backup
         */
        Backup into(Path folder);
    }

    /**
     * @param technique as the plan says
     * @throws Fault BSC-417 for a kind that is not backed up so
     */
    public static Into of(Store store, Technique technique, Programs programs, Host.Filler filler) {
        return into ->
                switch (technique) {
                    case Technique.Copied _ -> copied(store, programs, filler, into);
                    case Technique.Snapshot _ ->
                            new SnapshotBackup(SnapshotFitness.paths(files(store), filler), into);
                    case Technique.Followed(var data) ->
                            followed(server(store), Path.of(data), programs, filler).into(into);
                    case Technique.Logged _ ->
                            logged(server(store), programs, Connection.of(server(store), filler))
                                    .into(into);
                    case Technique.Left _ when Files.exists(Dump.last(into)) ->
                            copied(store, programs, filler, into);
                    case Technique.Left _ -> {
                        var server = server(store);
                        var to = Connection.of(server, filler);
                        yield new LeftBackup(
                                followed(server, into, programs, filler).into(into),
                                dumper(server, programs, to),
                                into);
                    }
                };
    }

    private static Store.Server server(Store store) {
        return switch (store) {
            case Store.Server server -> server;
            case Store.Files files -> throw unknown(files.name(), "files");
            case Store.Derived derived -> throw unknown(derived.name(), "derived");
        };
    }

    private static Store.Files files(Store store) {
        return switch (store) {
            case Store.Files files -> files;
            case Store.Server server -> throw unknown(server.name(), server.server());
            case Store.Derived derived -> throw unknown(derived.name(), "derived");
        };
    }

    private interface Following {
        FollowerBackup into(Path folder);
    }

    /** By the kind of the server; what can be followed has its name in {@link #FOLLOWED}. */
    private static Following followed(
            Store.Server server, Path data, Programs programs, Host.Filler filler) {
        var to = Connection.of(server, filler);
        return switch (server.server()) {
            case "mariadb" -> into -> new MariadbFollower(programs, to, data, into);
            case "postgresql" -> into -> new PostgresFollower(programs, to, data, into);
            default -> throw unknown(server.name(), server.server());
        };
    }

    private static Following logged(Store.Server server, Programs programs, Connection to) {
        if (!server.server().equals("mariadb")) {
            throw unknown(server.name(), server.server());
        }
        return into -> new MariadbLogged(programs, to, into);
    }

    /** Whether such a server can be followed. */
    static Fitness fitness(Store.Server server, Programs programs, Connection to) {
        return switch (server.server()) {
            case "mariadb" ->
                    new MariadbFitness(
                            new MariadbDumper(programs, to, to, MariadbDumper.Loads.BACK));
            case "postgresql" ->
                    new PostgresFitness(
                            new PostgresDumper(programs, to, PostgresDumper.Loads.BACK));
            default -> throw unknown(server.name(), server.server());
        };
    }

    private static Backup copied(Store store, Programs programs, Host.Filler filler, Path into) {
        return switch (store) {
            case Store.Files files ->
                    new FileBackup(
                            files.paths().stream()
                                    .map(path -> Path.of(filler.fill(path)))
                                    .map(path -> path.toAbsolutePath().normalize())
                                    .toList(),
                            into);
            case Store.Server server ->
                    new Dump(dumper(server, programs, Connection.of(server, filler)), into);
            case Store.Derived derived -> throw unknown(derived.name(), "derived");
        };
    }

    private static Dumper dumper(Store.Server server, Programs programs, Connection to) {
        return switch (server.server()) {
            case "mariadb" -> new MariadbDumper(programs, to, to, MariadbDumper.Loads.BACK);
            case "postgresql" -> new PostgresDumper(programs, to, PostgresDumper.Loads.BACK);
            case "sqlite" -> new SqliteDumper(programs, to);
            case "redis" -> new RedisDumper(programs, to);
            case "rabbitmq" -> new RabbitmqDumper(programs, to, RabbitmqDumper.Loads.BACK);
            default -> throw unknown(server.name(), server.server());
        };
    }

    /**
     * The programs without which a store cannot be backed up and restored: of each the names that
     * it may have.
     */
    public static List<List<String>> programs(Store store) {
        if (store instanceof Store.Server server) {
            return switch (server.server()) {
                case "mariadb" ->
                        List.of(List.of("mariadb-dump", "mysqldump"), List.of("mariadb", "mysql"));
                case "postgresql" ->
                        List.of(List.of("pg_dump"), List.of("pg_restore"), List.of("psql"));
                case "sqlite" -> List.of(List.of("sqlite3"));
                case "redis" ->
                        List.of(
                                List.of("redis-cli"),
                                List.of("redis-check-rdb"),
                                List.of("redis-server"));
                default -> List.of();
            };
        }
        return List.of();
    }

    private static Fault unknown(String store, String kind) {
        return new Fault("BSC-417", Text.of("work.store.kind", store, kind));
    }
}
