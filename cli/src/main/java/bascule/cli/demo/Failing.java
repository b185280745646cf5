package bascule.cli.demo;

import bascule.cli.Exit;

import java.util.Arrays;
import java.util.Optional;

/** The phases that can be made to fail, and by what. */
enum Failing {
    PREFLIGHT(Exit.REFUSED),
    STAGE(Exit.ROLLED_BACK),
    QUIESCE(Exit.ROLLED_BACK),
    BACKUP(Exit.ROLLED_BACK),
    SWITCH(Exit.ROLLED_BACK),
    /** Keycloak migrates when it starts: of the run it is the phase `start` that fails. */
    MIGRATE(Exit.ROLLED_BACK),
    START(Exit.ROLLED_BACK),
    VERIFY(Exit.ROLLED_BACK);

    private final Exit ends;

    Failing(Exit ends) {
        this.ends = ends;
    }

    static Optional<Failing> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values())
                .map(Failing::word)
                .collect(java.util.stream.Collectors.joining(", "));
    }

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    Trouble trouble() {
        return switch (this) {
            case PREFLIGHT -> new EditedConfiguration();
            case STAGE -> new BrokenProvider();
            case QUIESCE -> new FrozenServer();
            case BACKUP -> new FullDisk();
            case SWITCH -> new LockedLink();
            case MIGRATE -> new KilledMigration();
            case START -> new HeldPort();
            case VERIFY -> new SettingAhead();
        };
    }

    /** How the upgrade must end then. */
    Exit ends() {
        return ends;
    }
}
