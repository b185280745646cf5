package bascule.instance;

import java.util.Optional;

/**
 * A fact meant: by name, of one row where it is looked up over a list, or one part of its answer.
 */
public record Fact(String name, Optional<Row> row, Optional<String> part) {

    /** {@code schema}, {@code schema[site1]}: under which its answer is kept. */
    public String key() {
        return row.map(each -> name + "[" + each.key() + "]").orElse(name);
    }

    /** With its part: {@code databox[box1].pwd}. */
    public String label() {
        return part.map(each -> key() + "." + each).orElseGet(this::key);
    }

    public Fact whole() {
        return new Fact(name, row, Optional.empty());
    }
}
