package bascule.problem;

import bascule.text.Text;
import bascule.text.Texts;

import java.util.Locale;

/**
 * Why one thing could not be done, told by who tried it; the caller knows where the instance
 * stands.
 */
public final class Fault extends RuntimeException {
    private final String code;
    private final transient Text why;

    public Fault(String code, Text why) {
        super(code + " " + Texts.in(Locale.ENGLISH).say(why));
        this.code = code;
        this.why = why;
    }

    public Fault(String code, Text why, Throwable cause) {
        super(code + " " + Texts.in(Locale.ENGLISH).say(why), cause);
        this.code = code;
        this.why = why;
    }

    /** {@code BSC-nnn}. */
    public String code() {
        return code;
    }

    public Text why() {
        return why;
    }
}
