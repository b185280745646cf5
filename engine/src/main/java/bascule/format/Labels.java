package bascule.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;

/** The extended attributes of a file, given to another. */
final class Labels {
    private Labels() {}

    static void copy(Path from, Path to) throws IOException {
        var old = view(from);
        var its = view(to);
        if (old == null || its == null) {
            return;
        }
        for (var name : old.list()) {
            var value = ByteBuffer.allocate(old.size(name));
            old.read(name, value);
            its.write(name, value.flip());
        }
    }

    private static @org.jspecify.annotations.Nullable UserDefinedFileAttributeView view(Path file) {
        return Files.getFileAttributeView(
                file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }
}
