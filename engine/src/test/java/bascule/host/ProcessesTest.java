package bascule.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ProcessesTest {
    @TempDir Path folder;

    @Test
    void a_process_is_known_by_its_mark_also_in_the_middle_of_an_exec() throws IOException {
        var program = Files.writeString(folder.resolve("becomes"), "#!/bin/sh\nexec \"$0\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        var builder = new ProcessBuilder(program.toString());
        builder.environment().put("BASCULE_SERVICE", "test/becomes");
        var process = builder.start();
        try {
            var known = Processes.of((int) process.pid()).orElseThrow();
            for (var look = 0; look < 5_000; look++) {
                assertThat(Processes.carries(known, List.of("BASCULE_SERVICE=test/becomes")))
                        .as("look %d", look)
                        .contains(true);
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
