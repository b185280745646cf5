package bascule.cli.demo;

import java.util.List;

/** The old server hangs the moment it is asked to stop: it neither serves nor ends. */
final class FrozenServer implements Trouble {
    private List<ProcessHandle> frozen = List.of();

    @Override
    public String about() {
        return "demo.trouble.frozen";
    }

    @Override
    public void before(Scene scene) {
        frozen = Processes.of(scene.place().release(Place.OLD));
    }

    @Override
    public void meanwhile(Scene scene, ProcessHandle upgrade) {
        if (scene.reaches("quiesce")) {
            frozen.forEach(one -> Scene.done("kill", "-STOP", String.valueOf(one.pid())));
            scene.teller().say("demo.trouble.frozen.now", frozen.getFirst().pid());
        }
    }
}
