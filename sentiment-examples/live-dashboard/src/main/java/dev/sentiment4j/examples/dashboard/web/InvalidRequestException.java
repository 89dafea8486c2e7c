package dev.sentiment4j.examples.dashboard.web;

import java.util.List;

/** A request that cannot be used; holds everything that is wrong with it. */
public final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /**
     * A request that cannot be used.
     *
     * @param problems each begins with the parameter's name, and never repeats its value
     */
    public InvalidRequestException(List<String> problems) {
        super("the request cannot be used", null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong. */
    public List<String> problems() {
        return problems;
    }
}
