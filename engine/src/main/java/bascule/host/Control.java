package bascule.host;

import java.time.Duration;
import java.util.Map;

/** One service under its manager. */
interface Control {
    Host.Standing standing();

    void start(Map<String, String> env, Duration limit);

    /**
     * @param force whether what outlasts the limit is ended by force
     */
    void stop(boolean force, Duration limit);

    void restart(Map<String, String> env, Duration limit);

    void reload(Duration limit);

    /** From here on nothing but Bascule starts it. */
    void bar();

    void unbar();
}
