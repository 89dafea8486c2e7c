package dev.sentiment4j.examples.analyze;

import picocli.CommandLine.Option;

/** Options of every command; what they do is done by picocli and {@link ErrorHandler}. */
@SuppressWarnings("UnusedVariable")
final class CommonOptions {
    @Option(
            names = {"-v", "--verbose", "--stacktrace"},
            description = "Say more, and show stack traces of failures.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
