package bascule.acceptance.keycloak;

import bascule.acceptance.Ran;
import bascule.cli.demo.Rig;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The command as somebody types it about the tests' Keycloak. */
final class Typed {
    private final Rig rig;
    private final AtomicInteger count = new AtomicInteger();

    Typed(Rig rig) {
        this.rig = rig;
    }

    Ran bascule(String... words) {
        return Ran.of(rig.bascule(words), Map.of(), log());
    }

    Path log() {
        return rig.place().logs().resolve("typed-" + count.incrementAndGet() + ".log");
    }

    Ran upgrade() {
        return bascule("upgrade", "keycloak", "--to", "26.4.7", "--yes");
    }
}
