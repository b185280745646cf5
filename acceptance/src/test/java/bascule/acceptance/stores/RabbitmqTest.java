package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.acceptance.BootedHost;
import bascule.json.Json;
import bascule.problem.Fault;
import bascule.store.Backup;
import bascule.store.Backup.Depth;
import bascule.store.Backup.Proof;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What is declared in a vhost, dumped, spoilt, and put back while the node runs. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RabbitmqTest {
    private static final String PASSWORD = "rq-s3cret";

    private @Nullable RabbitmqNode started;
    private Path folder = Path.of("");

    @BeforeAll
    void start(@TempDir Path temp) throws Exception {
        folder = temp;
        started = new RabbitmqNode(temp.resolve("node"));
    }

    @AfterAll
    void stop() {
        node().close();
    }

    private RabbitmqNode node() {
        return Objects.requireNonNull(started);
    }

    @BeforeEach
    void declare() throws Exception {
        var there = node().ask("GET", "vhosts", "");
        for (var vhost : new String[] {"the app", "theirs"}) {
            if (there.contains("\"" + vhost + "\"")) {
                node().delete("vhosts/" + vhost.replace(" ", "%20"));
            }
            node().put("vhosts/" + vhost.replace(" ", "%20"), "{}");
        }
        account("app", "administrator");
        node().put("queues/theirs/jobs", "{\"durable\": true}");
        ours("exchanges/%s/orders", "{\"type\": \"topic\", \"durable\": true}");
        ours("exchanges/%s/orders%%20é", "{\"type\": \"fanout\", \"durable\": true}");
        ours("queues/%s/jobs", "{\"durable\": true, \"arguments\": {\"x-max-priority\": 5}}");
        ours("queues/%s/mail%%2Fout", "{\"durable\": true}");
        bind("orders", "q/jobs", "{\"routing_key\": \"a.#\"}");
        bind("orders", "q/jobs", "{\"routing_key\": \"a.#\", \"arguments\": {\"k\": 1}}");
        bind("orders", "q/mail%2Fout", "{\"routing_key\": \"\"}");
        bind("orders", "e/orders%20é", "{\"routing_key\": \"b\"}");
        ours("policies/%s/ttl", "{\"pattern\": \"^mail\", \"definition\": {\"expires\": 9000000}}");
        ours(
                "operator-policies/%s/op",
                "{\"pattern\": \"x\", \"definition\": {\"max-length\": 9}}");
        ours("vhost-limits/%s/max-queues", "{\"value\": 50}");
        publish("jobs", "first");
        publish("jobs", "second");
    }

    private void account(String name, String tags) throws Exception {
        var body = "{\"password\": \"%s\", \"tags\": \"%s\"}".formatted(PASSWORD, tags);
        node().put("users/" + name, body);
        for (var vhost : new String[] {"the%20app", "theirs"}) {
            var all = "{\"configure\": \".*\", \"write\": \".*\", \"read\": \".*\"}";
            node().put("permissions/" + vhost + "/" + name, all);
        }
    }

    private void ours(String path, String body) throws Exception {
        node().put(path.formatted("the%20app"), body);
    }

    private void bind(String from, String to, String body) throws Exception {
        node().ask("POST", "bindings/the%20app/e/" + from + "/" + to, body);
    }

    private void publish(String queue, String message) throws Exception {
        var body =
                Json.line(
                        Map.of(
                                "properties",
                                Map.of(),
                                "routing_key",
                                queue,
                                "payload",
                                message,
                                "payload_encoding",
                                "string"));
        assertThat(node().ask("POST", "exchanges/the%20app/amq.default/publish", body))
                .contains("true");
    }

    /** Read and put back, in their order: the numbers of the plugin come late. */
    private String messages(String queue) throws Exception {
        return node().ask(
                        "POST",
                        "queues/the%20app/" + queue + "/get",
                        "{\"count\": 10, \"ackmode\": \"reject_requeue_true\", \"encoding\": \"auto\"}")
                .replaceAll("(?s).*?\"payload\":\"([^\"]*)\".*?(?=\"payload\":|$)", "$1 ")
                .strip();
    }

    private String picture(String vhost) throws Exception {
        return node().ask("GET", "definitions/" + vhost, "");
    }

    private Backup backup(String name, String account) {
        var url = "amqp://%s:%s@127.0.0.1/the%%20app".formatted(account, PASSWORD);
        var to = Map.of("url", url, "management", node().management + "");
        return new Stored(folder, "rabbitmq", to, Duration.ofMinutes(1)).backup(name);
    }

    /** As a failed upgrade leaves it. */
    private void spoil() throws Exception {
        ours("queues/%s/made", "{\"durable\": true}");
        publish("made", "by the new release");
        ours("exchanges/%s/made", "{\"type\": \"topic\", \"durable\": true}");
        bind("made", "q/made", "{\"routing_key\": \"c\"}");
        bind("orders", "q/jobs", "{\"routing_key\": \"a.#\", \"arguments\": {\"k\": 2}}");
        node().delete("exchanges/the%20app/orders%20é");
        ours("exchanges/%s/orders%%20é", "{\"type\": \"direct\", \"durable\": true}");
        node().delete("queues/the%20app/mail%2Fout");
        ours("policies/%s/made", "{\"pattern\": \"^x\", \"definition\": {\"expires\": 9000000}}");
        ours("policies/%s/ttl", "{\"pattern\": \"^mail\", \"definition\": {\"expires\": 8000000}}");
        ours(
                "operator-policies/%s/made",
                "{\"pattern\": \"y\", \"definition\": {\"max-length\": 9}}");
        ours("vhost-limits/%s/max-queues", "{\"value\": 60}");
        ours("vhost-limits/%s/max-connections", "{\"value\": 60}");
    }

    @Test
    void what_is_put_back_is_what_was_declared_and_messages_stay_where_they_are() throws Exception {
        var before = picture("the%20app");
        var backup = backup("whole", "app");
        backup.lastPass();
        backup.verify();
        spoil();
        var theirs = picture("theirs");
        assertThat(picture("the%20app")).isNotEqualTo(before);
        backup.restore();
        same(picture("the%20app"), before);
        backup.restore();
        same(picture("the%20app"), before);
        assertThat(picture("theirs")).isEqualTo(theirs);
        assertThat(messages("jobs")).isEqualTo("first second");
    }

    /** The order in which it tells things, and what is in them, means nothing. */
    private static void same(String is, String was) {
        assertThat(things(is)).isEqualTo(things(was));
    }

    private static Map<String, Set<Object>> things(String definitions) {
        var things = new HashMap<String, Set<Object>>();
        Map<?, ?> kinds = Json.read(definitions, Map.class);
        kinds.forEach(
                (kind, all) ->
                        things.put(
                                String.valueOf(kind),
                                all instanceof List<?> list
                                        ? new HashSet<>(list)
                                        : Set.of(String.valueOf(all))));
        return things;
    }

    @Test
    void a_queue_that_was_made_otherwise_is_not_emptied() throws Exception {
        var backup = backup("filled", "app");
        backup.lastPass();
        node().delete("queues/the%20app/jobs");
        ours("queues/%s/jobs", "{\"durable\": true}");
        publish("jobs", "third");
        assertThatThrownBy(backup::restore)
                .isInstanceOf(Fault.class)
                .hasMessageContaining("BSC-468")
                .hasMessageContaining("jobs");
        assertThat(messages("jobs")).isEqualTo("third");
        node().delete("queues/the%20app/jobs/contents");
        backup.restore();
        assertThat(picture("the%20app")).contains("x-max-priority");
    }

    private boolean logs(String word) {
        try {
            return node().log().contains(word);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    @Test
    void a_backup_is_tried_in_a_vhost_that_goes_again_and_moves_no_message() throws Exception {
        // A shovel declares its queues itself, at some instant: here they are there before.
        ours("queues/%s/from", "{\"durable\": true}");
        ours("queues/%s/to", "{\"durable\": true}");
        ours(
                "parameters/shovel/%s/move",
                "{\"value\": {\"src-uri\": \"amqp:///the%20app\", \"src-queue\": \"from\", \"dest-uri\": \"amqp:///the%20app\", \"dest-queue\": \"to\"}}");
        var backup = backup("tried", "app");
        backup.firstPass();
        for (var depth : Depth.values()) {
            assertThat(backup.prove(depth))
                    .isInstanceOfSatisfying(
                            Proof.Proved.class,
                            proved -> {
                                assertThat(proved.tables()).isEqualTo(5);
                                assertThat(proved.rows()).isEqualTo(2 + 1 + 4 + 2 + 4);
                            });
        }
        assertThat(node().ask("GET", "vhosts", "")).doesNotContain("bascule-proof");
        // It is written a moment after it happens.
        BootedHost.await(() -> logs("'bascule-proof"));
        BootedHost.await(() -> logs("hovel 'move' in virtual host 'the app'"));
        assertThat(node().log())
                .doesNotContainPattern("hovel 'move' in virtual host 'bascule-proof");
        backup.lastPass();
        node().delete("parameters/shovel/the%20app/move");
        backup.restore();
        assertThat(picture("the%20app")).contains("\"move\"");
    }

    @Test
    void an_account_that_may_not_see_all_is_refused_and_the_password_stands_nowhere()
            throws Exception {
        account("small", "policymaker");
        assertThatThrownBy(() -> backup("refused", "small").firstPass())
                .isInstanceOf(Fault.class)
                .hasMessageContaining("BSC-430")
                .hasMessageContaining("administrator")
                .hasMessageNotContaining(PASSWORD);
        var backup = backup("kept", "app");
        backup.lastPass();
        try (var files = Files.walk(folder.resolve("kept"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain(PASSWORD);
            }
        }
        assertThat(Files.getPosixFilePermissions(folder.resolve("kept"))).hasSize(3);
    }
}
