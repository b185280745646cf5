package bascule.recipe;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the name of a release says of how early it is. */
final class Early {
    /** Letters alone count only before a number: 1.1.1a is no alpha, 4.0a1 is. */
    private static final Pattern WORD =
            Pattern.compile(
                    "(?:^|[^a-z])(alpha|beta|rc|cr|preview|pre|dev|nightly|snapshot|milestone"
                            + "|[abm](?=\\d))(?:[^a-z]|$)");

    private static final Map<String, String> SHORT =
            Map.of("a", "alpha", "b", "beta", "m", "milestone", "cr", "rc", "pre", "preview");

    private Early() {}

    /** {@code rc} of {@code 24.10.0-rc1}; what follows a plus is about the build. */
    static Optional<String> channel(String release) {
        if (release.chars().noneMatch(Character::isLetter)) {
            return Optional.empty();
        }
        var plus = release.indexOf('+');
        var found =
                WORD.matcher(
                        (plus < 0 ? release : release.substring(0, plus)).toLowerCase(Locale.ROOT));
        return found.find()
                ? Optional.of(SHORT.getOrDefault(found.group(1), found.group(1)))
                : Optional.empty();
    }
}
