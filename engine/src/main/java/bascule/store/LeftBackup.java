package bascule.store;

import bascule.host.Names;
import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The data folder that a follower of an earlier run left, which nobody follows any more. It stays
 * as it is: what is put back is dumped by a server of ours that stands on it, and loaded.
 *
 * @param follower what the folder was made by
 * @param server where the data are put back
 */
record LeftBackup(FollowerBackup follower, Dumper server, Path folder) implements Backup {

    @Override
    public Summary firstPass() {
        throw finished();
    }

    @Override
    public Summary lastPass() {
        throw finished();
    }

    private static IllegalStateException finished() {
        return new IllegalStateException("internal error: an earlier backup is not made again");
    }

    @Override
    public Summary verify() {
        return new Kept(folder).verify();
    }

    @Override
    public Proof prove(Depth depth) {
        verify();
        return follower.prove(depth);
    }

    @Override
    public void restore() {
        verify();
        var scratch = folder.resolve("scratch");
        try {
            Trees.delete(scratch);
            try {
                var dump = Files.createDirectories(scratch.resolve("dump"));
                follower.standing(
                        standing -> {
                            standing.dump(dump);
                            standing.read(dump);
                        });
                server.load(dump);
                follower.exact();
            } finally {
                Trees.deleteQuietly(scratch);
            }
        } catch (IOException cannot) {
            throw new Fault(
                    "BSC-432", Text.of("store.restore", folder, Names.said(cannot)), cannot);
        }
    }

    @Override
    public void end() {
        follower.end();
    }

    @Override
    public boolean exists() {
        return follower.exists();
    }
}
