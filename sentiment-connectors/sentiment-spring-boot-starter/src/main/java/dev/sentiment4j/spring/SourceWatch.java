package dev.sentiment4j.spring;

import dev.sentiment4j.pipeline.PipelineListener;
import dev.sentiment4j.pipeline.SentimentPipeline;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers of a pipeline's source that it has lost its connection, and for how long: sources of platforms connect
 * again by themselves, and meanwhile deliver nothing rather than fail. Thread-safe.
 */
final class SourceWatch implements PipelineListener {
    /**
     * A connection that is lost.
     *
     * @param duration since it was
     * @param reason what was said last
     */
    record Outage(Duration duration, String reason) {}

    private record Lost(long since, String reason) {}

    private final LongSupplier nanoTime;
    private @Nullable Lost lost;

    SourceWatch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** What is out of order at this moment; empty while the source is connected, or has never said otherwise. */
    synchronized Optional<Outage> outage() {
        Lost now = lost;
        return now == null
                ? Optional.empty()
                : Optional.of(new Outage(Duration.ofNanos(nanoTime.getAsLong() - now.since()), now.reason()));
    }

    @Override
    public synchronized void disconnected(Throwable cause) {
        Lost before = lost;
        String message = cause.getMessage();
        lost = new Lost(
                before == null ? nanoTime.getAsLong() : before.since(),
                message == null ? cause.getClass().getSimpleName() : message);
    }

    @Override
    public synchronized void connected() {
        lost = null;
    }

    @Override
    public synchronized void stopped(SentimentPipeline pipeline) {
        lost = null;
    }
}
