package bascule.instance;

import bascule.problem.Fault;
import bascule.text.Text;

/** The faults of values: what cannot be filled in, or must not be. */
final class Unclear {
    private Unclear() {}

    static Fault unknownName(String name) {
        return new Fault("BSC-260", Text.of("survey.no-such-value", name));
    }

    static Fault unknown(String name, String why) {
        return new Fault("BSC-260", Text.of("survey.value-unknown", name, why));
    }

    static Fault circle(String names) {
        return new Fault("BSC-261", Text.of("survey.circle", names));
    }

    static Fault option(String word, String value) {
        return new Fault("BSC-262", Text.of("survey.value-is-option", word, value));
    }

    static Fault climbs(String word, String value) {
        return new Fault("BSC-262", Text.of("survey.value-climbs", word, value));
    }

    static Fault program(String word) {
        return new Fault("BSC-262", Text.of("survey.value-names-program", word));
    }

    static Fault secret(String word) {
        return new Fault("BSC-262", Text.of("survey.secret-in-words", word));
    }

    static Fault name(String word, String value) {
        return new Fault("BSC-262", Text.of("survey.value-no-plain-name", word, value));
    }
}
