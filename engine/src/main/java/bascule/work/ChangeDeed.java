package bascule.work;

import bascule.host.Host.ServiceChange;
import bascule.host.Host.Standing;
import bascule.host.Service.Verb;
import bascule.plan.Action;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;

import java.util.Map;
import java.util.function.Consumer;

/** A service stopped, started, restarted or reloaded. */
record ChangeDeed(Job job, Action.Change change) implements Deed {
    private static final String STANDING = "standing";

    private Standing standing() {
        return job.host().standing(change.service(), job.filler());
    }

    @Override
    public Map<String, String> find() {
        return Map.of(STANDING, standing().name());
    }

    @Override
    public Seen look() {
        var wanted =
                switch (change.verb()) {
                    case START -> Standing.RUNNING;
                    case STOP -> Standing.STOPPED;
                    case RESTART, RELOAD -> null;
                };
        // Nobody can see whether it was restarted; once more does no harm.
        return wanted != null && standing() == wanted ? Seen.DONE : Seen.NOT_BEGUN;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        job.host()
                .change(
                        new ServiceChange(
                                change.verb(), change.service(), change.env(), change.force()),
                        job.filler(),
                        job.limit());
        return Map.of();
    }

    @Override
    public void putBack(Map<String, String> found) {
        var was = found.getOrDefault(STANDING, "");
        var verb =
                switch (change.verb()) {
                    case START, STOP ->
                            was.equals(Standing.RUNNING.name())
                                    ? Verb.START
                                    : was.equals(Standing.STOPPED.name()) ? Verb.STOP : null;
                    case RESTART, RELOAD -> change.verb();
                };
        if (verb != null) {
            job.host()
                    .change(
                            new ServiceChange(verb, change.service(), Map.of(), true),
                            job.filler(),
                            job.limit());
        }
    }
}
