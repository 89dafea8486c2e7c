package dev.sentiment4j.micrometer;

import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.Priority;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.spi.AnalyzerListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The timers and counters of one analyzer. Thread-safe. Everything is registered at once, so that an event looks
 * nothing up, and so that a rate that alerts watch is there, at zero, before anything has gone wrong.
 */
final class AnalyzerMeters implements AnalyzerListener {
    /** Ladders are short; beyond that a step counts as this one, so that no tag can grow without bound. */
    private static final int LAST_STEP = 9;

    private final SentimentMetrics gauges;
    private final MeterRegistry registry;
    private final Tags tags;
    private final boolean histograms;

    private final Timer prepare;
    private final Timer engine;
    private final Timer decode;
    private final Timer total;
    private final Timer infer;
    private final Timer wait;
    private final DistributionSummary size;
    private final DistributionSummary tokens;
    private final DistributionSummary waste;
    private final Map<Priority, Counter> texts;
    private final Map<RejectionCause, Counter> rejections;
    private final Map<DropCause, Counter> drops;
    private final Counter shared;
    private final Counter failures;
    private final Counter lanesReplaced;
    private final AtomicInteger step = new AtomicInteger();

    /**
     * Meters that are registered at once.
     *
     * @param gauges told of analyzers that open and close
     */
    AnalyzerMeters(SentimentMetrics gauges, MeterRegistry registry, Tags tags, boolean histograms) {
        this.gauges = gauges;
        this.registry = registry;
        this.tags = tags;
        this.histograms = histograms;
        prepare = timer("sentiment.text.prepare", "text profile and tokenizer");
        engine = timer("sentiment.text.engine", "from the queue to the logits");
        decode = timer("sentiment.text.decode", "from the logits to the result");
        total = timer("sentiment.text.total", "from the beginning of the preparation to the result");
        infer = timer("sentiment.batch.infer", "the engine's time for a batch");
        wait = timer("sentiment.batch.wait", "the longest time a text of a batch waited in the queue");
        size = summary("sentiment.batch.size", "texts", "texts of a batch");
        tokens = summary("sentiment.batch.tokens", "tokens", "tokens of a batch, without padding");
        waste = summary("sentiment.batch.padding.waste", "ratio", "the share of a batch that was padding");
        texts = counters(Priority.class, "sentiment.texts", "priority", "texts that were answered");
        rejections = counters(RejectionCause.class, "sentiment.rejections", "cause", "texts that were refused");
        drops = counters(DropCause.class, "sentiment.drops", "cause", "texts that were dropped before they ran");
        shared = counter("sentiment.shared", "texts", "texts that joined an equal one in work", Tags.empty());
        failures = counter("sentiment.failures", "calls", "calls on which the engine failed", Tags.empty());
        lanesReplaced = counter("sentiment.lanes.replaced", "threads", "lanes that died", Tags.empty());
        Gauge.builder("sentiment.brownout.step", step, AtomicInteger::get)
                .tags(tags)
                .description("the step of the ladder that answers; 0 is the preferred analyzer")
                .register(registry);
    }

    @Override
    public void opened(SentimentAnalyzer analyzer) {
        gauges.bind(analyzer);
    }

    @Override
    public void closed(SentimentAnalyzer analyzer) {
        gauges.unbind(analyzer);
    }

    @Override
    public void batchCompleted(BatchEvent batch) {
        infer.record(batch.inferNanos(), TimeUnit.NANOSECONDS);
        wait.record(batch.waitNanos(), TimeUnit.NANOSECONDS);
        size.record(batch.size());
        tokens.record((double) batch.tokens());
        waste.record(batch.paddingWaste());
    }

    @Override
    public void textCompleted(TextEvent text) {
        count(texts, text.priority());
        prepare.record(text.prepareNanos(), TimeUnit.NANOSECONDS);
        engine.record(text.engineNanos(), TimeUnit.NANOSECONDS);
        decode.record(text.decodeNanos(), TimeUnit.NANOSECONDS);
        total.record(text.totalNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void rejected(RejectionCause cause) {
        count(rejections, cause);
    }

    @Override
    public void dropped(DropCause cause) {
        count(drops, cause);
    }

    @Override
    public void shared() {
        shared.increment();
    }

    @Override
    public void failed(int size, Throwable cause) {
        failures.increment();
    }

    @Override
    public void laneReplaced(Throwable cause) {
        lanesReplaced.increment();
    }

    /** Looks its counter up: moves are rare, and which steps there are is known to the ladder alone. */
    @Override
    public void brownOut(int fromStep, int toStep, AnalyzerLoad load) {
        step.set(toStep);
        counter(
                        "sentiment.brownout.transitions",
                        "moves",
                        "moves of the brown-out ladder",
                        Tags.of("from", stepTag(fromStep), "to", stepTag(toStep)))
                .increment();
    }

    private static String stepTag(int step) {
        return Integer.toString(Math.max(0, Math.min(step, LAST_STEP)));
    }

    private static <E extends Enum<E>> void count(Map<E, Counter> counters, E key) {
        Counter counter = counters.get(key);
        if (counter != null) {
            counter.increment();
        }
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .tags(tags)
                .description(description)
                .publishPercentileHistogram(histograms)
                .minimumExpectedValue(Duration.ofNanos(10_000))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
    }

    private DistributionSummary summary(String name, String unit, String description) {
        return DistributionSummary.builder(name)
                .tags(tags)
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }

    private Counter counter(String name, String unit, String description, Tags more) {
        return Counter.builder(name)
                .tags(tags.and(more))
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }

    private <E extends Enum<E>> Map<E, Counter> counters(Class<E> keys, String name, String tag, String description) {
        Map<E, Counter> counters = new EnumMap<>(keys);
        for (E key : keys.getEnumConstants()) {
            Tags one = Tags.of(tag, key.name().toLowerCase(Locale.ROOT));
            counters.put(key, counter(name, "texts", description, one));
        }
        return counters;
    }
}
