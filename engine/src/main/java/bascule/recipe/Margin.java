package bascule.recipe;

import bascule.fact.Template;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is noted beside a file while it is read: mistakes, and names whose meaning comes later. */
final class Margin {
    private static final Set<String> BASES = Set.of("recipe.yaml", "releases.yaml");

    private final TreeSet<Mistake> mistakes = new TreeSet<>();
    private final Set<Origin> spoilt = new HashSet<>();
    private final List<Use> uses = new ArrayList<>();
    private final Optional<Path> home;

    Margin() {
        this(Optional.empty());
    }

    /**
     * @param home the folder of the recipe that is read: what its bases say of theirs is filled in
     */
    Margin(Optional<Path> home) {
        this.home = home;
    }

    /** A base speaks of its own folder where it says {@code ${recipe}}. */
    Template recipeFilled(Origin origin, String text) {
        if (home.isEmpty() || !text.contains("${recipe}")) {
            return Template.of(text);
        }
        var file = Path.of(origin.file());
        var folder = Objects.requireNonNullElse(file.getParent(), Path.of(""));
        if (!BASES.contains(String.valueOf(file.getFileName())) || folder.equals(home.get())) {
            return Template.of(text);
        }
        var base = folder.toAbsolutePath().toString();
        return Template.of(text).fillSome(name -> name.equals("recipe") ? base : null);
    }

    void wrong(Mistake mistake) {
        mistakes.add(mistake);
    }

    void uses(Use use) {
        uses.add(use);
    }

    /** There is a mistake within what stands here: that it says too little goes without saying. */
    void spoilt(Origin origin) {
        spoilt.add(origin);
    }

    /** In order of file and line. */
    List<Mistake> mistakes() {
        return mistakes.stream()
                .filter(
                        mistake ->
                                !mistake.code().equals(Wrong.SAYS_NOTHING.code())
                                        || !spoilt.contains(mistake.origin()))
                .toList();
    }

    List<Use> uses() {
        return Collections.unmodifiableList(uses);
    }

    /** One map, or several. */
    static List<Case> cases(Written.Field field) {
        return switch (field.value()) {
            case Written.Fields one -> List.of(new Case(field.key(), one));
            case Written.Items items ->
                    items.items().stream()
                            .filter(Written.Fields.class::isInstance)
                            .map(Written.Fields.class::cast)
                            .map(one -> new Case(one.origin(), one))
                            .toList();
            case Written.Leaf _ -> List.of();
        };
    }

    /** One case of an element. */
    record Case(Origin origin, Written.Fields fields) {}
}
