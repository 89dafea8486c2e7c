package dev.sentiment4j.redis;

import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.pipeline.RawEntry;
import dev.sentiment4j.pipeline.SinkException;
import java.util.List;
import java.util.Objects;

/**
 * Puts post events into a stream, for {@link RedisStreamSource}s to read. Lists are pipelined: up to
 * {@link RedisStreamOptions#maxInFlight()} entries are on the way at once, then the caller waits. Thread-safe; lists of
 * several threads follow each other.
 *
 * <p>A list that fails may be in the stream in part. Publishing it again appends those entries a second time, which
 * sinks that compare keys do not mind.
 */
public final class RedisStreamPublisher implements AutoCloseable {
    private final RedisStreamOptions options;
    private final StreamWriter writer;

    /** A publisher that connects when it is first used. */
    public RedisStreamPublisher(RedisOptions redis, RedisStreamOptions options) {
        this.options = Objects.requireNonNull(options, "options");
        this.writer = new StreamWriter(
                Objects.requireNonNull(redis, "redis"), options, "publishing to stream '" + options.stream() + "'");
    }

    /**
     * Appends events. When this returns, all of them are in the stream.
     *
     * @return the entries' ids, in order
     * @throws SinkException retriable if the server is away or full; some events may be in the stream
     * @throws InterruptedException if the thread is interrupted; some events may be in the stream
     */
    public List<String> publish(List<? extends PostEvent> events) throws InterruptedException {
        synchronized (writer) {
            try {
                return writer.append(events, options.codec()::encode);
            } catch (RedisFailureException e) {
                throw e.failure().toSink();
            }
        }
    }

    /**
     * Appends entries as they are, past the codec: to put back what was dead-lettered, or to try out what a source
     * makes of something broken. Otherwise as {@link #publish}.
     */
    public List<String> publishRaw(List<RawEntry> entries) throws InterruptedException {
        synchronized (writer) {
            try {
                return writer.append(entries, LetterFields::copy);
            } catch (RedisFailureException e) {
                throw e.failure().toSink();
            }
        }
    }

    /** Frees the connection. Idempotent. */
    @Override
    public void close() {
        writer.close();
    }

    @Override
    public String toString() {
        return "RedisStreamPublisher[" + options + "]";
    }
}
