package bascule.recipe;

import bascule.fact.Condition;
import bascule.fact.Template;
import bascule.probe.Reading;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an application is and what is special about its upgrade, all layers laid on each other. Maps
 * keep the order of writing. Where an element has cases, the first whose {@code when} holds counts;
 * of a fact, the first that holds and finds something.
 *
 * @param laid the text that this was read from, with what each layer said: an element of a single
 *     layer may be no more than an amendment, and is whole only in {@link Recipes#effective}
 */
public record Body(
        Map<String, List<Tool>> tools,
        Map<String, List<FactSpec>> facts,
        Map<String, List<Component>> components,
        Map<String, List<StoreSpec>> stores,
        Map<String, List<ServiceSpec>> services,
        Optional<Code> code,
        Optional<String> door,
        Optional<DoorSpec> webServer,
        Optional<Gate> gate,
        List<String> redact,
        Map<Phase, Map<String, List<StepSpec>>> phases,
        Map<String, List<StepSpec>> rehearse,
        Laid laid) {

    /** The beginning of a command line, and how it runs. */
    public record Tool(Origin origin, Optional<Condition> when, RunSpec run) {}

    /**
     * A command line before its tool is known: the words as written, cut once.
     *
     * @param as an account; empty is the owner of the root
     */
    public record RunSpec(
            List<Template> words,
            Optional<Template> as,
            Optional<Template> in,
            Map<String, Template> env,
            Optional<Template> envFile,
            Optional<Duration> limit) {}

    /**
     * How to look at one fact.
     *
     * @param secret whether the whole answer is
     * @param whenStopped unknown while the services run: looking would be in their way
     * @param secretParts the fields or columns that are
     */
    public record FactSpec(
            Origin origin,
            Optional<Condition> when,
            Source source,
            Reading reading,
            Optional<String> each,
            boolean secret,
            boolean whenStopped,
            Optional<Words> about,
            List<String> secretParts) {
        public FactSpec(
                Origin origin,
                Optional<Condition> when,
                Source source,
                Reading reading,
                Optional<String> each,
                boolean secret,
                boolean whenStopped,
                Optional<Words> about) {
            this(origin, when, source, reading, each, secret, whenStopped, about, List.of());
        }
    }

    /** Where a fact is looked up. */
    public sealed interface Source {
        record ByRun(RunSpec run) implements Source {}

        record ByQuery(String store, Template query) implements Source {}

        record ByDepth(String store, Template queues) implements Source {}

        record ByHttp(List<HttpSpec> requests) implements Source {}

        record ByFile(List<Template> files) implements Source {}

        record ByFiles(Template pattern) implements Source {}

        record ByPackage(Template name) implements Source {}

        record ByService(String service) implements Source {}

        /**
         * Asked of a person when the instance is adopted.
         *
         * @param otherwise what holds where nobody has said, if it has places to be filled
         */
        record Asked(Words question, Optional<Template> otherwise) implements Source {}

        record Value(Template text) implements Source {}

        /** What holds without a look at anything: a value, or a default with places. */
        default Optional<Template> stated() {
            return switch (this) {
                case Value(var text) -> Optional.of(text);
                case Asked(_, var otherwise) -> otherwise;
                default -> Optional.empty();
            };
        }
    }

    /**
     * One request as a recipe writes it.
     *
     * @param body JSON is a body too, its content type among the headers: who fills its places
     *     writes the values as JSON does
     */
    public record HttpSpec(
            String method,
            Template url,
            Map<String, Template> headers,
            Map<String, Template> form,
            Optional<Template> body,
            List<Integer> codes,
            Optional<String> key,
            Optional<String> match,
            Map<String, String> take) {}

    /**
     * An instance inside a recipe, or a toolchain of this machine.
     *
     * @param kind {@code toolchain} or {@code recipe}
     * @param name {@code java node python php}, or the recipe's name
     */
    public record Component(
            Origin origin,
            Optional<Condition> when,
            String kind,
            String name,
            Optional<String> method,
            Optional<Template> root,
            Optional<Body> body) {}

    /**
     * @param kind {@code mariadb postgresql sqlite mongodb redis rabbitmq files rebuild}
     * @param rebuild how it is made again; without it, a derived store fills itself
     * @param via a tool's name
     * @param service the name of the service that runs it, if it is the application's alone
     * @param derived not copied: made again on the way back
     */
    public record StoreSpec(
            Origin origin,
            Optional<Condition> when,
            Optional<String> each,
            String kind,
            Map<String, Template> connection,
            List<Template> paths,
            Optional<RunSpec> rebuild,
            Optional<String> via,
            Optional<String> service,
            boolean untouched,
            boolean derived) {}

    /**
     * @param kind {@code systemd supervisor compose process script}
     * @param change {@code stop reload restart}: how it takes on a release
     * @param starts the phase in which it starts again, {@code start} or {@code open}
     * @param privately variables of a start that only verification may reach
     * @param limit how long a start or a stop may take
     */
    public record ServiceSpec(
            Origin origin,
            Optional<Condition> when,
            Optional<String> each,
            String kind,
            List<Template> names,
            List<String> except,
            Optional<RunSpec> start,
            Optional<RunSpec> stop,
            Optional<RunSpec> status,
            Optional<Template> pidFile,
            String change,
            Phase starts,
            Map<String, Template> privately,
            Optional<Duration> limit) {}

    /**
     * Where the new release comes from, and how it takes the old one's place.
     *
     * @param way {@code replace link packages compose}
     */
    public record Code(
            Origin origin,
            List<FetchSpec> fetch,
            String way,
            List<Template> target,
            Optional<Template> from,
            Map<String, Template> compose,
            List<String> carry,
            List<String> keep,
            Map<String, String> merge,
            List<String> scratch,
            List<String> extras,
            Optional<String> parts,
            Optional<Template> seenAs) {}

    /**
     * @param source {@code archive maven git}
     */
    public record FetchSpec(
            Origin origin,
            Optional<Condition> when,
            String source,
            Template location,
            Optional<Template> signature,
            Optional<Template> ref,
            Optional<Template> into,
            Optional<String> each) {}

    public record Gate(
            Origin origin, Template upstream, Optional<Template> health, List<String> spool) {}

    /**
     * One step as written.
     *
     * @param level {@code block}, {@code warn} or {@code accept}
     */
    public record StepSpec(
            Origin origin,
            Optional<Condition> when,
            Optional<String> each,
            Optional<Act> act,
            Optional<Condition> expect,
            Optional<Act> then,
            boolean again,
            Optional<UndoSpec> undo,
            Optional<String> level,
            Optional<String> before,
            Optional<String> after,
            Optional<Duration> limit,
            Map<String, String> codes,
            Optional<String> failsOn,
            Optional<ProgressSpec> progress,
            Optional<Words> about,
            Optional<Words> because,
            Optional<Words> next,
            Optional<String> source) {}

    public record ProgressSpec(String match, Optional<Template> of) {}

    /**
     * What a step does, as written. Values to set are text (with places), numbers, truths, maps and
     * lists; none takes the key out.
     */
    public sealed interface Act {
        record ToRun(RunSpec run) implements Act {}

        record ToQuery(String store, Template query) implements Act {}

        record ToHttp(List<HttpSpec> requests) implements Act {}

        record ToSet(List<Template> files, Map<String, Optional<Object>> keys) implements Act {}

        record ToMove(Template file, Map<String, String> keys) implements Act {}

        record ToRemove(List<Template> patterns) implements Act {}

        record ToSave(String store) implements Act {}

        record ToRestore(String store) implements Act {}
    }

    public sealed interface UndoSpec {
        record Nothing() implements UndoSpec {}

        record By(Act act) implements UndoSpec {}

        record Never(Words because) implements UndoSpec {}
    }

    /** A text for people, by language; {@code ""} is the language-less one. */
    public record Words(Map<String, String> byLanguage) {
        public Words {
            byLanguage = Map.copyOf(byLanguage);
        }

        /** In this language, else in English, else in whichever there is. */
        public String in(String language) {
            for (var wanted : List.of(language, "", "en")) {
                var words = byLanguage.get(wanted);
                if (words != null) {
                    return words;
                }
            }
            return byLanguage.values().iterator().next();
        }
    }

    public static final Body EMPTY =
            new Body(
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Map.of(),
                    Map.of(),
                    Laid.NOTHING);

    /** The steps of a phase, in order; none if it has none. */
    public Map<String, List<StepSpec>> steps(Phase phase) {
        return phases.getOrDefault(phase, Map.of());
    }

    /** A copy of a map that keeps its order. */
    static <K, V> Map<K, V> ordered(Map<K, V> map) {
        return java.util.Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    public Body {
        tools = ordered(tools);
        facts = ordered(facts);
        components = ordered(components);
        stores = ordered(stores);
        services = ordered(services);
        redact = List.copyOf(redact);
        phases = ordered(phases);
        rehearse = ordered(rehearse);
    }
}
