package dev.sentiment4j.pipeline;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.Priority;
import dev.sentiment4j.SentimentAnalyzer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings posts from a source through an analyzer into sinks, at least once: a delivery is acknowledged when every sink
 * has it, or the dead letters have it, and not before. Since sinks are idempotent, each post is stored once.
 *
 * <ul>
 *   <li>Everything keeps its order: no edit or deletion overtakes the post that it is about.
 *   <li>What can heal (a lost connection, a server that restarts, an analyzer with too much to do) is tried again with
 *       back-off, as long as it takes. Meanwhile the source is not polled: nothing is dropped, nothing piles up.
 *   <li>A post that cannot be analyzed or stored goes to the dead letters, and its neighbours are not held up.
 *   <li>What only a person can mend (a wrong password, a missing table) stops the pipeline as
 *       {@linkplain PipelineState#FAILED failed}; what it held is given back.
 * </ul>
 *
 * Polling, analysis and writing overlap; what arrives while they are busy gathers into larger batches. A pipeline runs
 * once. It owns its source, sinks and dead letters: it opens them when it starts, and closes them when it ends. The
 * analyzer stays open. Thread-safe.
 *
 * <pre>{@code
 * try (SentimentPipeline pipeline = SentimentPipeline.builder()
 *         .source(source)
 *         .analyzer(analyzer)
 *         .sink(sink)
 *         .deadLetters(DeadLetters.logging())
 *         .build()) {
 *     pipeline.run();
 * }
 * }</pre>
 */
public final class SentimentPipeline implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SentimentPipeline.class);

    private final PipelineParts parts;
    private final Tally tally;
    private final PipelineRun run;
    private final CompletableFuture<Void> completion = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile PipelineState state = PipelineState.NEW;
    private volatile @Nullable PipelineFailedException failure;

    private SentimentPipeline(PipelineParts parts) {
        this.parts = parts;
        this.tally = new Tally(parts.clock());
        this.run = new PipelineRun(parts, tally, this::stopping);
    }

    /** Starts a pipeline; source, analyzer, a sink and dead letters are required. */
    public static Builder builder() {
        return new Builder();
    }

    /** The name given to the builder. */
    public String name() {
        return parts.name();
    }

    /** Where in its life it is. */
    public PipelineState state() {
        return state;
    }

    /**
     * Starts it and returns at once; whether its parts work will be seen. Its threads are daemons.
     *
     * @throws IllegalStateException if it was started or stopped before
     */
    public void start() {
        lock.lock();
        try {
            if (state != PipelineState.NEW) {
                throw new IllegalStateException(
                        "pipeline '" + name() + "' is " + state + "; a pipeline runs once, so build another one");
            }
            Thread thread = parts.threads().newThread(this::runToTheEnd);
            thread.setName(name() + "-pipeline");
            state = PipelineState.RUNNING;
            thread.start();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Starts it and waits for its end: until a finite source has given everything, {@link #stop()} is called, or it
     * fails. A thread that is interrupted stops it and returns when it has stopped, with its interrupt status set.
     *
     * @throws PipelineFailedException if it fails
     * @throws IllegalStateException if it was started or stopped before
     */
    public void run() {
        start();
        join(true);
    }

    /**
     * Asks it to stop, and returns at once. What is in work is finished within {@link PipelineOptions#stopTimeout()},
     * the rest is given back. Without effect if it has ended.
     *
     * @return {@link #completion()}
     */
    public CompletableFuture<Void> stop() {
        boolean unused;
        lock.lock();
        try {
            unused = state == PipelineState.NEW;
            if (unused) {
                state = PipelineState.STOPPING;
            }
        } finally {
            lock.unlock();
        }
        run.stop();
        if (unused) {
            runToTheEnd();
        }
        return completion();
    }

    /** {@link #stop()}, and waits until it has stopped. Idempotent; never throws because the pipeline has failed. */
    @Override
    public void close() {
        stop();
        join(false);
    }

    /**
     * Waits for its end.
     *
     * @return whether it has ended, well or not
     */
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        try {
            completion.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /**
     * Completes when it has ended and everything is closed; with a {@link PipelineFailedException} if it has failed.
     * Completing or cancelling what this returns has no effect on the pipeline.
     */
    public CompletableFuture<Void> completion() {
        return completion.copy();
    }

    /** How it is right now. Cheap, and never waits. */
    public PipelineHealth health() {
        return new PipelineHealth(
                state,
                run.inFlight(),
                tally.polled.sum(),
                tally.acknowledged.sum(),
                tally.deadLettered.sum(),
                tally.givenBack.sum(),
                Optional.ofNullable(tally.lastAcknowledgedAt),
                lag(),
                tally.troubles(),
                Optional.ofNullable(failure));
    }

    private SourceLag lag() {
        try {
            return parts.source().lag();
        } catch (RuntimeException e) {
            log.debug("pipeline '{}': its source cannot tell its lag", name(), e);
            return SourceLag.UNKNOWN;
        }
    }

    private void join(boolean telling) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    completion.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                    stop();
                } catch (ExecutionException e) {
                    if (telling && e.getCause() instanceof PipelineFailedException failed) {
                        throw failed;
                    }
                    return;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void stopping() {
        lock.lock();
        try {
            state = PipelineState.STOPPING;
        } finally {
            lock.unlock();
        }
    }

    private void runToTheEnd() {
        Throwable thrown;
        try {
            if (state == PipelineState.RUNNING) {
                parts.listener().started(this);
                log.info(
                        "pipeline '{}' from source '{}' to {} starts, {}",
                        name(),
                        parts.source().name(),
                        parts.sinks().stream().map(PostSink::name).toList(),
                        parts.options());
            }
            thrown = run.run();
        } catch (Throwable t) {
            thrown = t;
        }
        end(thrown);
    }

    private void end(@Nullable Throwable thrown) {
        PipelineFailedException failed = thrown == null ? null : failure(thrown);
        failure = failed;
        state = failed == null ? PipelineState.STOPPED : PipelineState.FAILED;
        parts.listener().stopped(this);
        if (failed == null) {
            log.info(
                    "pipeline '{}' has stopped: {} polled, {} acknowledged, {} given back",
                    name(),
                    tally.polled,
                    tally.acknowledged,
                    tally.givenBack);
            completion.complete(null);
        } else {
            log.error("{}", failed.getMessage(), failed.getCause());
            completion.completeExceptionally(failed);
        }
    }

    private PipelineFailedException failure(Throwable thrown) {
        return new PipelineFailedException(
                "pipeline '" + name() + "' has failed after " + tally.acknowledged
                        + " deliveries, what it held is given" + " back: " + Failures.describe(thrown)
                        + "; mend that, and start another one",
                thrown);
    }

    @Override
    public String toString() {
        return "SentimentPipeline[" + name() + ", " + state + ", from "
                + parts.source().name() + " to "
                + parts.sinks().stream().map(PostSink::name).toList() + "]";
    }

    /** Collects the parts. Not thread-safe. */
    public static final class Builder {
        private String name = "pipeline";
        private @Nullable PostSource source;
        private @Nullable SentimentAnalyzer analyzer;
        private AnalysisOptions analysis = AnalysisOptions.defaults();
        private final List<PostSink> sinks = new ArrayList<>();
        private @Nullable DeadLetters deadLetters;
        private PipelineOptions options = PipelineOptions.defaults();
        private final List<PipelineListener> listeners = new ArrayList<>();
        private ThreadFactory threads = Builder::daemon;
        private Clock clock = Clock.systemUTC();
        private LongSupplier nanoClock = System::nanoTime;
        private Pause pause = Pause.REAL;
        private RandomGenerator random = new ThreadLocalGenerator();

        private Builder() {}

        /** Names it in logs, metrics and threads; default "pipeline". */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Where posts come from. The pipeline opens and closes it. */
        public Builder source(PostSource source) {
            this.source = Objects.requireNonNull(source, "source");
            return this;
        }

        /** What analyzes them. It stays open. */
        public Builder analyzer(SentimentAnalyzer analyzer) {
            this.analyzer = Objects.requireNonNull(analyzer, "analyzer");
            return this;
        }

        /** How they are analyzed; by default every head, without a timeout, as {@link Priority#BULK}. */
        public Builder analysis(AnalysisOptions analysis) {
            this.analysis = Objects.requireNonNull(analysis, "analysis");
            return this;
        }

        /**
         * Adds a place where results go; a batch is written to one after the other. The pipeline opens and closes it.
         */
        public Builder sink(PostSink sink) {
            sinks.add(Objects.requireNonNull(sink, "sink"));
            return this;
        }

        /** Where goes what cannot be processed. The pipeline opens and closes it. */
        public Builder deadLetters(DeadLetters deadLetters) {
            this.deadLetters = Objects.requireNonNull(deadLetters, "deadLetters");
            return this;
        }

        /** How much it holds, how it waits, when it gives up. */
        public Builder options(PipelineOptions options) {
            this.options = Objects.requireNonNull(options, "options");
            return this;
        }

        /** Adds somebody who hears what it does. */
        public Builder listener(PipelineListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** The clock that dates results and dead letters; default the system's. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** Makes its threads, which it then names; by default daemons. */
        public Builder threadFactory(ThreadFactory threads) {
            this.threads = Objects.requireNonNull(threads, "threads");
            return this;
        }

        Builder nanoClock(LongSupplier nanoClock) {
            this.nanoClock = nanoClock;
            return this;
        }

        Builder pause(Pause pause) {
            this.pause = pause;
            return this;
        }

        Builder random(RandomGenerator random) {
            this.random = random;
            return this;
        }

        /**
         * The pipeline, not started.
         *
         * @throws InvalidOptionsException listing everything that is missing or cannot work
         */
        public SentimentPipeline build() {
            List<String> problems = new ArrayList<>();
            PostSource from = source;
            SentimentAnalyzer with = analyzer;
            DeadLetters rest = deadLetters;
            if (name.isBlank()) {
                problems.add("name: must not be blank");
            }
            if (from == null) {
                problems.add("source: is missing");
            }
            if (with == null) {
                problems.add("analyzer: is missing");
            } else {
                checkHeads(problems, with);
            }
            if (sinks.isEmpty()) {
                problems.add("sink: at least one is needed");
            }
            List<String> names = sinks.stream().map(PostSink::name).toList();
            if (Set.copyOf(names).size() < names.size()) {
                problems.add("sinks = " + names + ": each needs a name of its own");
            }
            if (rest == null) {
                problems.add("deadLetters: is missing; DeadLetters.logging() gives up what cannot be processed");
            }
            if (from == null || with == null || rest == null || !problems.isEmpty()) {
                throw new InvalidOptionsException("pipeline", problems);
            }
            AnalysisOptions asked = analysis.priority().isPresent() ? analysis : analysis.withPriority(Priority.BULK);
            return new SentimentPipeline(new PipelineParts(
                    name,
                    from,
                    with,
                    asked,
                    List.copyOf(sinks),
                    rest,
                    options,
                    new GuardedPipelineListener(name, PipelineRecorder.with(name, listeners)),
                    threads,
                    clock,
                    nanoClock,
                    pause,
                    random));
        }

        private void checkHeads(List<String> problems, SentimentAnalyzer with) {
            try {
                with.info().checkHeads(analysis.heads());
            } catch (InvalidOptionsException e) {
                problems.addAll(e.problems());
            }
        }

        private static Thread daemon(Runnable work) {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        }
    }

    /** That of whichever thread asks. */
    private static final class ThreadLocalGenerator implements RandomGenerator {
        @Override
        public long nextLong() {
            return ThreadLocalRandom.current().nextLong();
        }
    }
}
