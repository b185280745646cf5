package bascule.store;

import bascule.host.Host;
import bascule.problem.Fault;
import bascule.text.Text;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Picks how a store is backed up. */
public final class Backups {
    /** The kinds of servers whose data are backed up. */
    public static final Set<String> SERVERS = Set.of("mariadb", "postgresql", "sqlite", "redis");

    private Backups() {}

    /**
     * @param into the folder that becomes the backup
     * @throws Fault BSC-417 for a kind that is not backed up
     */
    public static Backup of(Store store, Programs programs, Host.Filler filler, Path into) {
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
