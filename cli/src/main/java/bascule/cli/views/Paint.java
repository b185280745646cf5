package bascule.cli.views;

/** Colours, where they are wanted. */
public record Paint(boolean wanted) {
    public String bold(String text) {
        return in("1", text);
    }

    public String red(String text) {
        return in("31;1", text);
    }

    public String green(String text) {
        return in("32", text);
    }

    public String yellow(String text) {
        return in("33", text);
    }

    public String dim(String text) {
        return in("2", text);
    }

    private String in(String code, String text) {
        return wanted ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
