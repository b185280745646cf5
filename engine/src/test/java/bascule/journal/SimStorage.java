package bascule.journal;

import org.jspecify.annotations.NullMarked;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A disk in memory that tears and forgets: bytes that were written but not forced survive the death
 * of the process and not the loss of power.
 */
@NullMarked
public final class SimStorage implements Storage {
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int forced;
    private boolean broken;
    private final Fuse fuse;

    public SimStorage() {
        this(new Fuse());
    }

    /** With crashes before a write, between a write and its force, and after. */
    public SimStorage(Fuse fuse) {
        this.fuse = fuse;
    }

    @Override
    public String name() {
        return "journal in memory";
    }

    @Override
    public InputStream read() {
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    @Override
    public void write(ByteBuffer more) {
        fuse.tick();
        var buffer = new byte[more.remaining()];
        more.get(buffer);
        bytes.writeBytes(buffer);
    }

    @Override
    public void force() throws IOException {
        if (broken) {
            throw new IOException("Input/output error");
        }
        fuse.tick();
        forced = bytes.size();
        fuse.tick();
    }

    @Override
    public void cut(long length) {
        fuse.tick();
        keep((int) length);
        forced = Math.min(forced, (int) length);
    }

    @Override
    public void close() {}

    private void keep(int length) {
        var kept = Arrays.copyOf(bytes.toByteArray(), length);
        bytes = new ByteArrayOutputStream();
        bytes.writeBytes(kept);
    }

    public byte[] content() {
        return bytes.toByteArray();
    }

    /** Whatever was there, this is there now, and on disk. */
    public void content(byte[] content) {
        bytes = new ByteArrayOutputStream();
        bytes.writeBytes(content);
        forced = content.length;
    }

    /** From now on force fails, as a dying disk does. */
    public void breakForce() {
        broken = true;
    }

    /** As if the last line had been written and its writer had died before it was forced. */
    public void looseForce() {
        forced = 0;
    }

    /** What was not forced is gone, except its first bytes. */
    public void losePower(int more) {
        keep(Math.min(bytes.size(), forced + more));
    }

    public void losePower() {
        losePower(0);
    }

    public int size() {
        return bytes.size();
    }

    public int unforced() {
        return bytes.size() - forced;
    }
}
