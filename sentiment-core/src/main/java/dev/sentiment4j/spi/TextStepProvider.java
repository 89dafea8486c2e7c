package dev.sentiment4j.spi;

import dev.sentiment4j.text.TextStep;
import java.util.List;

/**
 * Text steps of another jar that profiles can name, such as stop words and lemmas, found through
 * {@link java.util.ServiceLoader}.
 */
public interface TextStepProvider {
    /** The names of the steps on offer, such as "stop-words:en". */
    List<String> names();

    /**
     * The step of that name.
     *
     * @param name one of {@link #names()}
     */
    TextStep step(String name);
}
