package bascule.host;

import bascule.fact.Template;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The machine that an instance lives on. What touches the world goes through here or java.nio.file.
 */
public interface Host {

    /**
     * Runs a command to its end, in a session of its own; output goes to a file and is told line by
     * line.
     *
     * @throws bascule.problem.Fault if it cannot be started
     */
    Ran run(Launch launch, Consumer<String> lines);

    /**
     * Makes sure that nothing an earlier launch of this work started is still running: revokes its
     * ticket, waits for the lock that its descendants hold, and after {@code patience} ends them.
     *
     * @return the exit code that the command left, if it came to its end
     */
    Optional<Integer> quieten(Launch.Work work, Duration patience);

    /** {@code RUNNING} or not, by looking at the thing itself, never at a recorded number. */
    Standing standing(Service service, Filler filler);

    /**
     * Stops, starts, restarts or reloads, and returns when the manager says that it is so; a plain
     * process is started when it runs, not when it answers.
     *
     * @throws bascule.problem.Fault if it cannot within the limit
     */
    void change(ServiceChange change, Filler filler, Duration limit);

    /**
     * @param env set for this start only
     * @param force whether a stop that outlasts its limit ends the process by force
     */
    record ServiceChange(
            Service.Verb verb, Service service, Map<String, Template> env, boolean force) {}

    void bar(Service service, Filler filler);

    void unbar(Service service, Filler filler);

    /** Where what a service prints is kept, if Bascule started it and it has printed anything. */
    default Optional<Path> output(Service service) {
        return Optional.empty();
    }

    /**
     * {@code user os arch memory selinux}: what {@code ${…}} may name of the machine; memory in
     * MiB.
     */
    Map<String, String> identity();

    /** Bytes that an ordinary program may still write on the file system of this path. */
    long freeSpace(Path path);

    Clock clock();

    /** Whether the machine is being shut down. */
    default boolean goingDown() {
        return false;
    }

    enum Standing {
        RUNNING,
        STOPPED,
        UNKNOWN
    }

    /**
     * Fills the places that a plan left open: secrets, values found and made, facts looked at
     * afresh.
     */
    interface Filler {
        String fill(Template template);

        /** Every secret it has filled in so far. */
        java.util.List<String> secrets();
    }
}
