package bascule.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The installable, unpacked where there is no Java, in a folder with a space in its name. */
@Tag("real")
class DistributionTest {
    @TempDir private Path temp = Path.of("");

    private Path installed = Path.of("");

    @BeforeEach
    void unpack() throws Exception {
        var folder = Files.createDirectory(temp.resolve("a folder"));
        run(List.of("tar", "-xzf", archive().toString(), "-C", folder.toString()), Map.of());
        try (var files = Files.list(folder)) {
            installed = files.findFirst().orElseThrow();
        }
    }

    @Test
    void it_starts_without_any_java_on_the_machine() throws Exception {
        assertThat(bascule("version")).startsWith("bascule ");
    }

    @Test
    void its_recipes_have_no_mistake() throws Exception {
        assertThat(bascule("recipe", "check")).contains("mistakes: 0");
    }

    @Test
    void its_scripts_complete_verbs_and_options() throws Exception {
        var bash = installed.resolve("completions/bascule.bash");
        var typed =
                "source '%s'; COMP_WORDS=(bascule stat); COMP_CWORD=1; _complete_bascule; echo $COMPREPLY"
                        .formatted(bash);
        assertThat(run(List.of("bash", "-c", typed), Map.of())).contains("status");
        var zsh =
                "autoload -U compinit && compinit -u -D; source '%s'; print ${_comps[bascule]}"
                        .formatted(installed.resolve("completions/_bascule"));
        assertThat(run(List.of("zsh", "-f", "-c", zsh), Map.of())).contains("_complete_bascule");
    }

    @Test
    void it_starts_through_a_link() throws Exception {
        var link = Files.createSymbolicLink(temp.resolve("b"), installed.resolve("bin/bascule"));
        assertThat(run(List.of("/bin/sh", link.toString(), "version"), bare()))
                .startsWith("bascule ");
    }

    @Test
    void its_class_archive_fits_where_it_was_unpacked() throws Exception {
        var argv = List.of(installed.resolve("bin/bascule").toString(), "version");
        var env = new HashMap<>(bare());
        env.put("JDK_JAVA_OPTIONS", "-Xshare:on");
        run(argv, env);
        try (var jars = Files.newDirectoryStream(installed.resolve("lib"), "bascule-cli-*.jar")) {
            Files.setLastModifiedTime(jars.iterator().next(), FileTime.from(Instant.now()));
        }
        assertThatThrownBy(() -> run(argv, env)).hasMessageContaining("shared archive");
        assertThat(bascule("version")).startsWith("bascule ");
    }

    private String bascule(String... words) throws Exception {
        var argv = new ArrayList<String>();
        argv.add(installed.resolve("bin/bascule").toString());
        argv.addAll(List.of(words));
        return run(argv, bare());
    }

    /** Only what the launcher itself needs. */
    private Map<String, String> bare() throws IOException {
        var path = temp.resolve("path");
        if (!Files.exists(path)) {
            Files.createDirectory(path);
            for (var tool : List.of("readlink", "find", "head")) {
                Files.createSymbolicLink(path.resolve(tool), Path.of("/usr/bin", tool));
            }
        }
        return Map.of("PATH", path.toString(), "HOME", temp.toString());
    }

    private static String run(List<String> argv, Map<String, String> env) throws Exception {
        var builder = new ProcessBuilder(argv).redirectErrorStream(true);
        if (!env.isEmpty()) {
            builder.environment().clear();
            builder.environment().putAll(env);
        }
        var process = builder.start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    static Path archive() throws IOException {
        try (var files = Files.list(Path.of("../cli/target/dist"))) {
            return files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
    }
}
