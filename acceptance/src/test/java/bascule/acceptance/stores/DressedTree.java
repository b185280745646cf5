package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Files with all that only the administrator can give them.
 *
 * @param data where they lie
 */
record DressedTree(Path data) {

    /** Everything that ls, getfacl, getfattr and the checksum say of a tree, but not its place. */
    String picture() throws Exception {
        return run("sh", "-c", "find . -printf '%p %y %m %U:%G %T@ %l %n\\n' | sort")
                + run("sh", "-c", "find . ! -type l | sort | getfacl -p -n -")
                + run("sh", "-c", "find . | sort | xargs getfattr -h -d -m - -e hex")
                + run("sh", "-c", "find . -type f -exec sha256sum {} + | sort");
    }

    void dress() throws Exception {
        run("sh", "-c", "umask 022; mkdir -p sub/deeper empty; echo one >one; echo two >sub/two");
        run("sh", "-c", "echo run >sub/program; echo caps >sub/capable; echo own >sub/deeper/own");
        run("sh", "-c", "ln -s sub/two link; ln -s nowhere dangling; ln one sub/same");
        run("sh", "-c", "mkfifo pipe; mknod null c 1 3");
        run("chown", "-h", "12345:23456", "link", "sub/two", "sub/deeper", "pipe");
        run("chmod", "6755", "sub/program");
        run("chmod", "3770", "sub/deeper");
        run("chmod", "0000", "one");
        run("setcap", "cap_net_bind_service=+ep", "sub/capable");
        run("setfacl", "-m", "u:12345:rwx,g:23456:r-x,m::r-x", "sub/two");
        run("setfacl", "-d", "-m", "u:12345:rwx", "sub");
        run("setfattr", "-n", "user.origin", "-v", "scan 7", "sub/two");
        run("setfattr", "-n", "trusted.mark", "-v", "x", "sub");
        run("touch", "-h", "-d", "2001-02-03 04:05:06.123456789", "link", "sub/deeper/own");
        run("touch", "-d", "1965-02-03 04:05:06.5", "empty");
    }

    void spoil() throws Exception {
        run("sh", "-c", "rm -rf sub/two link pipe; echo spoilt >sub/capable; chmod 777 sub/deeper");
        run("sh", "-c", "mkdir -p new/folder; echo new >new/file");
        run("setfacl", "-b", "sub");
    }

    private String run(String... command) throws IOException, InterruptedException {
        return ran(data, command);
    }

    /** What a program said that ended well. */
    static String ran(Path in, String... command) throws IOException, InterruptedException {
        var there = Files.isDirectory(in) ? in : Objects.requireNonNull(in.getParent());
        var process =
                new ProcessBuilder(command)
                        .directory(there.toFile())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
