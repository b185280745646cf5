package bascule.work;

import bascule.fact.Template;
import bascule.host.HttpRequest;
import bascule.host.Launch;
import bascule.json.Json;
import bascule.plan.Action;
import bascule.probe.Journey;
import bascule.problem.Fault;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.text.Text;
import bascule.text.Texts;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Somebody told: by mail, by a command that reads the text, or by a webhook. */
record NotifyDeed(Job job, Action.Notify notice) implements Deed {
    @Override
    public boolean visible() {
        return false;
    }

    @Override
    public Seen look() {
        return Seen.CANNOT_TELL;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        var texts = Texts.in(Locale.getDefault());
        var subject = texts.say(notice.subject());
        var body = texts.say(notice.body());
        var to = job.text(notice.recipient());
        switch (notice.channel()) {
            case "mail" -> command(List.of(sendmail(), "-t", "-i"), mail(to, subject, body));
            case "command" -> command(words(to), subject + "\n\n" + body + "\n");
            case "webhook" -> webhook(to, subject, body);
            default -> throw new Fault("BSC-418", Text.of("work.notify.channel", notice.channel()));
        }
        return Map.of();
    }

    private static String sendmail() {
        return Files.isExecutable(Path.of("/usr/sbin/sendmail"))
                ? "/usr/sbin/sendmail"
                : "sendmail";
    }

    private static String mail(String to, String subject, String body) {
        var encoded = Base64.getEncoder().encodeToString(subject.getBytes(StandardCharsets.UTF_8));
        return """
        To: %s
        Subject: =?UTF-8?B?%s?=
        MIME-Version: 1.0
        Content-Type: text/plain; charset=UTF-8
        Content-Transfer-Encoding: 8bit
        Auto-Submitted: auto-generated

        %s
        """
                .formatted(to.replaceAll("[\\r\\n]", " "), encoded, body);
    }

    private static List<String> words(String command) {
        return List.of(command.strip().split("\\s+"));
    }

    private void command(List<String> words, String text) {
        var file = job.folder().steps().resolve(job.work().fileName() + ".notice");
        Moves.doing(
                file,
                () -> {
                    Files.createDirectories(job.folder().steps());
                    Files.writeString(file, text);
                });
        var ran =
                job.host()
                        .run(
                                new Launch(
                                        words,
                                        Optional.empty(),
                                        Path.of("/"),
                                        Map.of(),
                                        job.limit(),
                                        job.filler().secrets(),
                                        Optional.of(job.work()),
                                        Optional.of(file)),
                                _ -> {});
        if (ran.code() != 0) {
            throw new Fault(
                    "BSC-418", Text.of("work.notify.failed", words.getFirst(), RunDeed.last(ran)));
        }
    }

    private void webhook(String url, String subject, String body) {
        var message = new LinkedHashMap<String, String>();
        message.put("instance", job.folder().instance());
        message.put("run", job.folder().id());
        message.put("subject", subject);
        message.put("text", body);
        new Journey(job.limit())
                .run(
                        List.of(
                                new HttpRequest(
                                        "POST",
                                        Template.literal(url),
                                        Map.of(
                                                "Content-Type",
                                                Template.of("application/json; charset=utf-8")),
                                        Map.of(),
                                        Optional.of(Template.literal(Json.line(message))),
                                        List.of(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Map.of())),
                        job.filler());
    }
}
