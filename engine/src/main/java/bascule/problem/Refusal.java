package bascule.problem;

import bascule.text.Texts;

import java.util.Locale;

/** Ends what was asked for, with a whole problem to tell; nothing is left half done behind it. */
public final class Refusal extends RuntimeException {
    private final transient Problem problem;

    public Refusal(Problem problem) {
        super(problem.say(Texts.in(Locale.ENGLISH)));
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
