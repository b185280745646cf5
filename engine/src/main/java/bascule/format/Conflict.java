package bascule.format;

import java.util.Optional;

/**
 * What was changed on both sides, each in another way; secrets are taken out.
 *
 * @param key where, as a person would write it; of a file without keys the lines
 * @param old what the old release shipped; empty if it was not there, or is not known
 * @param yours empty if it is not there
 * @param shipped what the new release ships; empty if it is not there
 */
public record Conflict(
        String key, Optional<String> old, Optional<String> yours, Optional<String> shipped) {}
