package bascule.run;

import java.nio.file.Path;

/**
 * Who sets a run going, and what it needs beside its plan.
 *
 * @param attended whether somebody looks on; what nobody looks on may try only so often
 * @param backups where this run's backups are, so that a problem can name the folder
 */
public record Start(String who, boolean attended, Path backups, Gatekeeper door) {}
