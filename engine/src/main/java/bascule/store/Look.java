package bascule.store;

import bascule.host.Inode;

/**
 * How something looks from outside. Times are nanoseconds since 1970; {@code changed} is the
 * inode's own time, which no program can set back: owner, mode and attributes move it too.
 *
 * @param kind d folder, f file, l link, p pipe, s socket, b or c device
 * @param device of a device, what it is
 */
record Look(
        char kind,
        long size,
        long modified,
        long changed,
        long inode,
        int mode,
        int user,
        int group,
        long device) {

    static Look of(Inode inode) {
        var kind =
                switch (inode.kind()) {
                    case 0040000 -> 'd';
                    case 0120000 -> 'l';
                    case 0010000 -> 'p';
                    case 0140000 -> 's';
                    case 0060000 -> 'b';
                    case 0020000 -> 'c';
                    default -> 'f';
                };
        return new Look(
                kind,
                kind == 'd' ? 0 : inode.size(),
                inode.modified(),
                inode.changed(),
                inode.number(),
                inode.mode(),
                inode.user(),
                inode.group(),
                inode.special());
    }

    /**
     * The same, but never equal to a later look: for a file that changed a moment ago, which may
     * change again within the same tick of the inode's clock, or while it was read.
     */
    Look distrusted() {
        return new Look(kind, size, modified, -1, inode, mode, user, group, device);
    }

    /** Whether it changed less than two seconds before an instant, in nanoseconds since 1970. */
    boolean freshAt(long now) {
        return now - changed < 2_000_000_000L;
    }
}
