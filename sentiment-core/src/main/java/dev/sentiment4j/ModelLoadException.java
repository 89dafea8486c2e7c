package dev.sentiment4j;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model was refused at load; {@link #problems()} lists everything wrong with it, each with its remedy. */
public final class ModelLoadException extends SentimentException {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> problems;

    public ModelLoadException(String model, String problem) {
        this(model, List.of(problem), null);
    }

    public ModelLoadException(String model, String problem, @Nullable Throwable cause) {
        this(model, List.of(problem), cause);
    }

    /**
     * @param model where the model comes from, as the host named it
     * @param problems at least one
     */
    public ModelLoadException(String model, List<String> problems, @Nullable Throwable cause) {
        super(message(model, problems), cause);
        this.problems = new ArrayList<>(problems);
    }

    public List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public boolean isRetriable() {
        return false;
    }

    private static String message(String model, List<String> problems) {
        return problems.size() == 1
                ? "model " + model + ": " + problems.get(0)
                : "model " + model + " has " + problems.size() + " problems:\n - " + String.join("\n - ", problems);
    }
}
