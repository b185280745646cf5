package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.store.Choice;
import bascule.store.Technique;
import bascule.text.Texts;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which servers a survey finds fit to be followed, and what it says of the others. */
@Tag("real")
class PostgresChoiceTest {
    private static final Optional<String> SERVICE = Optional.of("database");

    @TempDir private Path folder = Path.of("");
    private @Nullable PostgresServer started;

    @BeforeEach
    void start() throws Exception {
        started = new PostgresServer(folder.resolve("server"));
        server().mayBeFollowed();
        server().create("shop");
    }

    @AfterEach
    void stop() throws Exception {
        server().close();
    }

    private PostgresServer server() {
        return Objects.requireNonNull(started);
    }

    private Choice choice(Optional<String> service) {
        var parts =
                Map.of(
                        "host",
                        "127.0.0.1",
                        "port",
                        Integer.toString(server().port),
                        "user",
                        "app",
                        "password",
                        PostgresServer.PASSWORD,
                        "database",
                        "shop");
        return new Stored(folder, "postgresql", parts, Duration.ofMinutes(1)).choice(service);
    }

    private static String why(Choice choice) {
        return choice.because().map(Texts.in(Locale.ENGLISH)::say).orElse("");
    }

    private void dumped(String because) {
        assertThat(choice(SERVICE).technique()).isEqualTo(new Technique.Copied());
        assertThat(why(choice(SERVICE)))
                .startsWith("dumped in the outage, because ")
                .contains(because);
    }

    @Test
    void a_server_of_ones_own_is_followed_where_it_says_that_its_data_are() throws Exception {
        assertThat(choice(SERVICE).technique())
                .isEqualTo(new Technique.Followed(server().folder().toRealPath().toString()));
        assertThat(why(choice(SERVICE))).contains("service database runs it");
        assertThat(server().sql("shop", "SELECT count(*) FROM pg_replication_slots").strip())
                .isEqualTo("0");
    }

    @Test
    void one_of_which_nobody_says_what_runs_it_is_dumped() {
        assertThat(choice(Optional.empty()).technique()).isEqualTo(new Technique.Copied());
        assertThat(why(choice(Optional.empty()))).contains("nothing says which service");
    }

    @Test
    void one_that_others_use_too_is_dumped() throws Exception {
        server().create("blog");
        dumped("other databases, too: blog");
    }

    @Test
    void one_that_lets_nobody_in_for_replication_is_dumped() throws Exception {
        var entries = server().folder().resolve("pg_hba.conf");
        Files.writeString(entries, Files.readString(entries).replace("all,replication", "all"));
        server().sql("postgres", "SELECT pg_reload_conf()");
        var until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (choice(SERVICE).technique() instanceof Technique.Followed
                && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        dumped("no connection in for replication");
    }

    @Test
    void one_that_does_not_answer_is_dumped_if_at_all() throws Exception {
        server().stop("fast");
        try {
            dumped("shop");
        } finally {
            server().start();
        }
    }
}
