package bascule.instance;

import bascule.version.Version;

import java.util.Optional;

/**
 * A toolchain of this machine that an application may stand on.
 *
 * @param kind {@code java node python php}
 * @param home its folder; its programs are in {@code bin} under it
 */
public record Toolchain(String kind, Version version, String home) {

    /** The first number of its version: 17 of 17.0.15. */
    public String series() {
        var text = version.text();
        var dot = text.indexOf('.');
        return dot < 0 ? text : text.substring(0, dot);
    }

    /** The variable in which programs look for it. */
    public Optional<String> variable() {
        return kind.equals("java") ? Optional.of("JAVA_HOME") : Optional.empty();
    }
}
