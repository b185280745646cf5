package bascule.cli.demo;

import java.util.List;
import java.util.Optional;

/**
 * Something that goes wrong for real while the demo's Keycloak is upgraded: a phase fails because of
 * it, and not because anything in Bascule was told to fail.
 */
interface Trouble extends AutoCloseable {

    /** What is done to the upgrade, said before it begins: a key of the catalogue of texts. */
    String about();

    /** Why this machine does not let it be shown; empty if it does. */
    default Optional<String> impossible(Scene scene) {
        return Optional.empty();
    }

    /** Done before the upgrade is started. */
    default void before(Scene scene) {}

    /** What the upgrade is started with. */
    default List<String> prefix(Scene scene) {
        return List.of();
    }

    /** Done while the upgrade goes on; returns when there is nothing more to do. */
    default void meanwhile(Scene scene, ProcessHandle upgrade) {}

    /** Takes back whatever still stands in the way. */
    @Override
    default void close() {}
}
