package bascule.store;

import java.io.IOException;

/** A backup that is the data folder of a server: one of ours can stand on it. */
interface FollowerBackup extends Backup {

    /** What is asked of a server of ours. */
    interface Asking {
        void ask(Dumper server) throws IOException;
    }

    /**
     * Starts a server of ours on what the last pass left, alone, and ends it again.
     *
     * @throws bascule.problem.Fault BSC-430 if it does not start
     */
    void standing(Asking asking);

    /** What such a copy knows only nearly, put right where a dump of it was loaded. */
    default void exact() throws IOException {}
}
