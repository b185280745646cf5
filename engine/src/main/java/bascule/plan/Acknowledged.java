package bascule.plan;

import java.time.Instant;
import java.util.Optional;

/**
 * Who has taken on what a release note asks, and when.
 *
 * @param account that it was done by, or the file that says so
 * @param person who had become that account, if somebody had
 * @param at empty if it stands in a file
 */
public record Acknowledged(String account, Optional<String> person, Optional<Instant> at) {

    /** As people are told: {@code alice (root)}. */
    public String who() {
        return person.map(name -> name + " (" + account + ")").orElse(account);
    }
}
