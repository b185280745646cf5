package bascule.acceptance.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.acceptance.faults.Fault;
import bascule.acceptance.faults.FaultMatrix;
import bascule.cli.demo.Place;
import bascule.cli.demo.Settings;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Keycloak 24 to 26 on PostgreSQL, from one JDK to another, forward and back. 26 hashes a password
 * anew when its user signs in, so that 24 cannot read it any more: that it starts and says UP on
 * such data proves nothing, only restored data let its users in.
 */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostgresUpgradeTest {
    private @Nullable OnPostgres made;
    private String before = "";
    private String plain = "";
    private String schema = "";

    @BeforeAll
    void keycloak_24_serves() throws Exception {
        made = new OnPostgres();
        before = here().database.picture("keycloak");
        schema = schema();
        plain = Files.readString(here().instance());
    }

    @AfterAll
    void nothing_runs_on() throws IOException {
        here().close();
    }

    private OnPostgres here() {
        return Objects.requireNonNull(made);
    }

    private String upgrade(int code) {
        var ran = here().upgrade();
        assertThat(ran.code()).as(ran.said()).isEqualTo(code);
        return ran.said();
    }

    private boolean signsIn(int user) {
        try (var api = here().api()) {
            return api.signsIn(Settings.user(user));
        }
    }

    private String sql(String query) throws Exception {
        return here().database.sql("keycloak", query).strip();
    }

    private String schema() throws Exception {
        return sql("SELECT version FROM migration_model ORDER BY update_time DESC LIMIT 1");
    }

    private String algorithm(int user) throws Exception {
        return sql(
                "SELECT credential_data::json ->> 'algorithm' FROM credential JOIN user_entity u"
                        + " ON u.id = user_id WHERE username = '"
                        + Settings.user(user)
                        + "'");
    }

    private Path journal() throws IOException {
        try (var runs = Files.list(here().place.state().resolve("runs"))) {
            return runs.sorted().reduce((_, newer) -> newer).orElseThrow().resolve("journal.jsonl");
        }
    }

    @Test
    @Order(1)
    void the_plan_says_which_jdk_comes_with_the_release_and_that_the_backup_is_proved() {
        assertThat(here().bascule(0, "plan", "keycloak", "--to", OnPostgres.NEW))
                .contains("restore the backup of data into something that nobody uses");
    }

    @Test
    @Order(2)
    void a_failure_after_a_sign_in_on_26_is_taken_back_row_by_row() throws Exception {
        Files.writeString(
                here().instance(),
                plain
                        + "verify:\n  ours: { when: { release: \">=26.0.0\" }, run: /bin/false, after:"
                        + " sign-in }\n");
        var said = upgrade(10);
        assertThat(said).contains("verify/ours");
        assertThat(Files.readString(journal()))
                .contains("\"stage/prove:data\"")
                .contains("\"verify/sign-in\"");
        assertThat(here().place.current().toRealPath()).endsWith(Path.of(OnPostgres.OLD));
        assertThat(here().database.picture("keycloak")).isEqualTo(before);
        assertThat(schema()).isEqualTo(schema).startsWith("24.");
        assertThat(signsIn(1)).isTrue();
        Files.writeString(here().instance(), plain);
    }

    /** A fixed sample of what {@code acceptance/fault-matrix} tries whole. */
    @ParameterizedTest
    @Order(3)
    @MethodSource("sample")
    void a_failure_is_taken_back_to_the_last_byte_and_row(Fault fault) throws Exception {
        try (var faults = new KeycloakFaults(here())) {
            var matrix = new FaultMatrix(faults);
            assertThat(matrix.wrong(fault, matrix.of(fault))).isEmpty();
        }
    }

    static List<Fault> sample() {
        return List.of(
                new Fault("stage", Fault.Kind.DOES_NOTHING),
                new Fault("backup", Fault.Kind.IS_KILLED));
    }

    @Test
    @Order(4)
    void forward_all_users_are_there_and_sign_in() throws Exception {
        // Who signed in before has a password that was hashed anew.
        before = here().database.picture("keycloak");
        upgrade(0);
        assertThat(here().place.current().toRealPath()).endsWith(Path.of(OnPostgres.NEW));
        assertThat(schema()).isEqualTo(OnPostgres.NEW);
        try (var api = here().api()) {
            assertThat(api.users()).contains(1000);
        }
        assertThat(signsIn(2)).isTrue();
        assertThat(algorithm(2)).isEqualTo("argon2");
        assertThat(here().bascule(0, "report", Place.INSTANCE))
                .containsPattern("\\| data \\| .* tables, [1-9]\\d+ rows");
    }

    @Test
    @Order(5)
    void who_signed_in_on_26_signs_in_on_24_after_a_way_back() throws Exception {
        here().bascule(0, "rollback", "keycloak", "--lose-writes");
        assertThat(here().place.current().toRealPath()).endsWith(Path.of(OnPostgres.OLD));
        assertThat(here().database.picture("keycloak")).isEqualTo(before);
        assertThat(signsIn(2)).isTrue();
        assertThat(algorithm(2)).isEqualTo("pbkdf2-sha512");
    }
}
