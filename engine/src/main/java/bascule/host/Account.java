package bascule.host;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An account of this machine, and how a command is begun as it. */
record Account(String name, String uid, String gid, Path home) {
    private static final Account CURRENT =
            new Account(
                    System.getProperty("user.name"),
                    "",
                    "",
                    Path.of(System.getProperty("user.home")));

    /** The account that runs Bascule. */
    static Account current() {
        return CURRENT;
    }

    static boolean root() {
        return CURRENT.name().equals("root");
    }

    /**
     * @throws Fault if the machine does not know it
     */
    static Account of(Optional<String> name) {
        return name.isEmpty() || name.get().equals(CURRENT.name()) ? CURRENT : named(name.get());
    }

    private static Account named(String name) {
        return local(name)
                .or(() -> asked(name))
                .orElseThrow(() -> new Fault("BSC-402", Text.of("host.no-account", name)));
    }

    private static Optional<Account> local(String name) {
        try {
            return Files.readAllLines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .findFirst()
                    .flatMap(Account::read);
        } catch (IOException cannot) {
            return Optional.empty();
        }
    }

    /** Accounts of a directory service are known to getent alone. */
    private static Optional<Account> asked(String name) {
        try {
            var getent =
                    new ProcessBuilder("getent", "passwd", name)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (var answer = getent.inputReader()) {
                var line = answer.readLine();
                return line == null ? Optional.empty() : read(line);
            }
        } catch (IOException cannot) {
            return Optional.empty();
        }
    }

    private static Optional<Account> read(String line) {
        var parts = line.split(":", -1);
        return parts.length < 7
                ? Optional.empty()
                : Optional.of(new Account(parts[0], parts[2], parts[3], Path.of(parts[5])));
    }

    /**
     * The words before a command line that is to run as this account.
     *
     * @param keep the variables that must get through
     */
    List<String> becoming(List<String> keep) {
        if (equals(CURRENT)) {
            return List.of();
        }
        if (root()) {
            return List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--init-groups", "--");
        }
        var words = new ArrayList<>(List.of("sudo", "-n", "-H", "-u", name));
        if (!keep.isEmpty()) {
            words.add("--preserve-env=" + String.join(",", keep));
        }
        words.add("--");
        return words;
    }

    /** The clean environment that every command begins with. */
    Map<String, String> environment() {
        return Map.of(
                "PATH",
                "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME",
                home.toString(),
                "USER",
                name,
                "LOGNAME",
                name,
                "LANG",
                "C.UTF-8",
                "TMPDIR",
                System.getProperty("java.io.tmpdir"));
    }
}
