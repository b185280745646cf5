package bascule.store;

import bascule.host.Names;
import bascule.json.Json;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a copy of files holds, and how each looked when it was read.
 *
 * @param roots where each tree came from, links followed; the copy of the first lies in folder 0
 * @param absent which of the roots were not there: a restore takes them away
 * @param members everything below them, a folder before what it holds
 */
record Manifest(List<String> roots, List<Integer> absent, List<Member> members) {
    static final String NAME = "manifest.json";

    Manifest {
        roots = List.copyOf(roots);
        absent = List.copyOf(absent);
        members = List.copyOf(members);
    }

    /**
     * One file, folder or link.
     *
     * @param root which of the roots it belongs to
     * @param path below that root; empty for the root itself
     * @param look how it looked before it was read: if it looks otherwise later, it is read again
     * @param sha256 of its bytes as they lie in the copy, for a file
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Member(int root, String path, Look look, Optional<String> sha256) {
        String key() {
            return root + "/" + path;
        }
    }

    /**
     * How something looks from outside. Times are nanoseconds since 1970; {@code changed} is the
     * inode's own time, which no program can set back.
     */
    record Look(
            char kind,
            long size,
            long modified,
            long changed,
            long inode,
            int mode,
            int user,
            int group) {

        static Look at(Path path) throws IOException {
            var found = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
            var kind = number(found, "mode") & 0170000;
            return new Look(
                    kind == 0040000 ? 'd' : kind == 0120000 ? 'l' : 'f',
                    kind == 0040000 ? 0 : number(found, "size"),
                    nanos(found, "lastModifiedTime"),
                    nanos(found, "ctime"),
                    number(found, "ino"),
                    (int) number(found, "mode"),
                    (int) number(found, "uid"),
                    (int) number(found, "gid"));
        }

        private static long number(Map<String, Object> found, String name) {
            return ((Number) Objects.requireNonNull(found.get(name))).longValue();
        }

        private static long nanos(Map<String, Object> found, String name) {
            return ((FileTime) Objects.requireNonNull(found.get(name))).to(TimeUnit.NANOSECONDS);
        }

        /**
         * The same, but never equal to a later look: for a file that changed a moment ago, which
         * may change again within the same tick of the inode's clock.
         */
        Look distrusted() {
            return new Look(kind, size, modified, -1, inode, mode, user, group);
        }

        /**
         * Whether it changed less than two seconds before an instant, in nanoseconds since 1970.
         */
        boolean freshAt(long now) {
            return now - changed < 2_000_000_000L;
        }
    }

    /** Where a member lies in a copy. */
    static Path copy(Path folder, Member member) {
        var root = folder.resolve(String.valueOf(member.root()));
        return member.path().isEmpty() ? root : root.resolve(member.path());
    }

    static Manifest read(Path folder) throws IOException {
        return Json.read(Files.readString(folder.resolve(NAME)), Manifest.class);
    }

    /** Written beside, forced, renamed: a copy has its whole manifest or the one before. */
    void write(Path folder) throws IOException {
        var beside = folder.resolve("." + NAME);
        Files.writeString(beside, Json.line(this));
        Names.force(beside);
        Files.move(beside, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        Names.force(folder);
    }
}
