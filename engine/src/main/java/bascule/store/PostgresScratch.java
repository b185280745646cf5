package bascule.store;

import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A PostgreSQL that nobody uses: a server of the same series on a socket in a folder of its own;
 * where its programs are not on this machine, a database beside the one that was dumped.
 */
final class PostgresScratch implements Scratch.There {
    private static final String ACCOUNT = "postgres";

    private final Programs programs;
    private final Connection to;
    private final Runnable end;

    private PostgresScratch(Programs programs, Connection to, Runnable end) {
        this.programs = programs;
        this.to = to;
        this.end = end;
    }

    @Override
    public Dumper dumper() {
        return new PostgresDumper(programs, to, PostgresDumper.Loads.FRESH);
    }

    @Override
    public void close() {
        end.run();
    }

    /**
     * @param origin the database that was dumped
     */
    static Scratch in(Path folder, PostgresDumper origin) throws IOException {
        var series = series(origin);
        var bin = bin(origin, series, "initdb");
        var as = origin.programs().as(ACCOUNT);
        if (bin.isPresent() && as.isPresent()) {
            return server(new ScratchServer(origin.programs(), folder, ACCOUNT), bin.get(), origin);
        }
        var mayCreate = "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user";
        return origin.ask(mayCreate).equals("t")
                ? database(origin, folder)
                : new Scratch.None(Text.of("store.proof.no-postgresql", series));
    }

    /** {@code 15}: servers of one series have the same files. */
    static String series(PostgresDumper origin) throws IOException {
        return origin.ask("SHOW server_version_num").replaceFirst("\\d{4}$", "");
    }

    /** Where a series' program is, with its others. */
    static Optional<Path> bin(PostgresDumper origin, String series, String program) {
        return origin.programs()
                .folder(
                        program,
                        List.of(
                                "/usr/lib/postgresql/" + series + "/bin",
                                "/usr/pgsql-" + series + "/bin"));
    }

    private static Scratch server(ScratchServer server, Path bin, PostgresDumper origin)
            throws IOException {
        try {
            return started(server, bin, origin);
        } catch (IOException | RuntimeException cannot) {
            server.close();
            throw cannot;
        }
    }

    private static Scratch started(ScratchServer server, Path bin, PostgresDumper origin)
            throws IOException {
        server.make();
        var kind =
                origin.ask(
                        "SELECT pg_encoding_to_char(encoding) || '|' || datcollate || '|' || datctype"
                                + " FROM pg_database WHERE datname = current_database()");
        var parts = kind.split("\\|", -1);
        // A locale that this machine does not have sorts otherwise, and holds the same.
        if (server.run(initdb(bin, server, parts[0], parts[1], parts[2])).code() != 0) {
            server.make();
            server.must(initdb(bin, server, parts[0], "C", "C"));
        }
        server.must(
                List.of(
                        bin.resolve("pg_ctl").toString(),
                        "--wait",
                        "--pgdata=" + server.data(),
                        "--log=" + server.folder().resolve("server.log"),
                        "--options=-c listen_addresses='' -c fsync=off -c unix_socket_directories="
                                + server.socket(),
                        "start"));
        var first = to(server, "postgres");
        accounts(new PostgresDumper(origin.programs(), first, PostgresDumper.Loads.FRESH), origin);
        var to = to(server, origin.ask("SELECT current_database()"));
        return new PostgresScratch(origin.programs(), to, server::close);
    }

    private static Connection to(ScratchServer server, String database) {
        return new Connection(
                Map.of("host", server.socket().toString(), "user", ACCOUNT, "database", database));
    }

    private static List<String> initdb(
            Path bin, ScratchServer server, String encoding, String collate, String type) {
        return List.of(
                bin.resolve("initdb").toString(),
                "--no-sync",
                "--auth=trust",
                "--username=" + ACCOUNT,
                "--pgdata=" + server.data(),
                "--encoding=" + encoding,
                "--lc-collate=" + collate,
                "--lc-ctype=" + type);
    }

    /**
     * Owners, and those to whom rights are given, must be there; nobody signs in as them. The
     * database has the name of the original, so that a problem names that.
     */
    private static void accounts(PostgresDumper scratch, PostgresDumper origin) throws IOException {
        var roles =
                origin.ask(
                        "SELECT format('CREATE ROLE %I;', rolname) FROM pg_roles"
                                + " WHERE rolname !~ '^pg_' AND rolname <> '"
                                + ACCOUNT
                                + "' UNION ALL SELECT format('CREATE DATABASE %I;', datname)"
                                + " FROM pg_database WHERE datname = current_database()"
                                + " AND datname <> 'postgres'");
        if (!roles.isEmpty()) {
            scratch.ask(roles);
        }
    }

    /** Beside the real one, by an account that may; what a crash has left of it goes first. */
    private static Scratch database(PostgresDumper origin, Path folder) throws IOException {
        var name = "bascule_proof_%08x".formatted(folder.toString().hashCode());
        origin.ask("DROP DATABASE IF EXISTS " + name);
        origin.ask("CREATE DATABASE " + name + " TEMPLATE template0");
        var parts = new HashMap<>(origin.to().parts());
        parts.put("database", name);
        return new PostgresScratch(
                origin.programs(), new Connection(parts), () -> origin.drop(name));
    }
}
