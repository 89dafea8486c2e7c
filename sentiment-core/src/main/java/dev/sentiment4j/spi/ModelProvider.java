package dev.sentiment4j.spi;

import dev.sentiment4j.model.ModelSource;

/**
 * A model on the class path, found through {@link java.util.ServiceLoader}. Cheap to construct; nothing is read before
 * it is used.
 */
public interface ModelProvider {
    /** The id by which a host asks for the model, such as "social-en". */
    String id();

    /** What the model is, in one line. */
    String description();

    /** Whether this model serves a host that names none. */
    boolean isDefault();

    /** Where its files are. */
    ModelSource source();
}
