package bascule.cli.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/**
 * Another program has the port at which the new release wants to be verified. It lets go when the
 * way back has begun, as a program that was started for a moment does.
 */
final class HeldPort implements Trouble {
    private @Nullable ServerSocket held;

    @Override
    public String about() {
        return "demo.trouble.port";
    }

    @Override
    public void before(Scene scene) {
        try {
            held =
                    new ServerSocket(
                            scene.settings().port(),
                            1,
                            InetAddress.ofLiteral(Settings.PRIVATE_ADDRESS));
        } catch (IOException taken) {
            throw new java.io.UncheckedIOException(taken);
        }
    }

    @Override
    public void meanwhile(Scene scene, ProcessHandle upgrade) {
        scene.reaches("back");
        close();
    }

    @Override
    public void close() {
        try {
            if (held != null) {
                held.close();
            }
        } catch (IOException closed) {
            throw new java.io.UncheckedIOException(closed);
        }
    }
}
