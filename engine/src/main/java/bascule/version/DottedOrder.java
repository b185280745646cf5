package bascule.version;

import java.math.BigInteger;

/** The order of dotted numbers with semver's pre-releases; made total by the text itself. */
final class DottedOrder {
    private DottedOrder() {}

    static int compare(String left, String right) {
        var rank = rank(left, right);
        return rank != 0 ? rank : left.compareTo(right);
    }

    /** Zero for what differs in writing only, {@code 22.10} and {@code 22.10.0}. */
    static int rank(String left, String right) {
        var first = stripBuild(left);
        var second = stripBuild(right);
        var leftDash = first.indexOf('-');
        var rightDash = second.indexOf('-');
        var release =
                identifiers(
                        leftDash < 0 ? first : first.substring(0, leftDash),
                        rightDash < 0 ? second : second.substring(0, rightDash),
                        true);
        if (release != 0) {
            return release;
        }
        if (leftDash >= 0 || rightDash >= 0) {
            if (leftDash < 0) {
                return 1;
            }
            if (rightDash < 0) {
                return -1;
            }
            return identifiers(
                    first.substring(leftDash + 1), second.substring(rightDash + 1), false);
        }
        return 0;
    }

    private static String stripBuild(String text) {
        var plus = text.indexOf('+');
        return plus < 0 ? text : text.substring(0, plus);
    }

    /** Part by part; missing parts of a release count as zero, those of a pre-release as less. */
    private static int identifiers(String left, String right, boolean zeroes) {
        var lefts = left.split("\\.", -1);
        var rights = right.split("\\.", -1);
        for (var index = 0; index < Math.max(lefts.length, rights.length); index++) {
            if (!zeroes && (index >= lefts.length || index >= rights.length)) {
                return Integer.compare(lefts.length, rights.length);
            }
            var order =
                    identifier(
                            index < lefts.length ? lefts[index] : "0",
                            index < rights.length ? rights[index] : "0");
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Numbers by value and below words; words letter by letter. */
    private static int identifier(String left, String right) {
        var leftNumber = number(left);
        var rightNumber = number(right);
        if (leftNumber && rightNumber) {
            return new BigInteger(left).compareTo(new BigInteger(right));
        }
        if (leftNumber != rightNumber) {
            return leftNumber ? -1 : 1;
        }
        return left.compareTo(right);
    }

    private static boolean number(String text) {
        return !text.isEmpty() && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }
}
