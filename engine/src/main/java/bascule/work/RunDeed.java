package bascule.work;

import bascule.fact.Template;
import bascule.host.Ran;
import bascule.plan.Action;
import bascule.problem.Fault;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.text.Text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A command. Exit 0 is success, or another code that the recipe gives a meaning, unless a line of
 * the output says otherwise.
 *
 * @param ended the code that an earlier attempt left, if it came to its end
 */
record RunDeed(Job job, Action.Run run, Optional<Integer> ended) implements Deed {
    private static final int TOLD = 5;

    @Override
    public boolean visible() {
        return false;
    }

    @Override
    public Seen look() {
        if (ended.isPresent() && accepted(ended.get())) {
            return failedLine().isPresent() ? Seen.HALF : Seen.DONE;
        }
        return job.work().begun() ? Seen.CANNOT_TELL : Seen.NOT_BEGUN;
    }

    private boolean accepted(int code) {
        return code == 0
                || run.codes().containsKey(Integer.toString(code))
                || run.codes().containsKey("*");
    }

    private Optional<String> failedLine() {
        if (run.failsOn().isEmpty()) {
            return Optional.empty();
        }
        var says = Pattern.compile(run.failsOn().get()).asPredicate();
        try (var lines = Files.lines(job.work().log(), StandardCharsets.ISO_8859_1)) {
            return lines.filter(says).findFirst();
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        var says =
                run.failsOn()
                        .map(pattern -> Pattern.compile(pattern).asPredicate())
                        .orElse(_ -> false);
        var listener = new Listener(progress, says, counting());
        var ran = job.host().run(job.launch(run.command()), listener);
        if (ran.late()) {
            throw new Fault(
                    "BSC-408", Text.of("work.run.late", job.limit().toSeconds(), last(ran)));
        }
        if (listener.failed.isPresent()) {
            throw new Fault("BSC-408", Text.of("work.run.says", listener.failed.get()));
        }
        if (!accepted(ran.code())) {
            throw new Fault(
                    "BSC-408",
                    ran.signal()
                            .map(signal -> Text.of("work.run.signal", signal, last(ran)))
                            .orElseGet(() -> Text.of("work.run.code", ran.code(), last(ran))));
        }
        var code = Integer.toString(ran.code());
        return Map.of("code", code, "word", run.codes().getOrDefault(code, code));
    }

    private Optional<Counting> counting() {
        return run.progress()
                .map(
                        wanted ->
                                new Counting(
                                        Pattern.compile(wanted.match()),
                                        wanted.of().map(this::number).orElse(0L)));
    }

    private long number(Template template) {
        var text = job.text(template).strip();
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /** The last lines are where a program says why. */
    static String last(Ran ran) {
        var lines = new ArrayDeque<String>();
        ran.output()
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(
                        line -> {
                            lines.add(line.strip());
                            if (lines.size() > TOLD) {
                                lines.removeFirst();
                            }
                        });
        return lines.stream().collect(Collectors.joining("; "));
    }

    private record Counting(Pattern match, long of) {}

    private static final class Listener implements Consumer<String> {
        private final Consumer<Progress> progress;
        private final Predicate<String> says;
        private final Optional<Counting> counting;
        private Optional<String> failed = Optional.empty();
        private long done;

        private Listener(
                Consumer<Progress> progress, Predicate<String> says, Optional<Counting> counting) {
            this.progress = progress;
            this.says = says;
            this.counting = counting;
        }

        @Override
        public void accept(String line) {
            if (failed.isEmpty() && says.test(line)) {
                failed = Optional.of(line);
            }
            var of = counting.map(Counting::of).orElse(0L);
            counting.ifPresent(each -> count(each, line));
            progress.accept(new Progress(done, of, Optional.of(line)));
        }

        /** A pattern with a group that is a number says how many; one without counts by itself. */
        private void count(Counting each, String line) {
            var found = each.match().matcher(line);
            if (found.find()) {
                var said = found.groupCount() > 0 ? found.group(1) : null;
                done = said != null && said.matches("\\d{1,18}") ? Long.parseLong(said) : done + 1;
            }
        }
    }
}
