package dev.sentiment4j.examples.analyze;

/** What the process tells the shell. */
public final class ExitCode {
    /** Everything was done. */
    public static final int DONE = 0;
    /** Some rows failed; each was told on standard error. */
    public static final int SOME_ROWS_FAILED = 1;
    /** The command was not understood, or does not fit the input. */
    public static final int USAGE = 2;
    /** The model, the engine or the machine stands in the way. */
    public static final int ENVIRONMENT = 3;
    /** Interrupted by the user; the shells' convention for Ctrl-C. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
