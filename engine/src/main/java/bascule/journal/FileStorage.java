package bascule.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A journal's bytes in a file, forced with fdatasync. */
record FileStorage(Path file, FileChannel channel) implements Storage {

    static FileStorage open(Path file, OpenOption... more) throws IOException {
        var options = new OpenOption[more.length + 1];
        System.arraycopy(more, 0, options, 0, more.length);
        options[more.length] = StandardOpenOption.WRITE;
        var channel = FileChannel.open(file, options);
        channel.position(channel.size());
        return new FileStorage(file, channel);
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public InputStream read() throws IOException {
        return Files.newInputStream(file);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void cut(long length) throws IOException {
        channel.truncate(length);
        channel.position(length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
