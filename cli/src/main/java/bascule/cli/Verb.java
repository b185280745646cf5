package bascule.cli;

/** Something that can be typed after {@code bascule}. Its options are its fields. */
@FunctionalInterface
public interface Verb {
    /**
     * @throws bascule.problem.Refusal if it cannot be done and nothing was changed
     */
    Exit run(Desk desk);
}
