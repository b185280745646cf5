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
    public static final Set<String> SERVERS = Set.of("postgresql", "sqlite", "redis");

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
            case "postgresql" -> new PostgresDumper(programs, to, PostgresDumper.Loads.BACK);
            case "sqlite" -> new SqliteDumper(programs, to);
            case "redis" -> new RedisDumper(programs, to);
            default -> throw unknown(server.name(), server.server());
        };
    }

    /** The programs without which a store cannot be backed up and restored. */
    public static List<String> programs(Store store) {
        if (store instanceof Store.Server server) {
            return switch (server.server()) {
                case "postgresql" -> List.of("pg_dump", "pg_restore", "psql");
                case "sqlite" -> List.of("sqlite3");
                case "redis" -> List.of("redis-cli", "redis-check-rdb", "redis-server");
                default -> List.of();
            };
        }
        return List.of();
    }

    private static Fault unknown(String store, String kind) {
        return new Fault("BSC-417", Text.of("work.store.kind", store, kind));
    }
}
