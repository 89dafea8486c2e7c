package dev.sentiment4j.examples.analyze.terminal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What the process talks to.
 *
 * @param in whether standard input is a keyboard
 * @param out whether standard output is seen by a person
 * @param err whether standard error is seen by a person
 * @param columns the width of a line
 * @param colour whether to colour what a person sees
 */
public record Terminal(boolean in, boolean out, boolean err, int columns, boolean colour) {
    private static final int DEFAULT_COLUMNS = 100;
    private static final int MIN_COLUMNS = 40;
    private static final int MAX_COLUMNS = 500;

    /** No terminal anywhere. */
    public static Terminal none() {
        return new Terminal(false, false, false, DEFAULT_COLUMNS, false);
    }

    /**
     * As the start script found it, since a JVM cannot tell one stream from another; without the script as good as the
     * JVM knows.
     */
    @SuppressWarnings("SystemConsoleNull") // of no use from JDK 22 on, as the condition says
    public static Terminal detect(Properties properties, Map<String, String> environment) {
        String tty = properties.getProperty("sentiment.terminal");
        List<String> ttys = tty == null
                ? (System.console() != null && Runtime.version().feature() < 22
                        ? List.of("in", "out", "err")
                        : List.of())
                : Arrays.asList(tty.split(",", -1));
        boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM"));
        return new Terminal(
                ttys.contains("in"),
                ttys.contains("out"),
                ttys.contains("err"),
                columns(properties.getProperty("sentiment.columns", "")),
                colour);
    }

    private static int columns(String value) {
        try {
            return Math.min(MAX_COLUMNS, Math.max(MIN_COLUMNS, Integer.parseInt(value.strip())));
        } catch (NumberFormatException e) {
            return DEFAULT_COLUMNS;
        }
    }

    /** The colours for standard output. */
    public Palette outPalette() {
        return new Palette(out && colour);
    }

    /** The colours for standard error. */
    public Palette errPalette() {
        return new Palette(err && colour);
    }
}
