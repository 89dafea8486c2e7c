package dev.sentiment4j.examples.analyze;

import picocli.CommandLine.Option;

/** Options of every command. */
final class CommonOptions {
    @Option(
            names = {"-v", "--verbose", "--stacktrace"},
            description = "Say more, and show stack traces of failures.")
    boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
