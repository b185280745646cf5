package bascule.probe;

import bascule.fact.Answer;
import bascule.format.Format;
import bascule.host.Host;

/** Asks a web server: the status of the last answer, or what stands in it. */
final class HttpLook {
    private HttpLook() {}

    static Answer look(Probe.ByHttp ask, Host.Filler filler) {
        var reader = new Reader(ask.reading());
        var reply =
                new Journey(Looker.LIMIT)
                        .run(ask.requests(), filler, status -> reader.code(status).isPresent())
                        .getLast();
        var word = reader.code(reply.status());
        if (word.isPresent()) {
            return Answer.word(reader.meaning(word.get()));
        }
        return reader.reads()
                ? reader.answer(
                        reader.key(0).isPresent() ? reply.body() : reply.answer(),
                        Format.JSON,
                        reader.key(0))
                : Answer.word(reader.meaning(reply.answer().strip()));
    }
}
