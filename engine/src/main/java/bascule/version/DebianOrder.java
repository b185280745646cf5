package bascule.version;

import java.math.BigInteger;

/**
 * Epoch, then upstream, then revision; each by turns of other signs and of digits. A tilde sorts
 * before everything, even the end; letters before other signs.
 */
final class DebianOrder {
    private DebianOrder() {}

    static int compare(String left, String right) {
        var rank = rank(left, right);
        return rank != 0 ? rank : left.compareTo(right);
    }

    /** Zero for what is one to dpkg, {@code 1.0} and {@code 1.0-0}. */
    static int rank(String left, String right) {
        var epoch = epoch(left).compareTo(epoch(right));
        if (epoch != 0) {
            return epoch;
        }
        var upstream = part(upstream(left), upstream(right));
        if (upstream != 0) {
            return upstream;
        }
        return part(revision(left), revision(right));
    }

    private static BigInteger epoch(String text) {
        var colon = text.indexOf(':');
        var epoch = colon < 0 ? "" : text.substring(0, colon);
        return epoch.matches("[0-9]+") ? new BigInteger(epoch) : BigInteger.ZERO;
    }

    private static String rest(String text) {
        return text.substring(text.indexOf(':') + 1);
    }

    private static String upstream(String text) {
        var rest = rest(text);
        var dash = rest.lastIndexOf('-');
        return dash < 0 ? rest : rest.substring(0, dash);
    }

    private static String revision(String text) {
        var rest = rest(text);
        var dash = rest.lastIndexOf('-');
        return dash < 0 ? "" : rest.substring(dash + 1);
    }

    private static int part(String left, String right) {
        var leftAt = 0;
        var rightAt = 0;
        while (leftAt < left.length() || rightAt < right.length()) {
            var leftEnd = run(left, leftAt, false);
            var rightEnd = run(right, rightAt, false);
            var signs = signs(left.substring(leftAt, leftEnd), right.substring(rightAt, rightEnd));
            if (signs != 0) {
                return signs;
            }
            leftAt = run(left, leftEnd, true);
            rightAt = run(right, rightEnd, true);
            var digits =
                    number(left.substring(leftEnd, leftAt))
                            .compareTo(number(right.substring(rightEnd, rightAt)));
            if (digits != 0) {
                return digits;
            }
        }
        return 0;
    }

    private static int run(String text, int from, boolean digits) {
        var at = from;
        while (at < text.length() && digit(text.charAt(at)) == digits) {
            at++;
        }
        return at;
    }

    private static boolean digit(char sign) {
        return sign >= '0' && sign <= '9';
    }

    private static int signs(String left, String right) {
        for (var at = 0; at < Math.max(left.length(), right.length()); at++) {
            var order = Integer.compare(weight(left, at), weight(right, at));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int weight(String text, int at) {
        if (at >= text.length()) {
            return 0;
        }
        var sign = text.charAt(at);
        if (sign == '~') {
            return -1;
        }
        return Character.isLetter(sign) ? sign : sign + 0x10000;
    }

    private static BigInteger number(String digits) {
        return digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits);
    }
}
