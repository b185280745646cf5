package bascule.cli.demo;

import bascule.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What one demo chose when it was made: free ports and passwords of its own.
 *
 * @param users how many users its realm has
 * @param javaOptions for every start, on top of what a release needs
 * @param adminPassword of the user {@code admin} of the realm {@code master}
 */
public record Settings(
        int port, int managementPort, int users, String adminPassword, String javaOptions) {
    /** The address at which visitors are served. */
    static final String ADDRESS = "127.0.0.1";

    /** Where only verification looks while the door is closed: see the recipe. */
    static final String PRIVATE_ADDRESS = "127.0.0.2";

    public static final String REALM = "demo";
    public static final String CLIENT = "app";

    static Settings chosen(int users, String javaOptions) {
        try (var one = free();
                var other = free()) {
            var password = new byte[12];
            new SecureRandom().nextBytes(password);
            return new Settings(
                    one.getLocalPort(),
                    other.getLocalPort(),
                    users,
                    HexFormat.of().formatHex(password),
                    javaOptions);
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private static ServerSocket free() throws IOException {
        return new ServerSocket(0, 1, InetAddress.ofLiteral(ADDRESS));
    }

    static Settings read(Path file) {
        try {
            return Json.read(Files.readString(file), Settings.class);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    void write(Path file) {
        Disk.secret(file, Json.pretty(this) + "\n");
    }

    String base() {
        return "http://%s:%d".formatted(ADDRESS, port);
    }

    /** {@code u0001}, {@code u0002}… */
    public static String user(int number) {
        return "u%04d".formatted(number);
    }

    public static String password(String user) {
        return "pw-" + user;
    }

    /** Who signs in when a release is verified. */
    public static String tester() {
        return user(1);
    }

    static java.nio.file.attribute.FileAttribute<?> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }
}
