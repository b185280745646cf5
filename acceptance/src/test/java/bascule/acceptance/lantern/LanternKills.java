package bascule.acceptance.lantern;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Kills an upgrade of Lantern at one line of its journal, resumes it, and looks at the world. */
final class LanternKills {
    private LanternKills() {}

    /**
     * What came of one kill.
     *
     * @param wrong what is neither old nor new; empty if all is well
     */
    record Whole(
            int line, boolean group, int died, int resumed, String serves, List<String> wrong) {
        String row() {
            return "| %d | %s | %d | %d | %s | %s |"
                    .formatted(line, group ? "group" : "alone", died, resumed, serves, wrong);
        }
    }

    static Whole killed(Site site, int line, boolean group) throws IOException {
        var at = line + ":after:" + (group ? "group" : "alone");
        var died =
                site.bascule(
                        Map.of("BASCULE_KILL_AT", at), "upgrade", "lamp", "--to", "2.0.0", "--yes");
        var resumed = site.bascule("resume", "lamp");
        var journal = journal(site);
        site.bascule("resume", "lamp");
        var wrong = new ArrayList<String>();
        var serves = site.ask("/health");
        if (!journal.equals(journal(site))) {
            wrong.add("a second resume did something");
        }
        var ended = died.said().contains("report:"); // it was over: there is nothing to resume
        if (!ended && resumed.code() != 0 && resumed.code() != 10) {
            wrong.add("resumed with " + resumed.code() + ": " + resumed.said());
        }
        var rows = serves.equals("2.0.0") ? Site.ROWS + "migrated to 2.0.0\n" : Site.ROWS;
        if (!List.of("1.0.0", "2.0.0").contains(serves)
                || !serves.equals(site.release())
                || !serves.equals(site.schema())
                || !rows.equals(site.rows())) {
            wrong.add(
                    "serves '%s', code %s, schema %s, rows %s"
                            .formatted(serves, site.release(), site.schema(), site.rows()));
        }
        if (!Files.readString(site.root.resolve("conf/lantern.conf")).contains("closed=false")) {
            wrong.add("the sign still says closed");
        }
        return new Whole(line, group, died.code(), resumed.code(), serves, wrong);
    }

    private static String journal(Site site) throws IOException {
        try (var runs = Files.list(site.state().resolve("runs"))) {
            var last = runs.sorted().reduce((_, newer) -> newer);
            return last.isEmpty() ? "" : Files.readString(last.get().resolve("journal.jsonl"));
        }
    }

    /** {@code FOLDER LAST}: every line from 2 to LAST, a fresh site each. */
    public static void main(String[] args) throws IOException {
        var wrong = 0;
        for (var line = 2; line <= Integer.parseInt(args[1]); line++) {
            var folder =
                    Files.createDirectories(Path.of(args[0]).toAbsolutePath().resolve("" + line));
            try (var site = new Site(folder, true)) {
                var whole = killed(site, line, line % 2 == 0);
                System.out.println(whole.row());
                wrong += whole.wrong().isEmpty() ? 0 : 1;
            }
        }
        System.exit(wrong == 0 ? 0 : 1);
    }
}
