package bascule.cli.demo;

import java.util.List;

/**
 * While the new release migrates, somebody makes a user and locks the account that verification
 * signs in with, in the database itself. The way back must undo both.
 */
final class LockedAccount implements Trouble {
    private static final String LOCK =
            "UPDATE USER_ENTITY SET ENABLED = FALSE WHERE USERNAME = '%s'"
                    .formatted(Settings.tester());

    private static final String PLANT =
            """
            INSERT INTO USER_ENTITY (ID, USERNAME, REALM_ID, ENABLED, EMAIL_VERIFIED, NOT_BEFORE) \
            SELECT 'planted', '%s', REALM_ID, TRUE, FALSE, 0 FROM USER_ENTITY WHERE USERNAME = '%s'"""
                    .formatted(Rig.PLANTED, Settings.tester());

    @Override
    public String about() {
        return "demo.trouble.tester";
    }

    @Override
    public void meanwhile(Scene scene, ProcessHandle upgrade) {
        var database = scene.database(Place.NEW);
        if (scene.reaches("start")
                && scene.comesTo(database::shared)
                && List.of(PLANT, LOCK).stream()
                        .allMatch(sql -> scene.comesTo(() -> database.changed(sql)))) {
            scene.teller().say("demo.trouble.tester.now", Settings.tester(), Rig.PLANTED);
        }
    }
}
