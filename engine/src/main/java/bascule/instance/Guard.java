package bascule.instance;

import bascule.problem.Fault;
import bascule.recipe.Recipe;
import bascule.text.Text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps an application's own account from commanding its upgrade: whoever breaks into it could else
 * write a step into the instance's file, or into a program beside the recipe, and have it run by an
 * administrator.
 *
 * @param accounts the folder of {@code passwd} and {@code group}
 */
public record Guard(Path accounts) {
    private static final Path ETC = Path.of("/etc");

    public static Guard ofThisMachine() {
        return new Guard(ETC);
    }

    /**
     * What the application's account could change; nothing where it is that very account that runs
     * Bascule, or root.
     *
     * @param application the account that the application runs as
     * @param runner the account that runs Bascule
     */
    public List<Fault> check(Instance instance, Recipe recipe, String application, String runner) {
        if (application.equals("root") || application.equals(runner)) {
            return List.of();
        }
        var groups = groups(application);
        var open = new TreeSet<Path>();
        for (var file : files(instance, recipe)) {
            changeable(file, application, groups).ifPresent(open::add);
        }
        return open.stream()
                .map(path -> new Fault("BSC-243", Text.of("recipe.writable", path, application)))
                .toList();
    }

    private static List<Path> files(Instance instance, Recipe recipe) {
        var files = new ArrayList<Path>();
        files.add(instance.file());
        try (var below = Files.walk(recipe.folder())) {
            below.forEach(files::add);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
        return files;
    }

    /** The file itself, or the lowest folder above it whose entries the account can exchange. */
    private static Optional<Path> changeable(Path file, String account, Set<String> groups) {
        try {
            var path = file.toRealPath();
            if (writes(path, account, groups, false)) {
                return Optional.of(path);
            }
            for (var above = path.getParent(); above != null; above = above.getParent()) {
                if (writes(above, account, groups, true)) {
                    return Optional.of(above);
                }
            }
            return Optional.empty();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private static boolean writes(Path path, String account, Set<String> groups, boolean folder)
            throws IOException {
        var has = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        var may = has.permissions();
        if (has.owner().getName().equals(account)) {
            return true;
        }
        var open =
                groups.contains(has.group().getName())
                        ? may.contains(PosixFilePermission.GROUP_WRITE)
                        : may.contains(PosixFilePermission.OTHERS_WRITE);
        // in a sticky folder only the owner of an entry exchanges it
        return open && !(folder && sticky(path));
    }

    private static boolean sticky(Path folder) throws IOException {
        return ((int) Files.getAttribute(folder, "unix:mode") & 01000) != 0;
    }

    /** The groups of an account, as far as this machine's own files tell. */
    private Set<String> groups(String account) {
        var groups = new TreeSet<String>();
        var primary = "";
        for (var line : lines("passwd")) {
            var parts = line.split(":", -1);
            if (parts.length > 3 && parts[0].equals(account)) {
                primary = parts[3];
            }
        }
        for (var line : lines("group")) {
            var parts = line.split(":", -1);
            if (parts.length > 3
                    && (parts[2].equals(primary)
                            || List.of(parts[3].split(",")).contains(account))) {
                groups.add(parts[0]);
            }
        }
        return groups;
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(accounts.resolve(file));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
