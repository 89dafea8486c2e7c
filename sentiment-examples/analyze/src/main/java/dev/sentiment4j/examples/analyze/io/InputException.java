package dev.sentiment4j.examples.analyze.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The input as a whole does not fit the command: a missing column, an empty file. The message names the remedy. */
public final class InputException extends IOException {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> columns;

    public InputException(String message) {
        this(message, List.of());
    }

    /** Of an input that has these columns and not the one that was asked for. */
    public InputException(String message, List<String> columns) {
        super(message);
        this.columns = new ArrayList<>(columns);
    }

    /** The columns that the input has; empty when that is not what is wrong. */
    public List<String> columns() {
        return List.copyOf(columns);
    }
}
