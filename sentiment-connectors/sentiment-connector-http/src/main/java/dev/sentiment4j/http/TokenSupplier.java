package dev.sentiment4j.http;

import dev.sentiment4j.pipeline.SourceException;

/**
 * Where a connector gets the token from that it shows its platform. Asked before every request, so it keeps what it
 * has. Thread-safe.
 */
@FunctionalInterface
public interface TokenSupplier {
    /**
     * A token that is good now.
     *
     * @throws SourceException if there is none
     * @throws InterruptedException if the thread is interrupted while it waits for one
     */
    Secret token() throws InterruptedException;

    /**
     * The platform has refused a token. Whoever can get another one forgets this one, if it still is the present one.
     *
     * @return whether {@link #token()} will try to get another one; false by default
     */
    default boolean refused(Secret token) {
        return false;
    }

    /** Always the same token. */
    static TokenSupplier of(Secret token) {
        return () -> token;
    }
}
