package bascule.acceptance.faults;

import bascule.acceptance.Ran;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A real application, installed, with visitors who come all the time. */
public interface Application {
    /** What it is, and from where to where it goes. */
    String title();

    /** The releases that only an upgrade brings: on the way back nothing is to go wrong. */
    String wanted();

    /** A fact that never becomes {@code done}. */
    String never();

    /** A step of the recipe that can end with 0 without its work done, and who notices. */
    record Idle(String step, String noticed) {}

    /** Where a phase has such a step; a step of the instance's own stands for it elsewhere. */
    Optional<Idle> idle(String phase);

    /** The instance file as it was adopted. */
    String plain();

    Path instance();

    /** The upgrade, by the real command. */
    Ran upgrade() throws IOException, InterruptedException;

    /** Files, schema and rows: everything that a way back must leave as it was, a line each. */
    String picture() throws IOException, InterruptedException;

    /** Whether the old release serves what it served. */
    boolean serves() throws IOException, InterruptedException;

    void visitsAnew() throws IOException;

    /** What visitors were answered since {@link #visitsAnew}: codes, 000 for nothing at all. */
    Set<String> visits();

    /** What they may be answered. */
    Set<String> answers();
}
