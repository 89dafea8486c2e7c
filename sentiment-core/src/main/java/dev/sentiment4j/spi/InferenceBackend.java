package dev.sentiment4j.spi;

/** A loaded model. Thread-safe; owned by the analyzer that opened it, which closes every lane before the backend. */
public interface InferenceBackend extends AutoCloseable {
    /** What runs, and where. */
    BackendInfo info();

    /** What a batch costs this engine, so that the planner packs well. */
    BatchCost cost();

    /**
     * A lane: one stream of calls with its own buffers.
     *
     * @return a lane that the caller owns, uses from one thread at a time, and closes
     */
    InferenceLane openLane();

    /** Frees the model. Idempotent. */
    @Override
    void close();
}
