package bascule.recipe;

import bascule.text.Text;

import java.util.Locale;

/**
 * What can be wrong in a file that people write; each has its code and a page under docs/errors.
 */
enum Wrong {
    SYNTAX(201),
    UNKNOWN_KEY(202),
    UNKNOWN_PHASE(203),
    TWICE(204),
    UNQUOTED(205),
    WRONG_TYPE(206),
    MISSING_KEY(207),
    NOT_ALLOWED(208),
    COMMA(209),
    ANCHOR(210),
    UNKNOWN_NAME(211),
    UNKNOWN_FACT(212),
    UNKNOWN_PART(213),
    CIRCLE(214),
    SHELL(215),
    PROGRAM(216),
    DASH(217),
    CLIMBS(218),
    QUOTES(219),
    SECRET(220),
    PATTERN(221),
    DURATION(222),
    RANGE(223),
    UNKNOWN_STEP(224),
    NO_LIST(225),
    TWO_ACTIONS(226),
    SAYS_NOTHING(227),
    NO_UNDO(228),
    ONE_OF(229),
    CONTRADICTION(230),
    NO_RELEASE(231),
    UNKNOWN_METHOD(232),
    EXTENDS(233),
    REDEFINED(234),
    NO_PROGRAM(235),
    OTHER_NAME(236),
    PLACE(237),
    EQUAL(238),
    DATE(239);

    private final int number;

    Wrong(int number) {
        this.number = number;
    }

    String code() {
        return "BSC-" + number;
    }

    Mistake at(Origin origin, Object... args) {
        return new Mistake(origin, code(), Text.of(key(), args));
    }

    /** The same said of another case: {@code recipe.unknown-part.store}. */
    Mistake said(String variant, Origin origin, Object... args) {
        return new Mistake(origin, code(), Text.of(key() + "." + variant, args));
    }

    private String key() {
        return "recipe." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
