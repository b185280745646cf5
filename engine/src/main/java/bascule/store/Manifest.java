package bascule.store;

import bascule.host.Names;
import bascule.json.Json;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a copy of files holds, and how each looked when it was read. A restore takes owners, modes,
 * times and attributes from here, not from the copy: what the file system of the backups cannot
 * keep is kept all the same.
 *
 * @param last whether the last pass made it: a first pass alone is nothing to restore
 * @param roots where each tree came from, links followed; the copy of the first lies in folder 0
 * @param absent which of the roots were not there: a restore takes them away
 * @param members everything below them, a folder before what it holds
 */
record Manifest(boolean last, List<String> roots, List<Integer> absent, List<Member> members) {
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
     * @param sum of the bytes that were read, for a file
     * @param as for a file of several names, which of them its bytes lie under, if not this
     * @param to what a symbolic link says
     * @param attributes extended ones, in base64: access lists, capabilities, the users' own
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Member(
            int root,
            String path,
            Look look,
            Optional<String> sum,
            Optional<String> as,
            Optional<String> to,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> attributes) {
        Member {
            attributes = Map.copyOf(Objects.requireNonNullElse(attributes, Map.of()));
        }

        /** As it was found. */
        static Member seen(int root, String path, Look look, Optional<String> as) {
            return new Member(root, path, look, Optional.empty(), as, Optional.empty(), Map.of());
        }

        /** A file that was copied. */
        Member with(Look read, String sum, Map<String, String> attributes) {
            return new Member(root, path, read, Optional.of(sum), as, to, attributes);
        }

        /** Something else than a file. */
        Member with(Optional<String> to, Map<String, String> attributes) {
            return new Member(root, path, look, sum, as, to, attributes);
        }

        String key() {
            return root + "/" + path;
        }

        char kind() {
            return look.kind();
        }

        /** Whether bytes of its own lie in the copy. */
        boolean holdsBytes() {
            return sum.isPresent();
        }
    }

    /** Where a member lies below what was made of its root. */
    static Path below(Path root, String path) {
        return path.isEmpty() ? root : root.resolve(path);
    }

    /** Where a member lies in a copy. */
    static Path copy(Path folder, Member member) {
        return below(folder.resolve(String.valueOf(member.root())), member.path());
    }

    Path source(Member member) {
        return below(Path.of(roots.get(member.root())), member.path());
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
