package bascule.work;

import bascule.host.Door;
import bascule.host.HttpRequest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a closed door's file says, in its server's own words: 503 with a mark that tells it from any
 * other, except to who asks at the listener.
 *
 * @param instance stands in the mark
 */
record DoorText(Door door, String instance) {
    private static final int RETRY_AFTER = 30;

    String text() {
        return "# Written by Bascule while %s is upgraded. It takes this file away again.%n"
                        .formatted(instance)
                + (door.server().equals("apache") ? apache() : nginx());
    }

    private String mark() {
        return "<!-- bascule: closed for " + instance + " -->";
    }

    private String page() {
        return "<!doctype html>"
                + mark()
                + "<meta name=viewport content='width=device-width'><title>503</title>"
                + "<p>Upgrading. Please come back in a moment.</p>"
                + "<p>Mise à jour en cours. Revenez dans un instant.</p>";
    }

    /** Of the connection, not of a header: nobody outside can claim to come that way. */
    private String nginx() {
        return """
        charset utf-8;
        set $bascule_asked "$server_addr:$server_port";
        if ($bascule_asked != "%s") {
            return 503;
        }
        error_page 503 @bascule_closed;
        location @bascule_closed {
            default_type text/html;
            add_header Retry-After %d always;
            add_header Cache-Control no-store always;
            return 503 "%s";
        }
        """
                .formatted(door.listener().replaceAll("[\\[\\]]", ""), RETRY_AFTER, page());
    }

    private String apache() {
        var address = door.listener().replaceFirst(":\\d+$", "").replaceAll("[\\[\\]]", "");
        return """
        SetEnvIf Server_Addr "^%s$" bascule_listener
        <If "-z reqenv('bascule_listener')">
            Redirect 503 "/"
        </If>
        ErrorDocument 503 "%s"
        <IfModule mod_headers.c>
            Header always set Retry-After %d "expr=%%{REQUEST_STATUS} == 503"
            Header always set Cache-Control no-store "expr=%%{REQUEST_STATUS} == 503"
        </IfModule>
        """
                .formatted(address.replace(".", "\\."), page(), RETRY_AFTER);
    }

    /** The same question, answered as it wants if visitors are kept out by this very door. */
    HttpRequest keptOut(HttpRequest visitors) {
        return new HttpRequest(
                visitors.method(),
                visitors.url(),
                visitors.headers(),
                visitors.form(),
                visitors.body(),
                List.of(503),
                Optional.empty(),
                Optional.of(Pattern.quote(mark())),
                Map.of());
    }
}
