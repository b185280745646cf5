package bascule.recipe;

import java.util.List;
import java.util.Optional;

/**
 * A name used somewhere: in a value, in a condition, as a store… What it must be follows from the
 * slot that it stands in.
 *
 * @param line the whole text that it stands in
 * @param start whether it is the beginning of its word
 */
record Use(Origin origin, Slot slot, String name, Owner owner, String line, boolean start) {

    /** Where a name can stand. */
    enum Slot {
        /** Values, from the strictest to the freest. */
        PROGRAM,
        WORD,
        LOCATION,
        QUERY,
        PATH,
        FREE,
        /** Names of elements. */
        CONDITION,
        COMMAND,
        TOOL,
        STORE,
        SERVICE,
        LIST,
        STEP,
        METHOD;

        boolean value() {
            return compareTo(FREE) <= 0;
        }
    }

    /**
     * The element that uses a name.
     *
     * @param kind {@code fact tool store service component code step gate rule note}
     * @param component the component in whose body it stands
     * @param taken what the requests before it took of their answers
     * @param methods those that its {@code when} names; empty is all
     * @param phase of a step
     */
    record Owner(
            String kind,
            String name,
            Optional<String> component,
            List<String> taken,
            List<String> methods,
            Optional<Phase> phase) {
        static final Owner NOBODY =
                new Owner("", "", Optional.empty(), List.of(), List.of(), Optional.empty());

        Owner element(String newKind, String newName) {
            return new Owner(newKind, newName, component, taken, methods, phase);
        }

        Owner in(Phase newPhase) {
            return new Owner(kind, name, component, taken, methods, Optional.of(newPhase));
        }

        Owner inside(String newComponent) {
            return new Owner(kind, name, Optional.of(newComponent), taken, methods, phase);
        }

        Owner taking(List<String> names) {
            return new Owner(kind, name, component, names, methods, phase);
        }

        Owner within(List<String> newMethods) {
            return new Owner(kind, name, component, taken, newMethods, phase);
        }
    }
}
