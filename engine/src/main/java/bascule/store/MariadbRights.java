package bascule.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an account may do on the whole server and in whole databases, its role's rights with it.
 * What it may on single tables is left out: a table that is made anew has none of it.
 */
record MariadbRights(List<Right> all) {
    private static final Pattern GRANT =
            Pattern.compile("GRANT (.+?) ON (\\*|`(?:[^`]|``)+`)\\.\\* TO .*");

    MariadbRights {
        all = List.copyOf(all);
    }

    /**
     * Some rights on one thing.
     *
     * @param on a database as the server writes it, a pattern between quotes; {@code *} is all
     */
    record Right(String what, String on) {
        boolean reaches(String database) {
            if (on.equals("*")) {
                return true;
            }
            var pattern = new StringBuilder();
            var name = on.substring(1, on.length() - 1).replace("``", "`");
            for (var at = 0; at < name.length(); at++) {
                var one = name.charAt(at);
                if (one == '\\' && at + 1 < name.length()) {
                    pattern.append(Pattern.quote(String.valueOf(name.charAt(++at))));
                } else {
                    pattern.append(
                            switch (one) {
                                case '%' -> ".*";
                                case '_' -> ".";
                                default -> Pattern.quote(String.valueOf(one));
                            });
                }
            }
            return Pattern.compile(pattern.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
                    .matcher(database)
                    .matches();
        }

        boolean has(Set<String> any) {
            return what.equals("ALL PRIVILEGES")
                    || Arrays.stream(what.split(", ")).anyMatch(any::contains);
        }
    }

    /**
     * @param lines as {@code SHOW GRANTS} prints them
     */
    static MariadbRights of(List<String> lines) {
        var all = new ArrayList<Right>();
        for (var line : lines) {
            var grant = GRANT.matcher(line.replace("\\\\", "\\"));
            if (grant.matches()) {
                all.add(new Right(grant.group(1), grant.group(2)));
            }
        }
        return new MariadbRights(all);
    }

    /** Whether it has one of these in a database. */
    boolean in(String database, String... any) {
        return all.stream().anyMatch(right -> right.reaches(database) && right.has(Set.of(any)));
    }

    /** Whether it has one of these on the whole server. */
    boolean everywhere(String... any) {
        return all.stream()
                .filter(right -> right.on().equals("*"))
                .anyMatch(right -> right.has(Set.of(any)));
    }

    /** Whether it may make things that belong to another account. */
    boolean forOthers() {
        return everywhere("SUPER", "SET USER", "SET_USER_ID");
    }

    /** The statements that give the same to an account; there it may make things of others. */
    String given(String account) {
        var script = new StringBuilder();
        for (var right : all) {
            script.append("GRANT %s ON %s.* TO %s;\n".formatted(right.what(), right.on(), account));
        }
        return script.append("GRANT SET USER ON *.* TO %s;\n".formatted(account)).toString();
    }
}
