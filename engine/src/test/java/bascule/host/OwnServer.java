package bascule.host;

import org.jspecify.annotations.NullMarked;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A real nginx or Apache in a folder of its own, prepared for its door or not. */
@NullMarked
public final class OwnServer implements AutoCloseable {
    private final Path folder;
    private final boolean nginx;
    private final int port = freePort();
    private final int inner = freePort();

    public OwnServer(String server, Path folder, boolean prepared) throws IOException {
        this.folder = folder.toRealPath();
        // Its workers are of an account that must be able to get here.
        for (Path at = this.folder; at != null && at.getNameCount() > 1; at = at.getParent()) {
            Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        this.nginx = server.equals("nginx");
        Files.createDirectories(this.folder.resolve("www"));
        Files.createDirectories(this.folder.resolve("temp"));
        Files.writeString(this.folder.resolve("www/index.html"), "the front page");
        Files.writeString(this.folder.resolve("www/slow"), "x".repeat(6000));
        Files.writeString(configuration(), nginx ? nginx(prepared) : apache(prepared));
        tell();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException cannot) {
            throw new java.io.UncheckedIOException(cannot);
        }
    }

    public Path configuration() {
        return folder.resolve("server.conf");
    }

    public Path include() {
        return folder.resolve("doors/wiki.conf");
    }

    /** Apache tells visitors by the address at which they come in. */
    public String listener() {
        return (nginx ? "127.0.0.1:" : "127.0.0.2:") + inner;
    }

    public String visitors() {
        return "http://127.0.0.1:" + port + "/";
    }

    public String command(String... words) {
        var all = new ArrayList<String>();
        all.add(nginx ? "nginx -c " + configuration() : "apache2 -f " + configuration());
        all.addAll(List.of(words));
        return String.join(" ", all);
    }

    public String test() {
        return command("-t");
    }

    public String reload() {
        return nginx ? command("-s", "reload") : command("-k", "graceful");
    }

    private String nginx(boolean prepared) {
        var door =
                prepared
                        ? "listen %s; include %s;"
                                .formatted(
                                        listener(),
                                        include().toString().replace(".conf", "[.]conf"))
                        : "";
        return """
        pid %1$s/pid; error_log %1$s/error.log; worker_processes 2;
        events {}
        http {
            access_log off;
            client_body_temp_path %1$s/temp/body; proxy_temp_path %1$s/temp/proxy;
            fastcgi_temp_path %1$s/temp/fast; uwsgi_temp_path %1$s/temp/uwsgi;
            scgi_temp_path %1$s/temp/scgi;
            server {
                listen %2$d; root %1$s/www;
                %3$s
                location = /slow { limit_rate 3000; }
            }
        }
        """
                .formatted(folder, port, door);
    }

    private String apache(boolean prepared) {
        var modules = new StringBuilder();
        for (var module :
                List.of(
                        "mpm_event",
                        "authz_core",
                        "alias",
                        "headers",
                        "dir",
                        "setenvif",
                        "ratelimit",
                        "env")) {
            modules.append(
                    "LoadModule %s_module /usr/lib/apache2/modules/mod_%s.so%n"
                            .formatted(module, module));
        }
        return """
        ServerRoot %1$s
        PidFile %1$s/pid
        ErrorLog %1$s/error.log
        ServerName localhost
        User www-data
        Group www-data
        %5$s
        Listen %2$d
        %3$s
        <VirtualHost *:%2$d%4$s>
            DocumentRoot %1$s/www
            %6$s
            <Location "/slow">
                SetOutputFilter RATE_LIMIT
                SetEnv rate-limit 3
            </Location>
        </VirtualHost>
        <Directory />
            Require all granted
        </Directory>
        """
                .formatted(
                        folder,
                        port,
                        prepared ? "Listen " + listener() : "",
                        prepared ? " " + listener() : "",
                        modules,
                        prepared ? "IncludeOptional " + include() : "");
    }

    /** Starts it; a daemon whose parent has ended is running. */
    private void tell(String... words) throws IOException {
        var process =
                new ProcessBuilder(command(words).split(" "))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("said").toFile())
                        .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(Files.readString(folder.resolve("said")));
            }
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    /** As after a reboot: nothing of it runs, and then it is started. */
    public void reboot() throws IOException {
        close();
        tell();
    }

    public HttpResponse<String> ask(String address) throws IOException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(address)).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    private boolean listens() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        tell(nginx ? new String[] {"-s", "stop"} : new String[] {"-k", "stop"});
        var deadline = System.nanoTime() + 20_000_000_000L;
        while (Files.exists(folder.resolve("pid")) || listens()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("it does not stop");
            }
            Thread.onSpinWait();
        }
    }
}
