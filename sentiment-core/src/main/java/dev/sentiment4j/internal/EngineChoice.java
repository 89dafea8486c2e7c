package dev.sentiment4j.internal;

import dev.sentiment4j.spi.InferenceBackendProvider;
import org.jspecify.annotations.Nullable;

/**
 * An engine that a host asks for: an instance, or a name on the class path; both null leave the choice open.
 *
 * @param provider wins over the name
 */
public record EngineChoice(
        @Nullable InferenceBackendProvider provider,
        @Nullable String name) {}
