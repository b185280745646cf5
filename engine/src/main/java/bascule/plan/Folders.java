package bascule.plan;

import bascule.fact.Template;
import bascule.instance.Survey.Layout;
import bascule.instance.Survey.Layout.Kind;
import bascule.version.Version;

import java.nio.file.Path;

/**
 * Where an upgrade puts things: everything on the file system of the root, so that the switch is a
 * rename.
 *
 * <pre>
 *  a link        base/current -> releases/25.0.6    base/releases/26.4.7   base/downloads   base/shared
 *  a folder      base/wiki                          base/.wiki-bascule/{releases/1.43,downloads}
 * </pre>
 */
record Folders(Layout layout, Version from) {

    private Path root() {
        return Path.of(layout.root());
    }

    private Path base() {
        return layout.kind() == Kind.FOLDER
                ? root().resolveSibling("." + root().getFileName() + "-bascule")
                : parent(root());
    }

    private static Path parent(Path path) {
        var parent = path.getParent();
        return parent == null ? path : parent;
    }

    /** Where a release is put beside the one that serves. */
    String stage(Version to) {
        return layout.kind() == Kind.FOLDER
                ? base().resolve("releases").resolve(to.text()).toString()
                : parent(Path.of(layout.real())).resolve(named(to)).toString();
    }

    /**
     * Named as the old release's folder is: {@code keycloak-25.0.6} gives {@code keycloak-26.4.7}.
     */
    private String named(Version to) {
        var old = String.valueOf(Path.of(layout.real()).getFileName());
        return old.contains(from.text()) ? old.replace(from.text(), to.text()) : to.text();
    }

    /** What the link will say: written as it is written now, relative or not. */
    Template target(Version to) {
        var link = Path.of(layout.link().orElse("/"));
        return Template.literal(
                link.isAbsolute() ? stage(to) : link.resolveSibling(named(to)).toString());
    }

    String download(String file) {
        return base().resolve("downloads").resolve(file).toString();
    }

    String shared() {
        return base().resolve("shared").toString();
    }
}
