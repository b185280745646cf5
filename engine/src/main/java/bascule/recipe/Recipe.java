package bascule.recipe;

import bascule.fact.Condition;
import bascule.fact.Template;
import bascule.version.Range;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an application asks of an upgrade, its base recipe laid under it; methods are kept apart
 * until one is chosen.
 *
 * @param folder where it was read from; {@code ${recipe}} in its values
 * @param digest SHA-256, in hex, over every file of its folder and of its bases
 * @param components the recipes that components are instances of, by their names
 */
public record Recipe(
        String name,
        Path folder,
        String digest,
        Body.Words about,
        Optional<String> extendsRecipe,
        Versions versions,
        Map<String, Method> methods,
        Body body,
        Catalogue catalogue,
        Map<String, Recipe> components) {

    /** The same, with the recipes that its components are instances of. */
    Recipe standingOn(Map<String, Recipe> recipes) {
        return new Recipe(
                name,
                folder,
                digest,
                about,
                extendsRecipe,
                versions,
                methods,
                body,
                catalogue,
                Map.copyOf(recipes));
    }

    /**
     * Which tags are releases, and what is one line of them.
     *
     * @param tag a pattern whose first group is the release
     * @param series a pattern whose first group is the series
     * @param order {@code dotted} or {@code debian}
     */
    public record Versions(Optional<String> tag, Optional<String> series, String order) {

        /** How its releases are counted. */
        public bascule.version.Order counted() {
            return bascule.version.Order.of(order);
        }

        /** The series of a release; the release itself where there is no pattern. */
        public String seriesOf(String release) {
            return series.flatMap(pattern -> group(pattern, release)).orElse(release);
        }

        /** The release that a tag stands for; empty if it stands for none. */
        public Optional<String> release(String tag) {
            return this.tag.flatMap(pattern -> group(pattern, tag));
        }

        private static Optional<String> group(String pattern, String text) {
            var found = java.util.regex.Pattern.compile(pattern).matcher(text);
            return found.find() && found.groupCount() > 0
                    ? Optional.ofNullable(found.group(1))
                    : Optional.empty();
        }
    }

    /** How the application was installed. */
    public record Method(Origin origin, String name, Optional<Detect> detect, Body body) {}

    /** How an installation is recognised. */
    public record Detect(
            Optional<String> file,
            Optional<String> match,
            List<String> in,
            Optional<String> packageName,
            Optional<String> image) {}

    public record Catalogue(
            Map<String, String> source,
            Map<String, Release> releases,
            Map<String, Rule> rules,
            Map<String, Note> notes) {
        public static final Catalogue EMPTY = new Catalogue(Map.of(), Map.of(), Map.of(), Map.of());

        public Catalogue {
            source = Map.copyOf(source);
            releases = Body.ordered(releases);
            rules = Body.ordered(rules);
            notes = Body.ordered(notes);
        }
    }

    /**
     * @param sha256 by what is fetched: {@code archive}, {@code maven}
     * @param schema what {@code schema} reads there; empty is the release's own text
     * @param back {@code code-only}, {@code restore} or {@code never: because}
     */
    public record Release(
            Origin origin,
            String name,
            Optional<String> date,
            Optional<String> channel,
            Map<String, String> sha256,
            Optional<Template> archive,
            Optional<Template> signature,
            Optional<String> schema,
            Map<String, String> parts,
            Optional<String> back,
            Optional<Body.Words> withdrawn) {
        public static final String STABLE = "stable";

        /** The channel that it came by: as written, else as its name says. */
        public String published() {
            return channel.or(() -> Early.channel(name)).orElse(STABLE);
        }

        /** Whether it is meant for everybody. */
        public boolean stable() {
            return published().equals(STABLE);
        }
    }

    /** One of stop, needs, refuse, serve; exactly one is there. */
    public record Rule(
            Origin origin,
            String name,
            Optional<Range> from,
            Optional<Range> to,
            Optional<Condition> when,
            Optional<String> stop,
            Optional<Condition> needs,
            Optional<Body.Words> refuse,
            Optional<Condition> serve,
            Optional<Body.Words> because,
            Optional<String> source,
            Optional<String> level) {}

    /** What the release notes ask: steps, or a text. */
    public record Note(
            Origin origin,
            String name,
            List<String> into,
            Optional<Condition> when,
            Optional<Body.Words> text,
            Optional<String> source,
            Optional<String> level,
            Map<Phase, Map<String, List<Body.StepSpec>>> phases) {}
}
