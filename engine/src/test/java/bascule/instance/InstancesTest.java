package bascule.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import bascule.problem.Refusal;
import bascule.recipe.Body;
import bascule.recipe.Phase;
import bascule.recipe.Recipes;
import bascule.text.Texts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

class InstancesTest {
    private static final Path DRAFTS = Path.of("src/test/resources/drafts");
    private static final Texts ENGLISH = Texts.in(Locale.ENGLISH);

    private final Recipes recipes = new Recipes(List.of(DRAFTS));
    @TempDir private Path folder;

    @Test
    void the_drafts_of_instances_read_without_a_mistake() {
        var instances = new Instances(DRAFTS.resolve("instances"), recipes);
        assertThat(instances.names()).containsExactly("erp", "photos");
        var photos = instances.read("photos");
        assertThat(photos.told()).containsExactly(new Instance.Notice("mail", "ops@example.org"));
        assertThat(photos.accept()).containsExactly("advice");
        assertThat(instances.read("erp").parts()).isEqualTo(Map.of("acme", "main"));
    }

    @Test
    void an_instance_amends_adds_and_drops_steps() {
        var photos = new Instances(DRAFTS.resolve("instances"), recipes).read("photos");
        var recipe = recipes.read("phraseanet");
        var body = Recipes.effective(recipe, "sources", Optional.of(photos.body()));
        var upgrade = only(body.steps(Phase.MIGRATE), "upgrade");
        assertThat(upgrade.limit()).contains(Duration.ofHours(8));
        assertThat(upgrade.failsOn()).isPresent();
        assertThat(upgrade.act()).get().isInstanceOf(Body.Act.ToRun.class);
        assertThat(body.steps(Phase.QUIESCE).keySet())
                .containsExactly("export", "maintenance", "logout");
        assertThat(body.steps(Phase.VERIFY)).doesNotContainKey("documents");
        assertThat(body.laid().dropped("verify.documents")).isPresent();
        assertThat(body.stores()).containsKey("stamps");
        assertThat(only(body.facts(), "token").secret()).isTrue();
    }

    @Test
    void an_unknown_instance_is_refused_with_the_nearest_name() {
        var refusal =
                refusal(() -> new Instances(DRAFTS.resolve("instances"), recipes).read("photo"));
        assertThat(refusal.problem().code()).isEqualTo("BSC-241");
        assertThat(refusal.problem().say(ENGLISH)).contains("did you mean photos?");
    }

    @Test
    void an_unknown_recipe_is_refused_with_the_nearest_name() {
        var refusal = refusal(() -> recipes.read("frape"));
        assertThat(refusal.problem().code()).isEqualTo("BSC-240");
        assertThat(refusal.problem().say(ENGLISH)).contains("did you mean frappe?");
    }

    @Test
    void what_adopting_writes_can_be_read_and_its_secrets_are_its_owners() throws IOException {
        var instances = new Instances(folder.resolve("instances"), recipes);
        var draft =
                new Draft(
                        "wiki",
                        "keycloak",
                        "tarball",
                        Path.of("/opt/keycloak"),
                        List.of(
                                new Draft.Answered(
                                        "tester", "Who signs in?", "a: \"b\" ${c}", false, false),
                                new Draft.Answered(
                                        "door",
                                        "Which file?",
                                        "/etc/${instance}.conf",
                                        false,
                                        true),
                                new Draft.Answered(
                                        "tester-password", "Password?", "s3cret", true, false)),
                        List.of("ops@example.org"));
        var file = instances.write(draft, ENGLISH);
        assertThat(Files.readString(file)).contains("# Who signs in?").doesNotContain("s3cret");
        var read = instances.read("wiki");
        assertThat(read.root()).isEqualTo(Path.of("/opt/keycloak"));
        var tester = (Body.Source.Value) only(read.body().facts(), "tester").source();
        assertThat(tester.text().fill(_ -> "")).isEqualTo("a: \"b\" ${c}");
        var door = (Body.Source.Value) only(read.body().facts(), "door").source();
        assertThat(door.text().fill(_ -> "wiki")).isEqualTo("/etc/wiki.conf");
        var secret = folder.resolve("secrets/wiki-tester-password");
        assertThat(Files.readString(secret)).isEqualTo("s3cret\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        assertThat(refusal(() -> instances.write(draft, ENGLISH)).problem().code())
                .isEqualTo("BSC-242");
    }

    @Test
    void what_the_applications_account_can_change_is_told() throws IOException {
        var etc = Files.createDirectory(folder.resolve("etc"));
        Files.writeString(etc.resolve("passwd"), "app:x:4242:4242::/:/bin/sh\n");
        Files.writeString(etc.resolve("group"), "app:x:4242:\n");
        var instances = new Instances(folder.resolve("instances"), recipes);
        var draft =
                new Draft("wiki", "keycloak", "tarball", Path.of("/opt/kc"), List.of(), List.of());
        var file = instances.write(draft, ENGLISH);
        var guard = new Guard(etc);
        var instance = instances.read("wiki");
        var recipe = recipes.read("keycloak");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(guard.check(instance, recipe, "app", "root"))
                .anyMatch(fault -> fault.toString().contains("wiki.yaml"));
        assertThat(guard.check(instance, recipe, "app", "app")).isEmpty();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(guard.check(instance, recipe, "app", "root"))
                .noneMatch(fault -> fault.toString().contains("wiki.yaml"));
        Files.setPosixFilePermissions(
                folder.resolve("instances"), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(guard.check(instance, recipe, "app", "root"))
                .anyMatch(fault -> fault.toString().contains("instances can be changed by app"));
    }

    private static Refusal refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        return catchThrowableOfType(Refusal.class, action);
    }

    private static <T> T only(Map<String, List<T>> elements, String name) {
        return elements.getOrDefault(name, List.of()).getFirst();
    }
}
