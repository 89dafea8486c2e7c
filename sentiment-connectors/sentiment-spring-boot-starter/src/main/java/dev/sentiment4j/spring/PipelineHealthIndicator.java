package dev.sentiment4j.spring;

import dev.sentiment4j.pipeline.PipelineHealth;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.pipeline.SourceLag;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** How a pipeline is, and how far its source is behind. */
final class PipelineHealthIndicator extends AbstractHealthIndicator {
    private final Supplier<@Nullable SentimentPipeline> pipeline;
    private final Supplier<Optional<SourceWatch.Outage>> connection;
    private final PipelineProperties.Health limits;

    /**
     * Of one pipeline.
     *
     * @param pipeline asked each time, as a restart makes another one
     * @param connection whether its source has lost its connection
     */
    PipelineHealthIndicator(
            Supplier<@Nullable SentimentPipeline> pipeline,
            Supplier<Optional<SourceWatch.Outage>> connection,
            PipelineProperties.Health limits) {
        super("the pipeline cannot tell how it is");
        this.pipeline = pipeline;
        this.connection = connection;
        this.limits = limits;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        SentimentPipeline asked = pipeline.get();
        if (asked == null) {
            health.unknown();
            return;
        }
        PipelineHealth now = asked.health();
        health.withDetail("state", now.state().name())
                .withDetail("inFlight", now.inFlight())
                .withDetail("polled", now.polled())
                .withDetail("acknowledged", now.acknowledged())
                .withDetail("deadLettered", now.deadLettered());
        SourceLag lag = now.lag();
        lag.waiting().ifPresent(waiting -> health.withDetail("waiting", waiting));
        lag.pending().ifPresent(pending -> health.withDetail("pending", pending));
        lag.age().ifPresent(age -> health.withDetail("age", age.toString()));
        now.lastAcknowledgedAt().ifPresent(at -> health.withDetail("lastAcknowledgedAt", at.toString()));
        Optional<SourceWatch.Outage> outage = connection.get();
        outage.ifPresent(
                lost -> health.withDetail("disconnectedFor", lost.duration().toString())
                        .withDetail("disconnectedBecause", lost.reason()));
        judge(health, now, outage);
    }

    private void judge(Health.Builder health, PipelineHealth now, Optional<SourceWatch.Outage> outage) {
        switch (now.state()) {
            case NEW -> health.unknown();
            // a source that has given everything, or an application that stops
            case STOPPING, STOPPED -> health.up();
            case FAILED ->
                health.down()
                        .withDetail(
                                "problem",
                                now.failure().map(Throwable::getMessage).orElse("failed"));
            case RUNNING -> {
                if (now.troubles().isEmpty()) {
                    judgeSource(health, now.lag(), outage);
                } else {
                    List<String> troubles = now.troubles().stream()
                            .map(t -> t.step().name().toLowerCase(Locale.ROOT) + " " + t.name() + ", " + t.failures()
                                    + " times since " + t.since() + ": " + t.message())
                            .toList();
                    health.down().withDetail("troubles", troubles);
                }
            }
        }
    }

    private void judgeSource(Health.Builder health, SourceLag lag, Optional<SourceWatch.Outage> outage) {
        Long maxWaiting = limits.maxWaiting();
        Duration maxAge = limits.maxAge();
        Duration maxDisconnected = limits.maxDisconnected();
        if (outage.filter(lost -> lost.duration().compareTo(maxDisconnected) > 0)
                .isPresent()) {
            health.outOfService()
                    .withDetail("problem", "the source has not been connected for more than " + maxDisconnected);
        } else if (maxWaiting != null && lag.waiting().orElse(0) > maxWaiting) {
            health.outOfService().withDetail("problem", "more than " + maxWaiting + " entries wait in the source");
        } else if (maxAge != null && lag.age().orElse(Duration.ZERO).compareTo(maxAge) > 0) {
            health.outOfService().withDetail("problem", "the source is more than " + maxAge + " behind");
        } else {
            health.up();
        }
    }
}
