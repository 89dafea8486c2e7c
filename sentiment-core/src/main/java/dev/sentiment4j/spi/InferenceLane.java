package dev.sentiment4j.spi;

import dev.sentiment4j.batch.TokenBatch;

/** One stream of inference calls, used by one thread at a time, with buffers that it reuses from call to call. */
public interface InferenceLane extends AutoCloseable {
    /**
     * Runs a batch in one native call. The answer for a row must not depend on the other rows, nor on padding.
     *
     * @return for every head the logits of every row, in the order of the batch; the caller may keep it
     * @throws RuntimeException if the engine fails; the lane stays usable, and the caller may retry parts of the batch
     */
    InferenceOutput infer(TokenBatch batch);

    /** Frees the lane's buffers. Idempotent. */
    @Override
    void close();
}
