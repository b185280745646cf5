package bascule.version;

import java.util.Comparator;

/** Which of two releases is the newer, the way that their publisher counts; always total. */
public enum Order implements Comparator<Version> {
    /** Numbers between dots, semver's pre-releases before their release. */
    DOTTED {
        @Override
        public int compare(Version left, Version right) {
            return left.compareTo(right);
        }

        @Override
        public boolean alike(Version left, Version right) {
            return DottedOrder.rank(left.text(), right.text()) == 0;
        }
    },
    /** As dpkg does: {@code 1:2.0~rc1-3}. */
    DEBIAN {
        @Override
        public int compare(Version left, Version right) {
            return DebianOrder.compare(left.text(), right.text());
        }

        @Override
        public boolean alike(Version left, Version right) {
            return DebianOrder.rank(left.text(), right.text()) == 0;
        }
    };

    /** Whether the publisher would take both for one, however they are written. */
    public abstract boolean alike(Version left, Version right);

    /**
     * By its word in a recipe, {@code dotted} or {@code debian}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Order of(String word) {
        return switch (word) {
            case "dotted" -> DOTTED;
            case "debian" -> DEBIAN;
            default -> throw new IllegalArgumentException("no order " + word);
        };
    }
}
