package dev.sentiment4j.examples.analyze.io;

import java.io.IOException;

/** The input as a whole does not fit the command: a missing column, an empty file. The message names the remedy. */
public final class InputException extends IOException {
    private static final long serialVersionUID = 1L;

    public InputException(String message) {
        super(message);
    }
}
