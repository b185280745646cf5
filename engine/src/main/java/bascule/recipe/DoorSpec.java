package bascule.recipe;

import bascule.fact.Template;
import bascule.recipe.Body.HttpSpec;
import bascule.recipe.Body.RunSpec;

import java.util.List;

/**
 * How the door {@code web-server} is closed, as a recipe writes it.
 *
 * @param server {@code nginx} or {@code apache}
 * @param include the file that the server's configuration includes while it is there
 * @param listener the address of this machine at which verification is let through
 * @param visitors what is asked to see whether visitors are let in
 * @param test the server's own test of its configuration
 * @param reload makes it effective without a restart
 */
public record DoorSpec(
        Origin origin,
        Template server,
        Template include,
        Template listener,
        List<HttpSpec> visitors,
        RunSpec test,
        RunSpec reload) {}
