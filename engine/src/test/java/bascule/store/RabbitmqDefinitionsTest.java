package bascule.store;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.store.RabbitmqDefinitions.Kind;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.util.Map;

@NullMarked
class RabbitmqDefinitionsTest {
    private static final String SAVED =
            """
            {"rabbit_version": "3.10.8",
             "parameters": [{"value": {"src-uri": "amqp://x"}, "vhost": "app", "component": "shovel", "name": "move"},
                            {"value": [], "vhost": "app", "component": "vhost-limits", "name": "limits"}],
             "policies": [{"vhost": "app", "name": "up", "pattern": ".*", "definition": {"federation-upstream-set": "all"}, "priority": 0},
                          {"vhost": "app", "name": "ttl", "pattern": ".*", "definition": {"message-ttl": 9, "expires": 8}, "priority": 0}],
             "queues": [{"name": "jobs", "durable": true, "arguments": {"x-max-length": 5}}, {"name": "mail", "durable": true, "arguments": {}}],
             "exchanges": [],
             "bindings": [{"source": "e", "destination": "jobs", "destination_type": "queue", "routing_key": "a", "arguments": {"k": 1}},
                          {"source": "e", "destination": "jobs", "destination_type": "queue", "routing_key": "a", "arguments": {"k": 2}}]}
            """;

    private final RabbitmqDefinitions saved = RabbitmqDefinitions.of(SAVED);

    @Test
    void what_is_written_reads_the_same_in_another_vhost_and_another_order() {
        assertThat(RabbitmqDefinitions.of(saved.json())).isEqualTo(saved);
        var other =
                SAVED.replace("\"vhost\": \"app\"", "\"vhost\": \"other\"")
                        .replace(
                                "\"message-ttl\": 9, \"expires\": 8",
                                "\"expires\": 8, \"message-ttl\": 9");
        assertThat(RabbitmqDefinitions.of(other)).isEqualTo(saved);
        assertThat(RabbitmqDefinitions.of(other).tables()).isEqualTo(saved.tables());
    }

    @Test
    void a_thing_of_the_same_name_that_is_otherwise_is_found() {
        var there =
                RabbitmqDefinitions.of(SAVED.replace("\"x-max-length\": 5", "\"x-max-length\": 6"));
        assertThat(there.notIn(saved, Kind.QUEUES)).containsExactly("jobs");
        assertThat(there.firstUnlike(saved)).isEqualTo("queues jobs");
        assertThat(there.tables().get("queues")).isNotEqualTo(saved.tables().get("queues"));
        assertThat(saved.firstUnlike(saved)).isEmpty();
    }

    @Test
    void bindings_between_the_same_two_are_told_apart() {
        assertThat(saved.of(Kind.BINDINGS)).hasSize(2);
        var one = saved.of(Kind.BINDINGS).firstEntry().getValue();
        var told = new java.util.HashMap<>(one);
        told.putAll(Map.of("vhost", "app", "properties_key", "a~x"));
        assertThat(RabbitmqDefinitions.isSame(one, told)).isTrue();
        told.put("arguments", Map.of("k", 7));
        assertThat(RabbitmqDefinitions.isSame(one, told)).isFalse();
    }

    @Test
    void limits_that_were_taken_away_are_none_and_what_moves_messages_is_not_tried() {
        assertThat(saved.of(Kind.PARAMETERS)).containsOnlyKeys("shovel/move");
        var tried = saved.withoutLinks();
        assertThat(tried.of(Kind.PARAMETERS)).isEmpty();
        assertThat(tried.of(Kind.POLICIES)).containsOnlyKeys("ttl");
        assertThat(tried.of(Kind.QUEUES)).isEqualTo(saved.of(Kind.QUEUES));
    }

    @Test
    void the_plugin_is_found_at_its_usual_port_or_where_it_is_told_to_be() {
        assertThat(RabbitmqTalk.base(new Connection(Map.of("host", "mq"))))
                .isEqualTo("http://mq:15672");
        assertThat(RabbitmqTalk.base(new Connection(Map.of("host", "mq", "management", "8080"))))
                .isEqualTo("http://mq:8080");
        assertThat(RabbitmqTalk.base(new Connection(Map.of("management", "https://mq/admin/"))))
                .isEqualTo("https://mq/admin");
        assertThat(RabbitmqTalk.path("bindings", "the app", "a/é"))
                .isEqualTo("/api/bindings/the%20app/a%2F%C3%A9");
    }
}
