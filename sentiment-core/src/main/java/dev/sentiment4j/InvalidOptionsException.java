package dev.sentiment4j;

import java.util.ArrayList;
import java.util.List;

/**
 * One or more options have values that cannot work; {@link #problems()} lists all of them. Nothing is corrected in
 * silence.
 */
public final class InvalidOptionsException extends SentimentException {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> problems;

    public InvalidOptionsException(String what, List<String> problems) {
        super(what + ": " + String.join("; ", problems), null);
        this.problems = new ArrayList<>(problems);
    }

    /** Every problem as "name = value: rule". */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public boolean isRetriable() {
        return false;
    }
}
