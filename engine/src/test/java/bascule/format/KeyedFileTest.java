package bascule.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import bascule.json.Json;
import bascule.problem.Fault;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@NullMarked
class KeyedFileTest {
    @TempDir Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<Change> put(String key, Object value) {
        return List.of(new Change.Put(key, value));
    }

    @Test
    void a_change_keeps_mode_owner_and_everything_else() throws IOException {
        var file = file("keycloak.conf", "# c\ndb=dev-file\nport=1\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        var keys = new LinkedHashMap<String, Optional<Object>>();
        keys.put("db", Optional.of("postgres"));
        keys.put("port", Optional.empty());
        KeyedFile.make(file, Change.of(keys));
        assertThat(file).hasContent("# c\ndb=postgres\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(folder.toFile().list()).containsExactly("keycloak.conf");
    }

    @Test
    void as_root_the_owner_and_group_stay() throws IOException {
        var file = file("a.json", "{}");
        assumeThat(Files.getAttribute(file, "unix:uid")).isEqualTo(0);
        Files.setAttribute(file, "unix:uid", 1234);
        Files.setAttribute(file, "unix:gid", 4321);
        Files.setAttribute(file, "unix:mode", 02640);
        KeyedFile.make(file, put("a", 1));
        assertThat(Files.readAttributes(file, "unix:uid,gid,mode"))
                .containsEntry("uid", 1234)
                .containsEntry("gid", 4321)
                .containsEntry("mode", 0102640);
    }

    @Test
    void a_link_stays_a_link_and_its_target_changes() throws IOException {
        Files.createDirectories(folder.resolve("real"));
        var real = file("real/app.env", "A=1\n");
        var link = folder.resolve("app.env");
        Files.createSymbolicLink(link, Path.of("real/app.env"));
        KeyedFile.make(link, put("A", 2));
        assertThat(link).isSymbolicLink();
        assertThat(real).hasContent("A=2\n");
    }

    @Test
    void what_is_so_already_is_not_written() throws IOException {
        var file = file("a.yaml", "a: 'x'\n");
        var key = Files.getAttribute(file, "unix:ino");
        assertThat(KeyedFile.made(file, put("a", "x"))).isTrue();
        KeyedFile.make(file, put("a", "x"));
        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(key);
    }

    @Test
    void what_was_found_goes_through_a_journal_and_back() throws IOException {
        var text = "# c\r\na = 1\r\nb: x # y";
        var file = file("a.properties", text);
        var changes =
                List.<Change>of(
                        new Change.Put("a", 2), new Change.Take("b"), new Change.Rename("a", "c"));
        var found = KeyedFile.find(file, changes);
        KeyedFile.make(file, changes);
        assertThat(Files.readString(file)).isEqualTo("# c\r\nc = 2");
        KeyedFile.putBack(file, Json.read(Json.line(found), Found.class));
        assertThat(Files.readString(file)).isEqualTo(text);
        KeyedFile.putBack(file, found);
        assertThat(Files.readString(file)).isEqualTo(text);
    }

    @Test
    void a_file_that_was_not_there_is_made_and_taken_away_again() throws IOException {
        var file = folder.resolve("docker-compose.override.yml");
        var changes = put("volumes.data.name", "data-15");
        var found = KeyedFile.find(file, changes);
        KeyedFile.make(file, changes);
        assertThat(file).hasContent("volumes:\n  data:\n    name: data-15\n");
        KeyedFile.putBack(file, found);
        assertThat(file).doesNotExist();
    }

    @Test
    void the_first_file_that_has_the_key_holds_it_else_the_last() throws IOException {
        var own = file("site.json", "{\"a\": 1}");
        var common = file("common.json", "{\"b\": 1}");
        assertThat(KeyedFile.holding(List.of(own, common), "a")).isEqualTo(own);
        assertThat(KeyedFile.holding(List.of(own, common), "b")).isEqualTo(common);
        assertThat(KeyedFile.holding(List.of(own, common), "c")).isEqualTo(common);
        assertThat(KeyedFile.holding(List.of(folder.resolve("none"), own), "c")).isEqualTo(own);
    }

    @Test
    void a_file_in_another_encoding_keeps_its_bytes() throws IOException {
        var bytes = new byte[] {'a', '=', (byte) 0xe9, '\n', 'b', '=', '1', '\n'};
        var file = Files.write(folder.resolve("x.ini"), bytes);
        KeyedFile.make(file, put("b", "2"));
        bytes[6] = '2';
        assertThat(file).hasBinaryContent(bytes);
        assertThatThrownBy(() -> KeyedFile.make(file, put("b", "\u20ac")))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("BSC-452");
    }

    @Test
    void a_damaged_file_is_refused_by_line_and_column_and_stays() throws IOException {
        for (var bad :
                Map.of(
                                "a.json", "{\n  \"a\": }",
                                "b.yaml", "a: 1\n b: [\n",
                                "c.toml", "a = 1\nb = = 2\n",
                                "d.php", "<?php return [\n'a' => 'x\n];",
                                "e.php", "<?php echo 1;")
                        .entrySet()) {
            var file = file(bad.getKey(), bad.getValue());
            assertThatThrownBy(() -> KeyedFile.make(file, put("a", 2)))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("BSC-453")
                    .hasMessageContaining(bad.getKey())
                    .hasMessageContaining("line");
            assertThat(file).hasContent(bad.getValue());
        }
    }

    @Test
    void what_a_program_computes_is_neither_read_nor_taken_for_a_value() throws IOException {
        var file = file("config.php", "<?php return ['dir' => __DIR__ . '/x', 'a' => 1];");
        assertThat(KeyedFile.read(file, "a")).contains("1");
        assertThatThrownBy(() -> KeyedFile.read(file, "dir")).hasMessageContaining("BSC-456");
    }

    @Test
    void an_anchor_is_not_changed_behind_the_back_of_its_aliases() throws IOException {
        var file = file("c.yml", "x: &x {a: 1}\ny: *x\nz:\n  <<: *x\n");
        assertThat(KeyedFile.read(file, "y.a")).contains("1");
        assertThat(KeyedFile.read(file, "z.a")).contains("1");
        assertThatThrownBy(() -> KeyedFile.make(file, put("y.a", 2)))
                .hasMessageContaining("BSC-456");
        KeyedFile.make(file, put("z.a", 2));
        assertThat(file).hasContent("x: &x {a: 1}\ny: *x\nz:\n  <<: *x\n  a: 2\n");
    }

    @Test
    void a_file_beside_which_nothing_can_be_written_is_told() throws IOException {
        // Root may write any folder; a name as long as names can be has no room for one beside it.
        var file = file("a".repeat(251) + ".env", "A=1\n");
        assertThatThrownBy(() -> KeyedFile.make(file, put("A", 2))).hasMessageContaining("BSC-451");
        assertThat(file).hasContent("A=1\n");
    }
}
