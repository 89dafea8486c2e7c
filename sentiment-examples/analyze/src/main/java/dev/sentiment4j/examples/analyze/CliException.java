package dev.sentiment4j.examples.analyze;

import org.jspecify.annotations.Nullable;

/** An expected failure: its message is all a user needs, and the process ends with its exit code. */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CliException(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The command does not fit; exit code 2. */
    public static CliException usage(String message) {
        return new CliException(ExitCode.USAGE, message, null);
    }

    /** The machine stands in the way; exit code 3. */
    public static CliException environment(String message, @Nullable Throwable cause) {
        return new CliException(ExitCode.ENVIRONMENT, message, cause);
    }

    public int exitCode() {
        return exitCode;
    }
}
