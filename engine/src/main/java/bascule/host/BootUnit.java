package bascule.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Has systemd go on with a run when the machine boots in the middle of it. The unit is there as
 * long as the run is under way; only a death of the process leaves it.
 *
 * <p>It comes after everything that the machine starts by itself, databases among it; what is
 * barred waits for the run anyway. It ends with its first process, so that servers that it started
 * live on.
 *
 * @param units where units lie
 * @param target what the machine starts
 */
public record BootUnit(Path units, String target, String name) {

    /**
     * For an instance; empty where systemd does not run, or not for this account.
     *
     * @param state the instance's state folder: instances of one name may have several
     */
    public static Optional<BootUnit> of(String instance, Path state) {
        var which = Integer.toHexString(state.toAbsolutePath().normalize().toString().hashCode());
        var name = "bascule-resume-%s-%s.service".formatted(instance, which);
        if (!SystemdControl.present()) {
            return Optional.empty();
        }
        if (Account.root()) {
            var system = Path.of("/etc/systemd/system");
            return Optional.of(new BootUnit(system, "multi-user.target", name));
        }
        var user = Account.current().home().resolve(".config/systemd/user");
        return Optional.of(UnitBar.runtime().resolve("systemd"))
                .filter(Files::isDirectory)
                .map(_ -> new BootUnit(user, "default.target", name));
    }

    /**
     * @param command what goes on with the run
     * @param env variables that it needs
     * @throws IOException if units cannot be written here
     */
    public void put(List<String> command, Map<String, String> env) throws IOException {
        Forced.folders(wants());
        Forced.write(file(), text(command, env));
        if (!Forced.there(link())) {
            Files.createSymbolicLink(link(), file());
            Names.force(wants());
        }
    }

    public void lift() throws IOException {
        Forced.delete(link());
        Forced.delete(file());
    }

    private Path file() {
        return units.resolve(name);
    }

    private Path wants() {
        return units.resolve(target + ".wants");
    }

    private Path link() {
        return wants().resolve(name);
    }

    /** Without default dependencies it may come after the very target that wants it. */
    private String text(List<String> command, Map<String, String> env) {
        return """
        # Bascule wrote this when a run began, and takes it away when the run ends.
        [Unit]
        Description=Bascule goes on with a run that was interrupted
        DefaultDependencies=no
        After=sysinit.target basic.target network-online.target %1$s
        Conflicts=shutdown.target
        Before=shutdown.target
        [Service]
        Type=exec
        KillMode=process
        %2$sExecStart=%3$s
        SuccessExitStatus=10 14 15
        [Install]
        WantedBy=%1$s
        """
                .formatted(
                        target,
                        env.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(each -> each.getKey() + "=" + each.getValue())
                                .map(each -> "Environment=" + quoted(each) + "\n")
                                .collect(Collectors.joining()),
                        command.stream()
                                .map(word -> quoted(word).replace("$", "$$"))
                                .collect(Collectors.joining(" ")));
    }

    /** As systemd reads words. */
    static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("%", "%%")
                        .replace("\n", "\\n")
                + '"';
    }
}
