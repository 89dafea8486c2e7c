package dev.sentiment4j.pipeline;

/**
 * Hears from a {@link PostSource} what no delivery tells. Thread-safe, quick, and never throws; methods may be called
 * from any thread between {@link PostSource#open} and the end of {@link PostSource#close}.
 */
public interface SourceListener {
    /** Hears nothing. */
    SourceListener NONE = new SourceListener() {};

    /** The source may have missed posts and cannot get them. */
    default void gap(SourceGap gap) {}

    /**
     * The source has lost its connection, or its server refuses, and it tries again by itself.
     *
     * @param cause what happened; no token or password is in its messages
     */
    default void disconnected(Throwable cause) {}

    /** The source is connected (again). */
    default void connected() {}
}
