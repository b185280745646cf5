package bascule.store;

import bascule.host.Attributes;
import bascule.store.Manifest.Member;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** Owner, mode, extended attributes and time: taken down, and given to what is restored. */
final class Dress {
    private static final String ACCESS_LISTS = "system.posix_acl_";

    private Dress() {}

    static Map<String, String> of(Path path) throws IOException {
        var written = new TreeMap<String, String>();
        Attributes.of(path)
                .forEach(
                        (name, value) ->
                                written.put(name, Base64.getEncoder().encodeToString(value)));
        return written;
    }

    /**
     * The order is the kernel's: a new owner takes setuid and capabilities away, a mode changes an
     * access list, and each but the time moves the time.
     */
    static void on(Path path, Member member) throws IOException {
        var look = member.look();
        Attributes.own(path, look.user(), look.group());
        inherited(path, member);
        attributes(path, member, false);
        if (member.kind() != 'l') {
            Attributes.mode(path, look.mode());
        }
        attributes(path, member, true);
        Attributes.modified(path, look.modified());
    }

    private static void attributes(Path path, Member member, boolean lists) throws IOException {
        for (var one : member.attributes().entrySet()) {
            if (one.getKey().startsWith(ACCESS_LISTS) == lists) {
                Attributes.set(path, one.getKey(), Base64.getDecoder().decode(one.getValue()));
            }
        }
    }

    /** A new file has the access list that its folder gives to what is made there. */
    private static void inherited(Path path, Member member) throws IOException {
        for (var name : Attributes.of(path).keySet()) {
            if (name.startsWith(ACCESS_LISTS) && !member.attributes().containsKey(name)) {
                Attributes.remove(path, name);
            }
        }
    }
}
