package bascule.cli.demo;

import org.jspecify.annotations.Nullable;

/**
 * The folder of the link `current` lets nobody write when the switch comes: taken from its owner,
 * or marked immutable where the owner is root.
 */
final class LockedLink implements Trouble {
    private @Nullable Scene scene;

    @Override
    public String about() {
        return Scene.root() ? "demo.trouble.immutable" : "demo.trouble.locked";
    }

    @Override
    public java.util.Optional<String> impossible(Scene here) {
        if (!Scene.root()) {
            return java.util.Optional.empty();
        }
        var folder = here.place().folder().toString();
        var can = Scene.done("chattr", "+i", folder);
        Scene.done("chattr", "-i", folder);
        return can ? java.util.Optional.empty() : java.util.Optional.of("chattr +i " + folder);
    }

    @Override
    public void meanwhile(Scene now, ProcessHandle upgrade) {
        if (now.reaches("quiesce")) {
            scene = now;
            var folder = now.place().folder().toString();
            if (Scene.root()) {
                Scene.done("chattr", "+i", folder);
            } else {
                Scene.done("chmod", "u-w", folder);
            }
        }
    }

    @Override
    public void close() {
        if (scene != null) {
            var folder = scene.place().folder().toString();
            if (Scene.root()) {
                Scene.done("chattr", "-i", folder);
            } else {
                Scene.done("chmod", "u+w", folder);
            }
        }
    }
}
