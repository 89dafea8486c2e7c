package dev.sentiment4j.pipeline;

import dev.sentiment4j.pipeline.PipelineHealth.Trouble;
import dev.sentiment4j.pipeline.PipelineListener.RetryEvent;
import dev.sentiment4j.pipeline.PipelineListener.Step;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What {@link PipelineHealth} counts. Thread-safe. */
final class Tally {
    private record Place(Step step, String name) {}

    private final Clock clock;
    private final Map<Place, Trouble> troubles = new ConcurrentHashMap<>();
    final LongAdder polled = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder deadLettered = new LongAdder();
    final LongAdder givenBack = new LongAdder();
    volatile @Nullable Instant lastAcknowledgedAt;

    Tally(Clock clock) {
        this.clock = clock;
    }

    void acknowledged(int deliveries) {
        acknowledged.add(deliveries);
        lastAcknowledgedAt = clock.instant();
    }

    /** A step has failed again. */
    void troubled(RetryEvent retry) {
        String message = Failures.describe(retry.cause());
        troubles.compute(
                new Place(retry.step(), retry.name()),
                (place, before) -> new Trouble(
                        retry.step(),
                        retry.name(),
                        retry.failures(),
                        before == null ? clock.instant() : before.since(),
                        message));
    }

    /** A step works again, or will not be tried any more. */
    void settled(Step step, String name) {
        troubles.remove(new Place(step, name));
    }

    List<Trouble> troubles() {
        return List.copyOf(troubles.values());
    }
}
