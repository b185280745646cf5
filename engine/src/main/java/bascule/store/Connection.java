package bascule.store;

import bascule.host.Host;
import bascule.problem.Fault;
import bascule.text.Text;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a server is and who asks it: what a store says by itself goes before what its URL says. */
public record Connection(Map<String, String> parts) {

    public static Connection of(Store.Server server, Host.Filler filler) {
        var parts = new HashMap<String, String>();
        var url = server.connection().get("url");
        if (url != null) {
            parts.putAll(url(filler.fill(url)));
        }
        server.connection()
                .forEach(
                        (name, value) -> {
                            var filled = name.equals("url") ? "" : filler.fill(value);
                            if (!filled.isEmpty()) {
                                parts.put(name, filled);
                            }
                        });
        hostWithPort(parts);
        return new Connection(Map.copyOf(parts));
    }

    /** {@code localhost:3306} and {@code localhost:/run/x.sock}, as PHP applications write it. */
    private static void hostWithPort(Map<String, String> parts) {
        var host = parts.getOrDefault("host", "");
        var colon = host.lastIndexOf(':');
        if (colon > 0 && host.indexOf(':') == colon) {
            var rest = host.substring(colon + 1);
            parts.put("host", rest.startsWith("/") ? rest : host.substring(0, colon));
            if (rest.matches("\\d+")) {
                parts.putIfAbsent("port", rest);
            }
        }
    }

    private static Map<String, String> url(String url) {
        var parts = new HashMap<String, String>();
        var bare = url.replaceFirst("^jdbc:", "");
        URI address;
        try {
            address = URI.create(bare);
        } catch (IllegalArgumentException _) {
            throw new Fault("BSC-470", Text.of("look.connection"));
        }
        put(parts, "host", address.getHost());
        put(parts, "port", address.getPort() < 0 ? null : String.valueOf(address.getPort()));
        var path = address.getRawPath();
        put(parts, "database", path == null ? null : decoded(path.replaceFirst("^/", "")));
        var user = address.getRawUserInfo();
        if (user != null) {
            var colon = user.indexOf(':');
            put(parts, "user", decoded(colon < 0 ? user : user.substring(0, colon)));
            put(parts, "password", colon < 0 ? null : decoded(user.substring(colon + 1)));
        }
        return parts;
    }

    private static void put(
            Map<String, String> parts,
            String name,
            @org.jspecify.annotations.Nullable String value) {
        if (value != null && !value.isEmpty()) {
            parts.put(name, value);
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    public Optional<String> part(String name) {
        return Optional.ofNullable(parts.get(name));
    }

    /** What the programs of PostgreSQL read instead of words that everybody sees. */
    public Map<String, String> postgresql() {
        var env = new HashMap<String, String>();
        env.put("PGCONNECT_TIMEOUT", "10");
        env.put("PGAPPNAME", "bascule");
        part("host").ifPresent(host -> env.put("PGHOST", host));
        part("port").ifPresent(port -> env.put("PGPORT", port));
        part("user").ifPresent(user -> env.put("PGUSER", user));
        part("database").ifPresent(database -> env.put("PGDATABASE", database));
        part("password").ifPresent(password -> env.put("PGPASSWORD", password));
        return env;
    }

    /**
     * The words by which the programs of MariaDB and MySQL find a server, before all others; the
     * password is none. What the machine's own files say of it holds, but for a server of ours.
     */
    public List<String> mariadb() {
        var words = new ArrayList<String>();
        part("defaults").ifPresent(none -> words.add("--no-defaults"));
        words.add("--default-character-set=utf8mb4");
        part("host")
                .ifPresent(
                        host -> words.add((host.startsWith("/") ? "--socket=" : "--host=") + host));
        part("port").ifPresent(port -> words.add("--port=" + port));
        part("user").ifPresent(user -> words.add("--user=" + user));
        return words;
    }

    /** What they read instead of a word that everybody sees. */
    public Map<String, String> mariadbSecret() {
        return part("password").map(password -> Map.of("MYSQL_PWD", password)).orElse(Map.of());
    }
}
