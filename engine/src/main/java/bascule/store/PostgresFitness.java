package bascule.store;

import bascule.host.Forced;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether a PostgreSQL server can be followed, and put back as a whole: what a copy would lose, and
 * what the account may not, is told instead.
 */
record PostgresFitness(PostgresDumper origin) implements Fitness {
    private static final int OLDEST = 13;

    @Override
    public Path data() throws IOException {
        return Forced.real(Path.of(origin.ask("SHOW data_directory")));
    }

    @Override
    public Optional<Text> against(Path into) throws IOException {
        var series = PostgresScratch.series(origin);
        if (Integer.parseInt(series) < OLDEST) {
            return because("old", series);
        }
        if (PostgresScratch.bin(origin, series, "pg_basebackup").isEmpty()) {
            return Optional.of(Text.of("store.follow.programs", series));
        }
        var told = origin.ask(ASKED).split("\\|", -1);
        return told[0].isEmpty()
                ? folder(data(), into).or(this::replication)
                : because(told[0], told.length > 1 ? told[1] : "");
    }

    private static Optional<Text> because(String what, Object value) {
        return Optional.of(Text.of("store.follow.not." + what, value));
    }

    /** That it may replicate does not say that it is let in for that. */
    private Optional<Text> replication() {
        var ran =
                origin.programs()
                        .run(
                                List.of(
                                        "psql",
                                        "--no-psqlrc",
                                        "--no-password",
                                        "--dbname=replication=true",
                                        "--command=IDENTIFY_SYSTEM"),
                                origin.to().postgresql());
        return ran.code() == 0
                ? Optional.empty()
                : because("entry", ran.output().strip().lines().findFirst().orElse(""));
    }

    private Optional<Text> folder(Path live, Path into) throws IOException {
        if (!Files.exists(live.resolve("PG_VERSION"))) {
            return because("elsewhere", live);
        }
        if (Files.isSymbolicLink(live.resolve("pg_wal"))) {
            return because("log", live);
        }
        if (!PostgresControl.of(live).system().equals(origin.ask(IDENTIFIER))) {
            return Optional.of(Text.of("store.follow.other", live, origin.named()));
        }
        return DataExchange.against(live, into);
    }

    private static final String IDENTIFIER = "SELECT system_identifier FROM pg_control_system()";

    /** The first thing that stands against it and what it is, or nothing. */
    private static final String ASKED =
            """
            SELECT CASE
              WHEN pg_is_in_recovery() THEN 'second|'
              WHEN NOT (SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user)
                THEN 'replicate|' || current_user
              WHEN NOT pg_has_role(current_user, 'pg_read_all_settings', 'USAGE') THEN 'settings|' || current_user
              WHEN current_setting('wal_level') NOT IN ('replica', 'logical') THEN 'level|' || current_setting('wal_level')
              WHEN (SELECT count(*) FROM pg_database WHERE NOT datistemplate
                  AND datname NOT IN ('postgres', current_database())) > 0
                THEN 'shared|' || (SELECT string_agg(datname, ', ') FROM pg_database WHERE NOT datistemplate
                  AND datname NOT IN ('postgres', current_database()))
              WHEN EXISTS (SELECT FROM pg_replication_slots WHERE NOT temporary)
                OR current_setting('synchronous_standby_names') <> '' THEN 'followed|'
              WHEN current_setting('max_replication_slots')::int <= (SELECT count(*) FROM pg_replication_slots)
                OR current_setting('max_wal_senders')::int < 2 + (SELECT count(*) FROM pg_stat_replication)
                THEN 'full|'
              WHEN EXISTS (SELECT FROM pg_class WHERE relpersistence = 'u')
                THEN 'unlogged|' || (SELECT min(relname) FROM pg_class WHERE relpersistence = 'u')
              WHEN EXISTS (SELECT FROM pg_tablespace WHERE spcname NOT IN ('pg_default', 'pg_global'))
                THEN 'spaces|'
              ELSE '' END;
            """;
}
