package dev.sentiment4j.examples.dashboard.api;

import java.time.Instant;
import java.util.Map;

/**
 * What every answer comes in.
 *
 * @param data the answer
 * @param metadata about it: what was asked, how many there are, where the next page is
 * @param timestamp when it was made
 */
public record Envelope<T>(T data, Map<String, Object> metadata, Instant timestamp) {
    static <T> Envelope<T> of(T data) {
        return of(data, Map.of());
    }

    static <T> Envelope<T> of(T data, Map<String, Object> metadata) {
        return new Envelope<>(data, metadata, Instant.now());
    }
}
