package bascule.probe;

import bascule.fact.Answer;
import bascule.host.Host;
import bascule.host.Redaction;
import bascule.problem.Fault;
import bascule.text.Text;
import bascule.text.Texts;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks one fact. It never throws and never changes anything: what cannot be asked is {@link
 * Answer.Unknown} with the reason. A look takes 30 s at most.
 *
 * <p>{@code whenStopped} of a probe is the caller's business: only the caller knows what runs.
 */
public final class Looker {
    /** How long one look may take, whatever a recipe says. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final Host host;
    private final Texts texts;

    public Looker(Host host) {
        this(host, Texts.in(Locale.getDefault()));
    }

    /**
     * @param texts the language in which it is told why something is unknown
     */
    public Looker(Host host, Texts texts) {
        this.host = host;
        this.texts = texts;
    }

    public Answer look(Probe probe, Host.Filler filler) {
        try {
            return switch (probe) {
                case Probe.Known(var answer) -> answer;
                case Probe.ByTemplate(var text) -> Answer.word(filler.fill(text));
                case Probe.ByCommand ask -> new CommandLook(host, filler).look(ask);
                case Probe.ByFile ask -> soon(() -> FileLook.look(ask, filler));
                case Probe.ByFiles ask -> soon(() -> FilesLook.look(ask, filler));
                case Probe.ByHttp ask -> HttpLook.look(ask, filler);
                case Probe.ByQuery ask -> new QueryLook(host, filler, LIMIT).look(ask);
                case Probe.ByDepth ask -> new QueryLook(host, filler, LIMIT).depth(ask);
                case Probe.BySize ask -> new QueryLook(host, filler, LIMIT).size(ask);
                case Probe.ByPackage ask -> new PackageLook(host, filler).look(ask);
                case Probe.ByService(var service) ->
                        switch (host.standing(service, filler)) {
                            case RUNNING -> Answer.word("running");
                            case STOPPED -> Answer.word("stopped");
                            case UNKNOWN -> unknown(Text.of("look.no-standing"), filler);
                        };
            };
        } catch (Fault fault) {
            return unknown(fault.why(), filler);
        } catch (RuntimeException unforeseen) {
            return unknown(Text.verbatim(unforeseen.toString()), filler);
        }
    }

    private Answer unknown(Text why, Host.Filler filler) {
        return new Answer.Unknown(new Redaction(filler.secrets()).of(texts.say(why)));
    }

    /** A dead network file system answers nobody: such a look is left behind, not waited for. */
    private static Answer soon(Supplier<Answer> look) {
        var task = new FutureTask<Answer>(look::get);
        Thread.ofPlatform().daemon().name("look").start(task);
        try {
            return task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            throw new Fault("BSC-470", Text.of("look.slow", LIMIT.toSeconds()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Fault("BSC-470", Text.of("look.slow", LIMIT.toSeconds()));
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Fault fault) {
                throw fault;
            }
            throw new Fault("BSC-470", Text.verbatim(String.valueOf(failed.getCause())));
        }
    }
}
