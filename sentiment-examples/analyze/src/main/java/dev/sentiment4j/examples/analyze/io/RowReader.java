package dev.sentiment4j.examples.analyze.io;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the order of the input. A row that cannot be read is a row with a problem; only an input that cannot be read
 * any further throws. Used by one thread at a time; {@link #bytesRead()} may be asked from others.
 */
public interface RowReader extends Closeable {
    /** The next row, or null at the end. */
    @Nullable
    Row next() throws IOException;

    /** The names of the input's own columns; those of the first row where rows differ, empty where rows are texts. */
    List<String> columns();

    /** What a row's number counts, for messages: "line" or "text". */
    default String unit() {
        return "line";
    }

    /** How much of the input was read, in bytes. */
    long bytesRead();

    /** Blank lines that were passed over. */
    default long blankLines() {
        return 0;
    }
}
