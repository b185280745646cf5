package bascule.probe;

import bascule.fact.Answer;
import bascule.format.Format;
import bascule.host.Filled;
import bascule.host.Host;
import bascule.host.Ran;
import bascule.problem.Fault;
import bascule.text.Text;

import java.util.Optional;

/** Asks a command: its exit code, or what it prints. */
record CommandLook(Host host, Host.Filler filler) {

    Answer look(Probe.ByCommand ask) {
        var command = ask.command();
        var limit = command.limit().compareTo(Looker.LIMIT) < 0 ? command.limit() : Looker.LIMIT;
        var launch = Filled.launch(command, filler, limit, Optional.empty());
        var program = launch.argv().isEmpty() ? "" : launch.argv().getFirst();
        var ran = host.run(launch, _ -> {});
        ended(program, ran, limit.toSeconds());
        var reader = new Reader(ask.reading());
        var word = reader.code(ran.code());
        if (word.isPresent()) {
            return Answer.word(reader.meaning(word.get()));
        }
        if (ran.code() != 0 || (!ask.reading().codes().isEmpty() && !reader.reads())) {
            throw bad(program, ran);
        }
        return answer(reader, ran.output());
    }

    /** A command that was ended has answered nothing. */
    static void ended(String program, Ran ran, long seconds) {
        if (ran.late()) {
            throw new Fault("BSC-470", Text.of("look.command-late", program, seconds));
        }
        if (ran.signal().isPresent()) {
            throw new Fault("BSC-470", Text.of("look.command-killed", program, ran.signal().get()));
        }
    }

    static Fault bad(String program, Ran ran) {
        var last = ran.output().lines().filter(line -> !line.isBlank()).reduce((_, line) -> line);
        return new Fault(
                "BSC-470",
                Text.of("look.command-code", program, ran.code(), last.orElse("").strip()));
    }

    private static Answer answer(Reader reader, String output) {
        var reading = reader.reading();
        var key = reader.key(0);
        var parts = !reading.rows().isEmpty() || !reading.fields().isEmpty();
        if (key.isEmpty() && !parts) {
            return reader.answer(output, Format.JSON, key);
        }
        if (parts && reading.match().isPresent()) {
            return reader.answer(output, Format.JSON, key);
        }
        // Warnings go to the same place as the answer: JSON begins where a line begins it.
        for (var at = 0; at >= 0 && at < output.length(); at = next(output, at)) {
            if ("{[".indexOf(output.charAt(at)) >= 0) {
                try {
                    return reader.answer(output.substring(at), Format.JSON, key);
                } catch (Fault notHere) {
                    // The next line may begin it.
                }
            }
        }
        if (key.isPresent()) {
            return reader.answer(output, Format.PROPERTIES, key);
        }
        return reader.lines(output);
    }

    private static int next(String output, int at) {
        var feed = output.indexOf('\n', at);
        return feed < 0 ? -1 : feed + 1;
    }
}
