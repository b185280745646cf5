package bascule.store;

import static bascule.store.MariadbClient.row;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** How far a server that follows has come. */
record MariadbProgress(MariadbClient client) {
    private static final String IDLE = "Slave has read all relay log";

    /** What it has, as a position in the log of the other one. */
    String position() throws IOException {
        return client.ask("BSC-430", "SELECT " + row("'x'", "@@GLOBAL.gtid_slave_pos") + ";\n")
                .getFirst()
                .get(1);
    }

    private Map<String, String> status() throws IOException {
        var shown = client.shown("BSC-430", "SHOW SLAVE STATUS", "Slave_IO_State");
        return shown.isEmpty() ? Map.of() : shown.getFirst();
    }

    private static boolean works(Map<String, String> status, String thread) {
        var told = status.getOrDefault("Slave_" + thread + "_Running", "");
        return told.equals("Yes") || told.equals("Connecting");
    }

    /** Whether it fetches and does what the other one does, or tries to. */
    boolean isFollowing() throws IOException {
        var status = status();
        return works(status, "SQL") && works(status, "IO");
    }

    /** Whether it has come to a position; the server itself waits a moment for it. */
    Readiness to(String wanted) throws IOException {
        var waited =
                client.ask(
                        "BSC-430",
                        "SELECT " + row("MASTER_GTID_WAIT('" + wanted + "', 1)") + ";\n");
        if (waited.contains(List.of("0"))) {
            return new Readiness.Ready();
        }
        var status = status();
        for (var thread : List.of("SQL", "IO")) {
            if (!works(status, thread)) {
                return new Readiness.Never(
                        status.getOrDefault("Last_" + thread + "_Error", thread));
            }
        }
        // One change may take as long as it wants: while it works it is waited for.
        var at =
                status.getOrDefault("Slave_SQL_Running_State", "").startsWith(IDLE)
                        ? status.getOrDefault("Read_Master_Log_Pos", "")
                        : String.valueOf(System.nanoTime());
        return new Readiness.NotYet(at, status.getOrDefault("Last_IO_Error", ""));
    }
}
