package bascule.store;

import bascule.host.Attributes;
import bascule.host.Names;
import bascule.problem.Fault;
import bascule.store.Manifest.Member;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;

/**
 * Shows, while the application serves, that what was copied could be put back: a folder and a file
 * where a restore would build its tree are given each owner, and each kind of attribute, that the
 * data have.
 */
final class WayBack {
    private WayBack() {}

    /** The place beside a live tree in which a restore builds. */
    static Path beside(Path live) {
        return live.resolveSibling("." + live.getFileName() + ".bascule-restore");
    }

    /**
     * @throws Fault BSC-434 naming the first file that could not be put back as it is
     */
    static void tried(Manifest manifest) throws IOException {
        for (var index = 0; index < manifest.roots().size(); index++) {
            var live = Path.of(manifest.roots().get(index));
            if (!manifest.absent().contains(index)) {
                var root = index;
                tried(
                        beside(live),
                        manifest.members().stream()
                                .filter(member -> member.root() == root)
                                .toList(),
                        live);
            }
        }
    }

    private static void tried(Path beside, List<Member> members, Path live) throws IOException {
        try {
            Trees.delete(beside);
            Files.createDirectory(beside);
            Files.createFile(beside.resolve("file"));
        } catch (IOException cannot) {
            throw new Fault(
                    "BSC-434", Text.of("store.no-place", live, beside, Names.said(cannot)), cannot);
        }
        try {
            var done = new HashSet<String>();
            for (var member : members) {
                var folder = member.kind() == 'd';
                var probe = folder ? beside : beside.resolve("file");
                var look = member.look();
                if (done.add(look.user() + ":" + look.group() + folder)) {
                    owner(probe, member, live);
                }
                for (var attribute : member.attributes().entrySet()) {
                    if (member.kind() != 'l' && done.add(attribute.getKey() + folder)) {
                        attribute(probe, member, attribute.getKey(), live);
                    }
                }
                if ((member.kind() == 'b' || member.kind() == 'c') && done.add("node")) {
                    node(beside.resolve("node"), member, live);
                }
            }
        } finally {
            Trees.delete(beside);
        }
    }

    private static void owner(Path probe, Member member, Path live) throws IOException {
        try {
            Attributes.own(probe, member.look().user(), member.look().group());
        } catch (IOException cannot) {
            var owner = member.look().user() + ":" + member.look().group();
            throw unable("store.not-owner", live, member, owner, cannot);
        }
    }

    private static void attribute(Path probe, Member member, String name, Path live)
            throws IOException {
        try {
            var value = member.attributes().getOrDefault(name, "");
            Attributes.set(probe, name, Base64.getDecoder().decode(value));
        } catch (IOException cannot) {
            throw unable("store.no-attribute", live, member, name, cannot);
        }
    }

    private static void node(Path probe, Member member, Path live) throws IOException {
        try {
            Attributes.node(probe, member.look().mode() & 0170000, member.look().device());
        } catch (IOException cannot) {
            throw unable("store.no-node", live, member, "", cannot);
        }
    }

    private static Fault unable(
            String text, Path live, Member member, String what, IOException cannot) {
        var path = Manifest.below(live, member.path());
        return new Fault("BSC-434", Text.of(text, path, what, Names.said(cannot)), cannot);
    }
}
