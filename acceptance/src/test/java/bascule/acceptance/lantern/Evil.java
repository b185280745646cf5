package bascule.acceptance.lantern;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Archives that want to write outside the folder that they are unpacked into. */
final class Evil {
    private static final byte[] CONTENT = "evil".getBytes(StandardCharsets.UTF_8);

    private Evil() {}

    static byte[] archive(String name) throws IOException {
        return packed(tar -> file(tar, name));
    }

    /** A link that leads out, and a file below that link. */
    static byte[] link(String target) throws IOException {
        return packed(
                tar -> {
                    var link = new TarArchiveEntry("lantern/out", TarConstants.LF_SYMLINK);
                    link.setLinkName(target);
                    tar.putArchiveEntry(link);
                    tar.closeArchiveEntry();
                    file(tar, "lantern/out/evil");
                });
    }

    @FunctionalInterface
    private interface Filling {
        void into(TarArchiveOutputStream tar) throws IOException;
    }

    private static byte[] packed(Filling filling) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            file(tar, "lantern/release.txt");
            filling.into(tar);
        }
        return bytes.toByteArray();
    }

    private static void file(TarArchiveOutputStream tar, String name) throws IOException {
        var entry = new TarArchiveEntry(name, true);
        entry.setSize(CONTENT.length);
        tar.putArchiveEntry(entry);
        tar.write(CONTENT);
        tar.closeArchiveEntry();
    }
}
