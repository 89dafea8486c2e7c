package dev.sentiment4j.internal;

import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.batch.TokenBatch;
import dev.sentiment4j.batch.TuningProfile;
import dev.sentiment4j.batch.TuningProfile.Point;
import dev.sentiment4j.spi.InferenceBackend;
import dev.sentiment4j.spi.InferenceLane;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the knee by measuring: for each way to share the processors among lanes, batches of doubling size until larger
 * ones stop gaining or take too long, all lanes at work at the same time as in earnest. Times are medians, which a
 * noisy machine moves less than means. For one thread at a time.
 */
final class TuningSweep {
    private static final Logger log = LoggerFactory.getLogger(TuningSweep.class);

    /** The length of the made-up texts: about a tweet. */
    private static final int TEXT_TOKENS = 32;
    /** Far beyond any knee, and within the memory of what engines allocate for a batch. */
    private static final int MOST_TOKENS = 1 << 16;
    /** A budget within this share of the best rate is as good, and its batches are answered sooner. */
    private static final double GOOD_ENOUGH = 0.98;
    /** Doubling that gains less over the best so far, twice, ends the sweep of a plan. */
    private static final double WORTH_DOUBLING = 1.02;
    /** So do calls that take longer than this: nobody wants to wait for them, and the sweep must stay short. */
    private static final double LONGEST_CALL_SECONDS = 0.4;

    private static final int LEAST_RUNS = 3;
    private static final long LEAST_NANOS = 60_000_000L;

    private final Function<ThreadPlan, InferenceBackend> engine;
    private final BatchOptions options;
    private final int processors;
    private final int maxTokens;
    private final int vocabularySize;
    private final LongSupplier nanoClock;

    /**
     * A sweep.
     *
     * @param engine opens the model for a plan; what it returns is closed here
     * @param maxTokens the longest input of the model
     */
    TuningSweep(
            Function<ThreadPlan, InferenceBackend> engine,
            BatchOptions options,
            int processors,
            int maxTokens,
            int vocabularySize,
            LongSupplier nanoClock) {
        this.engine = engine;
        this.options = options;
        this.processors = processors;
        this.maxTokens = maxTokens;
        this.vocabularySize = vocabularySize;
        this.nanoClock = nanoClock;
    }

    /**
     * Measures.
     *
     * @throws RuntimeException whatever the engine throws
     */
    TuningProfile run() throws InterruptedException {
        long start = nanoClock.getAsLong();
        List<Point> points = new ArrayList<>();
        for (ThreadPlan plan : plans()) {
            try (InferenceBackend backend = engine.apply(plan)) {
                points.addAll(sweep(backend, plan));
            }
        }
        TuningProfile profile = judge(points);
        log.info("{}, in {} ms", profile, (nanoClock.getAsLong() - start) / 1_000_000);
        return profile;
    }

    /** What the options allow: lanes of one thread, one lane of all threads, and lanes of two in between. */
    private Set<ThreadPlan> plans() {
        Set<ThreadPlan> plans = new LinkedHashSet<>();
        for (int threads : new int[] {1, 2, processors}) {
            BatchOptions.Builder choice = options.toBuilder();
            if (options.intraOpThreads() == BatchOptions.AUTO && threads <= processors) {
                choice.intraOpThreads(threads);
            }
            plans.add(ThreadPlan.of(choice.build(), processors));
        }
        return plans;
    }

    private List<Point> sweep(InferenceBackend backend, ThreadPlan plan) throws InterruptedException {
        List<Point> points = new ArrayList<>();
        double best = 0;
        double callSeconds = 0;
        int disappointments = 0;
        for (int tokens = Math.min(TEXT_TOKENS, maxTokens);
                tokens <= MOST_TOKENS && disappointments < 2 && callSeconds < LONGEST_CALL_SECONDS;
                tokens *= 2) {
            Point point = new Point(plan.lanes(), plan.intraOpThreads(), tokens, rate(backend, plan, tokens));
            points.add(point);
            if (point.tokensPerSecond() < WORTH_DOUBLING * best) {
                disappointments++;
            }
            best = Math.max(best, point.tokensPerSecond());
            callSeconds = plan.lanes() * tokens / point.tokensPerSecond();
            log.debug("{}", point);
        }
        return points;
    }

    private double rate(InferenceBackend backend, ThreadPlan plan, int tokens) throws InterruptedException {
        TokenBatch batch = batch(tokens);
        ExecutorService lanes = Executors.newFixedThreadPool(plan.lanes());
        try {
            List<Callable<Double>> work = new ArrayList<>();
            for (int i = 0; i < plan.lanes(); i++) {
                work.add(() -> medianNanos(backend, batch));
            }
            double rate = 0;
            for (Future<Double> nanos : lanes.invokeAll(work)) {
                rate += batch.tokens() * 1e9 / nanos.get();
            }
            return rate;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } finally {
            lanes.shutdownNow();
        }
    }

    private double medianNanos(InferenceBackend backend, TokenBatch batch) {
        try (InferenceLane lane = backend.openLane()) {
            lane.infer(batch);
            long[] nanos = new long[1024];
            int runs = 0;
            long start = nanoClock.getAsLong();
            long before = start;
            while (runs < nanos.length && (runs < LEAST_RUNS || before - start < LEAST_NANOS)) {
                lane.infer(batch);
                long after = nanoClock.getAsLong();
                nanos[runs++] = Math.max(1, after - before);
                before = after;
            }
            Arrays.sort(nanos, 0, runs);
            return nanos[runs / 2];
        }
    }

    private TokenBatch batch(int tokens) {
        int length = Math.min(TEXT_TOKENS, maxTokens);
        List<int[]> texts = new ArrayList<>();
        for (int text = 0; text < Math.max(1, tokens / length); text++) {
            int[] ids = new int[length];
            for (int i = 0; i < length; i++) {
                ids[i] = (text * 31 + i * 7) % vocabularySize;
            }
            texts.add(ids);
        }
        return TokenBatch.of(texts);
    }

    /** The plan with the best rate, its smallest budget that is good enough, and the overhead that its times imply. */
    static TuningProfile judge(List<Point> points) {
        Point best = points.stream()
                .max(Comparator.comparingDouble(Point::tokensPerSecond))
                .orElseThrow();
        List<Point> ofPlan = points.stream()
                .filter(p -> p.lanes() == best.lanes() && p.intraOpThreads() == best.intraOpThreads())
                .toList();
        Point knee = ofPlan.stream()
                .filter(p -> p.tokensPerSecond() >= GOOD_ENOUGH * best.tokensPerSecond())
                .min(Comparator.comparingInt(Point::batchTokens))
                .orElseThrow();
        return new TuningProfile(
                best.lanes(),
                best.intraOpThreads(),
                knee.batchTokens(),
                overheadTokens(ofPlan.get(0), best),
                false,
                points);
    }

    /**
     * A call of T tokens takes (overhead + T) / speed. Two measurements give both; the overhead in tokens is where the
     * line through them meets zero time.
     */
    static int overheadTokens(Point small, Point large) {
        double smallSeconds = small.batchTokens() / small.tokensPerSecond();
        double largeSeconds = large.batchTokens() / large.tokensPerSecond();
        int tokens = large.batchTokens() - small.batchTokens();
        if (tokens <= 0 || largeSeconds <= smallSeconds) {
            return BatchOptions.DEFAULT_CALL_OVERHEAD_TOKENS;
        }
        double secondsPerToken = (largeSeconds - smallSeconds) / tokens;
        return (int) Math.max(1, Math.round(smallSeconds / secondsPerToken - small.batchTokens()));
    }
}
