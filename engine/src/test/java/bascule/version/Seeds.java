package bascule.version;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Runs a claim over many generated cases; the seed of the case that fails is told. */
public final class Seeds {
    private Seeds() {}

    /** With {@code -Dseed=N} only that one. */
    public static void forAll(int cases, Consumer<Random> claim) {
        var given = Long.getLong("seed");
        var first = given != null ? given : System.nanoTime();
        for (var seed = first; seed < first + (given != null ? 1 : cases); seed++) {
            try {
                claim.accept(new Random(seed));
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("with -Dseed=" + seed, failed);
            }
        }
    }

    public static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
