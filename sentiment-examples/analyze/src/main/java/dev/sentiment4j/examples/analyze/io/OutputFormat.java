package dev.sentiment4j.examples.analyze.io;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How results are written. */
public enum OutputFormat {
    /** For people. */
    table,
    /** One JSON object per line. */
    jsonl,
    /** Comma-separated, quoted where needed. */
    csv,
    /** Tab-separated, never quoted. */
    tsv;

    /**
     * What to write when the user did not say: what the output's name says; for people on a terminal; else rows the way
     * they came.
     *
     * @param input null when the texts came with the command
     */
    public static OutputFormat choose(@Nullable Path output, boolean terminal, @Nullable InputFormat input) {
        if (output != null) {
            Optional<OutputFormat> named = InputFormat.of(output).map(OutputFormat::like);
            if (named.isPresent()) {
                return named.get();
            }
        } else if (terminal) {
            return table;
        }
        return input == null ? table : like(input);
    }

    private static OutputFormat like(InputFormat format) {
        return switch (format) {
            case txt -> table;
            case csv -> csv;
            case tsv -> tsv;
            case jsonl -> jsonl;
        };
    }
}
