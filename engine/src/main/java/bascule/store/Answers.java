package bascule.store;

import bascule.problem.Fault;
import bascule.text.Text;

import java.util.List;

/**
 * What a database answers to a few questions, held against what a copy of it does: each is what was
 * asked about, then values, with tabs between them.
 *
 * @param named the database
 */
record Answers(String named) {

    /**
     * @throws Fault BSC-433 naming the first that differs
     */
    void same(List<String> wanted, List<String> found) {
        for (var index = 0; index < Math.max(wanted.size(), found.size()); index++) {
            var one = index < wanted.size() ? wanted.get(index) : "-";
            var other = index < found.size() ? found.get(index) : "-";
            if (!one.equals(other)) {
                throw differs(one, other);
            }
        }
    }

    Fault differs(String wanted, String found) {
        var one = wanted.split("\t", -1);
        var other = found.split("\t", -1);
        return new Fault(
                "BSC-433",
                Text.of(
                        "store.proof.differs",
                        named,
                        one[0],
                        one[one.length - 1],
                        other[other.length - 1]));
    }
}
