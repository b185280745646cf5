package bascule.recipe;

/**
 * Where something was written.
 *
 * @param line counted from 1
 * @param column counted from 1
 */
public record Origin(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
