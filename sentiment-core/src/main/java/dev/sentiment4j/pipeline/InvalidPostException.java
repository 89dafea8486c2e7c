package dev.sentiment4j.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * A post breaks the rules of {@link Post}, {@link PostKey} or {@link Geo}; {@link #problems()} lists everything that is
 * wrong with it. A source delivers such an entry as {@linkplain Delivery#malformed malformed}.
 */
public final class InvalidPostException extends PipelineException {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> problems;

    public InvalidPostException(String what, List<String> problems) {
        super(what + ": " + String.join("; ", problems), null);
        this.problems = new ArrayList<>(problems);
    }

    /** Every problem as "field: rule", without the values. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public boolean isRetriable() {
        return false;
    }
}
