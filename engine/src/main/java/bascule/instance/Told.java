package bascule.instance;

import java.util.Map;

/**
 * How people are told, as they write it: an address, a URL or a command is recognised by itself.
 */
final class Told {
    private Told() {}

    static Instance.Notice notice(Map<String, String> item) {
        var said = item.entrySet().iterator().next();
        if (!said.getKey().isEmpty()) {
            return new Instance.Notice(said.getKey(), said.getValue());
        }
        var recipient = said.getValue();
        if (recipient.matches("https?://.*")) {
            return new Instance.Notice("webhook", recipient);
        }
        var mail = recipient.contains("@") && !recipient.contains(" ");
        return new Instance.Notice(mail ? "mail" : "command", recipient);
    }
}
