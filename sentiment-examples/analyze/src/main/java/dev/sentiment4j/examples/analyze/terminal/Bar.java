package dev.sentiment4j.examples.analyze.terminal;

import java.util.Locale;

/** Numbers for people, and a share as a bar of eighths of a character. */
public final class Bar {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private Bar() {}

    /** A bar of this share of the columns, filled up with spaces. */
    public static String of(double share, int columns) {
        int eighths = (int) Math.round(Math.min(1, Math.max(0, share)) * columns * 8);
        if (share > 0 && eighths == 0) {
            eighths = 1;
        }
        int full = eighths / 8;
        StringBuilder bar = new StringBuilder("█".repeat(full));
        if (eighths % 8 > 0) {
            bar.append(EIGHTHS.charAt(eighths % 8));
        }
        return bar.append(" ".repeat(columns - bar.length())).toString();
    }

    /** "+0.973", without a minus before nothing. */
    static String score(double score) {
        double rounded = Math.round(score * 1000) / 1000.0;
        return String.format(Locale.ROOT, "%+.3f", rounded == 0 ? 0.0 : rounded);
    }

    /** " 97.3 %", always of the same width. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%5.1f %%", 100 * share);
    }
}
