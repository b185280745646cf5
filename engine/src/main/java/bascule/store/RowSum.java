package bascule.store;

import bascule.store.Dumper.Table;

/**
 * How many rows a table has and what they are, in whatever order they come: a sum over rows of the
 * checksum of each.
 */
final class RowSum {
    private final DoubleCrc row = new DoubleCrc();
    private long rows;
    private long sum;

    RowSum(Table before) {
        rows = before.rows();
        sum = Long.parseUnsignedLong(before.sum(), 16);
    }

    /** A piece of the row that is at hand. */
    void add(byte[] buffer, int from, int to) {
        row.update(buffer, from, to - from);
    }

    /** The row has come to its end. */
    void end() {
        rows++;
        sum += mixed(row.take());
    }

    /** It was no row. */
    void leave() {
        row.take();
    }

    /**
     * So that rows which differ in one place do not make up for each other: SplitMix64's last step.
     */
    private static long mixed(long sums) {
        var mixed = (sums ^ (sums >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    Table table() {
        return new Table(rows, Long.toHexString(sum));
    }
}
