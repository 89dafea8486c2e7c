package dev.sentiment4j.examples.analyze.io;

import dev.sentiment4j.SentimentResult;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes rows with what became of them, in the order they come. The stream below belongs to the caller. */
public interface RowWriter {
    /**
     * Writes one row.
     *
     * @param result null when the row failed
     * @param error why it failed, else null
     */
    void write(Row row, @Nullable SentimentResult result, @Nullable String error) throws IOException;
}
