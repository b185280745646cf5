package bascule.instance;

import bascule.fact.Answer;

/** The words that an answer puts in a place. */
final class Words {
    private Words() {}

    /**
     * Nothing for what is absent.
     *
     * @throws bascule.problem.Fault if it is unknown, or is more than one thing
     */
    static String of(Answer answer, Fact fact) {
        var meant = fact.part().map(answer::part).orElse(answer);
        return switch (meant) {
            case Answer.Unknown(var why) -> throw Unclear.unknown(fact.label(), why);
            case Answer.Absent _ -> "";
            case Answer.Word(var word) -> word;
            case Answer.Fields(var parts) when parts.size() == 1 ->
                    parts.values().iterator().next();
            case Answer.Fields _ ->
                    throw Unclear.unknown(fact.label(), "it has several parts: name one");
            case Answer.Rows(var rows) -> {
                if (rows.size() == 1 && rows.getFirst().size() == 1) {
                    yield rows.getFirst().values().iterator().next();
                }
                throw Unclear.unknown(fact.label(), "it is a list of %d".formatted(rows.size()));
            }
        };
    }
}
