package bascule.problem;

import bascule.text.Text;
import bascule.text.Texts;

/**
 * Something told to the user so that it can be acted on without reading a log.
 *
 * @param code stable, {@code BSC-nnn}; each has a page under docs/errors
 * @param what what could not be done, in the user's words, after "cannot"
 * @param why the fact observed, with numbers
 * @param now where the instance stands: what serves, what was changed, what was put back
 * @param next one command or one edit
 */
public record Problem(String code, Text what, Text why, Text now, Text next) {

    /** The five lines that a terminal shows. */
    public String say(Texts texts) {
        return texts.say(Text.of("problem.shape", code, what, why, now, next));
    }
}
