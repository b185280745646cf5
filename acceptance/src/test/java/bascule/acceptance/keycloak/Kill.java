package bascule.acceptance.keycloak;

import java.util.stream.Stream;

/**
 * Where a run is killed.
 *
 * @param line the last line of its journal that is on disk
 * @param group whether its whole process group is killed, or the process alone
 */
record Kill(int line, boolean group) {

    /** At one line, in both ways. */
    static Stream<Kill> at(int line) {
        return Stream.of(new Kill(line, false), new Kill(line, true));
    }

    /** As {@code BASCULE_KILL_AT} wants it; the first line is written before anybody listens. */
    String asked() {
        var where = line == 1 ? "2:before" : line + ":after";
        return where + (group ? ":group" : ":alone");
    }

    String whom() {
        return group ? "group" : "alone";
    }
}
