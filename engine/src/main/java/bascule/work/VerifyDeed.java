package bascule.work;

import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.store.Kept;

import java.util.Map;
import java.util.function.Consumer;

/** A backup read again and held against its checksums; nothing is written. */
record VerifyDeed(Kept kept) implements Deed {
    @Override
    public Seen look() {
        return Seen.NOT_BEGUN;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        var read = kept.verify();
        return Map.of("files", Long.toString(read.files()), "bytes", Long.toString(read.bytes()));
    }
}
