package bascule.host;

import bascule.fact.Template;

/**
 * A web server's door: a file that its configuration includes while it is there. It answers
 * visitors 503, and lets through who asks at one address of this machine.
 *
 * @param server {@code nginx} or {@code apache}
 * @param include the file
 * @param listener {@code address:port} at which verification is let through
 * @param visitors asked to see whether visitors are let in
 * @param test the server's own test of its configuration
 * @param reload makes it effective without a restart
 */
public record Door(
        String server,
        Template include,
        String listener,
        HttpRequest visitors,
        Command test,
        Command reload) {}
