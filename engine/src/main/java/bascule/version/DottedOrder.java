package bascule.version;

/**
 * The order of dotted numbers with semver's pre-releases; made total by the text itself. Catalogues
 * are sorted by it whenever something is planned: it reads along both texts and makes nothing.
 */
final class DottedOrder {
    private static final String ZERO = "0";

    private DottedOrder() {}

    static int compare(String left, String right) {
        var rank = rank(left, right);
        return rank != 0 ? rank : left.compareTo(right);
    }

    /** Zero for what differs in writing only, {@code 22.10} and {@code 22.10.0}. */
    static int rank(String left, String right) {
        var leftEnd = before(left, '+', left.length());
        var rightEnd = before(right, '+', right.length());
        var leftDash = before(left, '-', leftEnd);
        var rightDash = before(right, '-', rightEnd);
        var release = identifiers(new Part(left, 0, leftDash), new Part(right, 0, rightDash), true);
        if (release != 0) {
            return release;
        }
        if (leftDash == leftEnd || rightDash == rightEnd) {
            return Boolean.compare(leftDash == leftEnd, rightDash == rightEnd);
        }
        return identifiers(
                new Part(left, leftDash + 1, leftEnd),
                new Part(right, rightDash + 1, rightEnd),
                false);
    }

    private static int before(String text, char sign, int end) {
        var at = text.indexOf(sign);
        return at < 0 || at > end ? end : at;
    }

    /** A stretch of a text. */
    private record Part(String text, int from, int to) {
        static final Part NOUGHT = new Part(ZERO, 0, 1);

        /** Up to the next dot. */
        Part first() {
            var dot = text.indexOf('.', from);
            return dot < 0 || dot >= to ? this : new Part(text, from, dot);
        }

        boolean number() {
            for (var at = from; at < to; at++) {
                if (text.charAt(at) < '0' || text.charAt(at) > '9') {
                    return false;
                }
            }
            return from < to;
        }

        Part withoutZeroes() {
            var at = from;
            while (at < to - 1 && text.charAt(at) == '0') {
                at++;
            }
            return new Part(text, at, to);
        }

        int length() {
            return to - from;
        }

        int byLetters(Part other) {
            for (var at = 0; at < Math.min(length(), other.length()); at++) {
                var order =
                        Character.compare(
                                text.charAt(from + at), other.text.charAt(other.from + at));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(length(), other.length());
        }
    }

    /** Part by part; missing parts of a release count as zero, those of a pre-release as less. */
    private static int identifiers(Part left, Part right, boolean zeroes) {
        var leftAt = left.from();
        var rightAt = right.from();
        while (leftAt <= left.to() || rightAt <= right.to()) {
            var leftThere = leftAt <= left.to();
            var rightThere = rightAt <= right.to();
            if (!zeroes && leftThere != rightThere) {
                return leftThere ? 1 : -1;
            }
            var one = leftThere ? new Part(left.text(), leftAt, left.to()).first() : Part.NOUGHT;
            var other =
                    rightThere ? new Part(right.text(), rightAt, right.to()).first() : Part.NOUGHT;
            var order = identifier(one, other);
            if (order != 0) {
                return order;
            }
            leftAt = leftThere ? one.to() + 1 : leftAt;
            rightAt = rightThere ? other.to() + 1 : rightAt;
        }
        return 0;
    }

    /** Numbers by value and below words; words letter by letter. */
    private static int identifier(Part left, Part right) {
        var leftNumber = left.number();
        if (leftNumber != right.number()) {
            return leftNumber ? -1 : 1;
        }
        if (!leftNumber) {
            return left.byLetters(right);
        }
        var one = left.withoutZeroes();
        var other = right.withoutZeroes();
        return one.length() != other.length()
                ? Integer.compare(one.length(), other.length())
                : one.byLetters(other);
    }
}
