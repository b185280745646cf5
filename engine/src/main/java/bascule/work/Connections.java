package bascule.work;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The connections to a port of this machine that were open at one moment. A web server that was
 * told to reload lets what is in flight on them come to its end, and then closes them.
 */
final class Connections {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final String ESTABLISHED = "01";

    private final String port;
    private final Set<String> open;

    private Connections(String port) {
        this.port = port;
        this.open = now();
    }

    static Connections to(String url) {
        var address = URI.create(url);
        var port = address.getPort();
        var known = "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
        return new Connections("%04x".formatted(port < 0 ? known : port).toUpperCase(Locale.ROOT));
    }

    boolean none() {
        return open.isEmpty();
    }

    /** Waits until all have ended; not longer, for one may be meant to stay. */
    void ended(Duration atMost) {
        var end = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < end) {
            open.retainAll(now());
            if (open.isEmpty()) {
                return;
            }
            Waiting.pause(PAUSE);
        }
    }

    private Set<String> now() {
        var all = new HashSet<String>();
        for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try {
                for (var line : Files.readAllLines(Path.of(table))) {
                    var cells = line.strip().split("\\s+");
                    if (cells.length > 9
                            && cells[1].endsWith(":" + port)
                            && cells[3].equals(ESTABLISHED)) {
                        all.add(cells[1] + " " + cells[2] + " " + cells[9]);
                    }
                }
            } catch (IOException noSuchFamily) {
                // A machine without IPv6 has no such table, and no such connections.
            }
        }
        return all;
    }
}
