package bascule.acceptance.keycloak;

import bascule.cli.demo.Facts;
import bascule.cli.demo.Place;

import java.time.Duration;

/**
 * What came of a killed run that was resumed.
 *
 * @param entry what stood on the last line before the kill
 * @param resumed how {@code bascule resume} ended
 * @param again how a second one ended, and whether it left the journal as it was
 */
record Verdict(
        Kill kill,
        String entry,
        int killed,
        int resumed,
        Facts facts,
        boolean again,
        int users,
        Duration took) {

    /** Wholly new or wholly old, serving, with every user, and nothing left to do. */
    boolean good() {
        return killed == 137
                && (facts.code().equals(Place.NEW) || facts.code().equals(Place.OLD))
                && facts.schema().equals(facts.code())
                && facts.served().filter(count -> count == users).isPresent()
                && facts.stored() == users
                && facts.signsIn()
                && again;
    }

    /** One row of the table in docs/kill-matrix.md. */
    String row() {
        return "| %d | %s | %s | %d | %s | %s | %s | %s | %s | %.0f s | %s |"
                .formatted(
                        kill.line(),
                        entry,
                        kill.whom(),
                        resumed,
                        facts.code(),
                        facts.schema(),
                        facts.served().map(String::valueOf).orElse("-"),
                        facts.signsIn() ? "yes" : "no",
                        again ? "yes" : "no",
                        took.toMillis() / 1000.0,
                        good() ? "ok" : "**wrong**");
    }

    static String head() {
        return """
        | line | last on disk | killed | resume | code | schema | users | sign-in | 2nd no-op | took | |
        |---|---|---|---|---|---|---|---|---|---|---|\
        """;
    }
}
