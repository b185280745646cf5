package bascule.acceptance.lantern;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * The files of an installed Lantern and of what Bascule knows of it.
 *
 * @param seenAs where the folder is for those who use it: a host in a folder of its own has other
 *     names for what lies there
 * @param linked whether the root is a link to one of several releases, or one plain folder
 */
public record Installed(Path folder, Path seenAs, boolean linked, int port, String program) {
    public static final String ROWS = "one\ntwo\nthree\n";

    public void lay() throws IOException {
        for (var release : List.of("1.0.0", "2.0.0", "2.1.0", "2.2.0")) {
            Files.createDirectories(folder.resolve("archives"));
            Files.write(folder.resolve("archives/lantern-" + release + ".tar.gz"), packed(release));
        }
        var release = folder.resolve(linked ? "releases/1.0.0" : "current");
        Files.createDirectories(release.resolve("bin"));
        Files.createDirectories(release.resolve("conf"));
        Files.writeString(release.resolve("release.txt"), "1.0.0\n");
        Files.writeString(release.resolve("bin/lantern"), program);
        release.resolve("bin/lantern").toFile().setExecutable(true);
        Files.writeString(
                release.resolve("conf/lantern.conf"), "# ours\nport=" + port + "\nclosed=false\n");
        var data = linked ? folder.resolve("shared/data") : release.resolve("data");
        Files.createDirectories(data);
        Files.writeString(data.resolve("schema"), "1.0.0\n");
        Files.writeString(data.resolve("rows"), ROWS);
        if (linked) {
            Files.createSymbolicLink(release.resolve("data"), Path.of("../../shared/data"));
            Files.createSymbolicLink(folder.resolve("current"), Path.of("releases/1.0.0"));
        }
        know();
    }

    private void know() throws IOException {
        var config = folder.resolve("home/config");
        var recipe = Files.createDirectories(config.resolve("recipes/lantern"));
        for (var name : List.of("recipe.yaml", "releases.yaml")) {
            try (var in = Installed.class.getResourceAsStream("/lantern/" + name)) {
                Files.write(
                        recipe.resolve(name), java.util.Objects.requireNonNull(in).readAllBytes());
            }
        }
        Files.createDirectories(config.resolve("secrets"));
        Files.writeString(config.resolve("secrets/tester"), "s3cret-lamp\n");
        Files.createDirectories(config.resolve("instances"));
        Files.writeString(
                config.resolve("instances/lamp.yaml"),
                """
                instance: lamp
                recipe: lantern
                method: folder
                root: %1$s/current
                facts:
                  archives: %1$s/archives
                  password: { file: %1$s/home/config/secrets/tester, secret: true }
                """
                        .formatted(seenAs));
    }

    /** What starts it. */
    public static String program(String java, String classes) {
        return """
               #!/bin/sh
               # Lantern: serves the folder above this one.
               exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' %s "${0%%/*}/.." "$@"
               """
                .formatted(java, classes, Lantern.class.getName());
    }

    private byte[] packed(String release) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            put(tar, "lantern/release.txt", release + "\n", 0644);
            put(tar, "lantern/bin/lantern", program, 0755);
            var changed = release.equals("1.0.0") ? "lamp=dim\n" : "lamp=bright\nnew=yes\n";
            put(tar, "lantern/conf/lantern.conf", "port=1\nclosed=false\n" + changed, 0644);
        }
        return bytes.toByteArray();
    }

    private static void put(TarArchiveOutputStream tar, String name, String text, int mode)
            throws IOException {
        var content = text.getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(mode);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
