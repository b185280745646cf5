package bascule.run;

import org.jspecify.annotations.NullMarked;

/**
 * How one step behaves in the simulation.
 *
 * @param fails how often acting fails
 * @param after how many of its effects before that
 * @param sight what looking at it tells
 * @param lives whether a command that its runner left behind comes to its end, or is ended
 * @param restless whether it cannot be quietened at the first try
 */
@NullMarked
record SimNature(Fails fails, int after, Sight sight, boolean lives, boolean restless) {
    enum Fails {
        NEVER,
        ONCE,
        ALWAYS
    }

    enum Sight {
        /** Tells not begun, half and done apart. */
        SHARP,
        /** Sees what is done, and cannot tell otherwise. */
        DIM,
        BLIND
    }

    static final SimNature PLAIN = new SimNature(Fails.NEVER, 0, Sight.SHARP, false, false);

    SimNature failing(Fails how, int afterEffects) {
        return new SimNature(how, afterEffects, sight, lives, restless);
    }
}
