package bascule.format;

/**
 * How a value with parts is laid out where it goes.
 *
 * @param indent what the line begins with on which the value begins
 * @param unit how far its parts step in
 * @param wide whether its parts take a line each
 */
record Layout(String eol, String indent, String unit, boolean wide) {
    Layout deeper() {
        return new Layout(eol, indent + unit, unit, wide);
    }

    Layout narrow() {
        return new Layout(eol, indent, unit, false);
    }

    /** Between the opening bracket, or a comma, and the next part. */
    String before() {
        return wide ? eol + indent + unit : "";
    }

    /** Before the closing bracket. */
    String close() {
        return wide ? eol + indent : "";
    }

    String comma() {
        return wide ? "," : ", ";
    }
}
