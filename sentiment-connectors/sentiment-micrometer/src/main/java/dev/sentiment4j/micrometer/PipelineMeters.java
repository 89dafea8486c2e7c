package dev.sentiment4j.micrometer;

import dev.sentiment4j.pipeline.DeadLetter;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.PipelineListener;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.pipeline.SourceGap;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The timers and counters of one pipeline, and its gauges while it runs. Thread-safe. Everything but what belongs to a
 * sink is registered at once; the meters of a sink are there from its first batch on.
 */
final class PipelineMeters implements PipelineListener {
    private record SinkMeters(Timer time, Counter written) {}

    private final MeterRegistry registry;
    private final Tags tags;
    private final boolean histograms;
    private final Counter polled;
    private final Timer analysis;
    private final Counter analyzed;
    private final Timer inFlight;
    private final Counter acknowledged;
    private final Counter disconnects;
    private final Timer gaps;
    private final Map<NackReason, Counter> givenBack;
    private final Map<Step, Counter> retries;
    private final Map<DeadLetter.Stage, Counter> deadLetters;
    private final Map<String, SinkMeters> sinks = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable PipelineGauges gauges;

    PipelineMeters(MeterRegistry registry, Tags tags, boolean histograms) {
        this.registry = registry;
        this.tags = tags;
        this.histograms = histograms;
        polled = counter("sentiment.pipeline.polled", "deliveries", "what the source delivered", Tags.empty());
        analysis = timer("sentiment.pipeline.analysis", "what a list of posts took, attempts included", Tags.empty());
        analyzed = counter("sentiment.pipeline.analyzed", "posts", "posts that the analyzer dealt with", Tags.empty());
        inFlight = timer(
                "sentiment.pipeline.flight", "from the poll to the acknowledgement, the oldest of each", Tags.empty());
        acknowledged =
                counter("sentiment.pipeline.acknowledged", "deliveries", "what is dealt with for good", Tags.empty());
        disconnects =
                counter("sentiment.pipeline.disconnects", "times", "lost connections of the source", Tags.empty());
        gaps = timer("sentiment.pipeline.gaps", "stretches of which posts may be missing", Tags.empty());
        givenBack = counters(
                NackReason.class, "sentiment.pipeline.given.back", "reason", "deliveries", "what was given back");
        retries = counters(Step.class, "sentiment.pipeline.retries", "step", "attempts", "attempts that failed");
        deadLetters = counters(
                DeadLetter.Stage.class,
                "sentiment.pipeline.dead.letters",
                "stage",
                "deliveries",
                "what could not be processed");
    }

    /** Another pipeline of the same name, started while this one's gauges are shown, takes them over. */
    @Override
    public void started(SentimentPipeline pipeline) {
        lock.lock();
        try {
            if (gauges != null) {
                gauges.remove();
            }
            gauges = new PipelineGauges(registry, tags, pipeline);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stopped(SentimentPipeline pipeline) {
        lock.lock();
        try {
            if (gauges != null && gauges.show(pipeline)) {
                gauges.remove();
                gauges = null;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void polled(PollEvent poll) {
        polled.increment(poll.deliveries());
    }

    @Override
    public void analyzed(AnalysisEvent event) {
        analysis.record(event.nanos(), TimeUnit.NANOSECONDS);
        analyzed.increment(event.posts());
    }

    @Override
    public void written(WriteEvent write) {
        SinkMeters meters = sinks.computeIfAbsent(write.sink(), this::sinkMeters);
        meters.time().record(write.nanos(), TimeUnit.NANOSECONDS);
        meters.written().increment((double) write.events() - write.rejected());
    }

    private SinkMeters sinkMeters(String sink) {
        Tags one = Tags.of("sink", sink);
        return new SinkMeters(
                timer("sentiment.pipeline.write", "what a batch took a sink, attempts included", one),
                counter("sentiment.pipeline.written", "events", "what a sink has stored", one));
    }

    @Override
    public void acknowledged(AcknowledgeEvent event) {
        acknowledged.increment(event.deliveries());
        inFlight.record(event.oldestNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void givenBack(int deliveries, NackReason reason) {
        count(givenBack, reason, deliveries);
    }

    @Override
    public void retried(RetryEvent retry) {
        count(retries, retry.step(), 1);
    }

    @Override
    public void deadLettered(DeadLetter.Stage stage, String errorType) {
        count(deadLetters, stage, 1);
    }

    @Override
    public void gap(SourceGap gap) {
        gaps.record(Duration.between(gap.start(), gap.end()));
    }

    @Override
    public void disconnected(Throwable cause) {
        disconnects.increment();
    }

    private static <E extends Enum<E>> void count(Map<E, Counter> counters, E key, int amount) {
        Counter counter = counters.get(key);
        if (counter != null) {
            counter.increment(amount);
        }
    }

    private Timer timer(String name, String description, Tags more) {
        return Timer.builder(name)
                .tags(tags.and(more))
                .description(description)
                .publishPercentileHistogram(histograms)
                .minimumExpectedValue(Duration.ofNanos(100_000))
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(registry);
    }

    private Counter counter(String name, String unit, String description, Tags more) {
        return Counter.builder(name)
                .tags(tags.and(more))
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }

    private <E extends Enum<E>> Map<E, Counter> counters(
            Class<E> keys, String name, String tag, String unit, String description) {
        Map<E, Counter> counters = new EnumMap<>(keys);
        for (E key : keys.getEnumConstants()) {
            counters.put(
                    key,
                    counter(name, unit, description, Tags.of(tag, key.name().toLowerCase(Locale.ROOT))));
        }
        return counters;
    }
}
