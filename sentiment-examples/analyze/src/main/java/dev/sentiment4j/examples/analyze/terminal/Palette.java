package dev.sentiment4j.examples.analyze.terminal;

import dev.sentiment4j.SentimentLabel;

/** Colours by meaning; plain text where colours are off. */
public record Palette(boolean on) {
    private static final String RESET = "\u001B[0m";

    public String positive(String s) {
        return paint("32", s);
    }

    public String neutral(String s) {
        return paint("33", s);
    }

    public String negative(String s) {
        return paint("31", s);
    }

    /** The colour of a sentiment. */
    public String of(SentimentLabel label, String s) {
        return switch (label) {
            case POSITIVE -> positive(s);
            case NEUTRAL -> neutral(s);
            case NEGATIVE -> negative(s);
        };
    }

    public String other(String s) {
        return paint("36", s);
    }

    public String strong(String s) {
        return paint("1", s);
    }

    public String faint(String s) {
        return paint("2", s);
    }

    private String paint(String code, String s) {
        return on ? "\u001B[" + code + "m" + s + RESET : s;
    }
}
