package dev.sentiment4j.internal;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.Priority;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.batch.InferenceTask;
import dev.sentiment4j.internal.TextRunner.Pending;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The analyzer over the engine room: admission first, then the text is prepared on the calling thread, then it queues.
 * Blocking callers decode their own results; futures are decoded and completed on the completion executor, never on a
 * lane. Lists and streams are {@link BulkRun}s. Thread-safe.
 */
final class QueuedAnalyzer implements SentimentAnalyzer {
    private static final Logger log = LoggerFactory.getLogger(SentimentAnalyzer.class);

    private final AnalyzerInfo info;
    private final TextRunner runner;
    private final EncoderPool encoders;
    private final Tokenizer tokenizer;
    private final Executor executor;
    private final AnalyzerListener listener;
    private final LongSupplier nanoClock;
    private final AtomicBoolean closeTold = new AtomicBoolean();

    QueuedAnalyzer(
            AnalyzerInfo info,
            TextRunner runner,
            Tokenizer tokenizer,
            Executor executor,
            AnalyzerListener listener,
            LongSupplier nanoClock) {
        this.listener = listener;
        this.info = info;
        this.runner = runner;
        this.encoders = new EncoderPool(info);
        this.tokenizer = tokenizer;
        this.executor = executor;
        this.nanoClock = nanoClock;
    }

    @Override
    public SentimentResult analyze(String text, AnalysisOptions options) {
        Objects.requireNonNull(text, "text");
        info.checkHeads(Objects.requireNonNull(options, "options").heads());
        try {
            return runner.await(enqueue(text, options, true), options);
        } catch (InterruptedException e) {
            throw TextRunner.cancelled();
        }
    }

    @Override
    public CompletableFuture<SentimentResult> analyzeAsync(String text, AnalysisOptions options) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(options, "options");
        CompletableFuture<SentimentResult> future = new CompletableFuture<>();
        Pending pending;
        try {
            info.checkHeads(options.heads());
            pending = enqueue(text, options, false);
        } catch (SentimentException e) {
            future.completeExceptionally(e);
            return future;
        } catch (InterruptedException e) {
            future.completeExceptionally(TextRunner.cancelled());
            return future;
        }
        future.whenComplete((result, failure) -> {
            if (future.isCancelled()) {
                runner.cancel(pending);
            }
        });
        expireInTime(pending);
        pending.task().done().whenComplete((rows, failure) -> {
            Runnable finish = () -> finish(future, pending, rows, failure, options);
            try {
                executor.execute(finish);
            } catch (RuntimeException | Error e) {
                // A future must complete even when the host has shut its executor down, or has no thread left.
                log.debug("analyzer '{}': the completion executor refuses work, completing here", info.name(), e);
                finish.run();
            }
        });
        return future;
    }

    @Override
    public List<AnalysisOutcome> analyzeAll(List<String> texts, AnalysisOptions options) {
        Objects.requireNonNull(texts, "texts");
        info.checkHeads(Objects.requireNonNull(options, "options").heads());
        List<String> copy = new ArrayList<>(texts);
        Map<String, Integer> positions = new HashMap<>();
        List<String> distinct = new ArrayList<>();
        int[] answeredBy = new int[copy.size()];
        for (int i = 0; i < copy.size(); i++) {
            String text = Objects.requireNonNull(copy.get(i), "texts[" + i + "]");
            Integer known = positions.putIfAbsent(text, distinct.size());
            answeredBy[i] = known == null ? distinct.size() : known;
            if (known == null) {
                distinct.add(text);
            }
        }
        List<AnalysisOutcome> answers = new ArrayList<>(distinct.size());
        try (BulkRun run = bulkRun(distinct.iterator(), options)) {
            run.forEachRemaining(answers::add);
        }
        List<AnalysisOutcome> outcomes = new ArrayList<>(copy.size());
        for (int answer : answeredBy) {
            outcomes.add(answers.get(answer));
        }
        return List.copyOf(outcomes);
    }

    @Override
    public Stream<AnalysisOutcome> analyzeStream(Iterator<String> texts, AnalysisOptions options) {
        Objects.requireNonNull(texts, "texts");
        info.checkHeads(Objects.requireNonNull(options, "options").heads());
        BulkRun run = bulkRun(texts, options);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(run, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(run::close);
    }

    @Override
    public AnalyzerInfo info() {
        return info;
    }

    @Override
    public AnalyzerLoad load() {
        return runner.batcher().load();
    }

    @Override
    public void close() {
        runner.close();
        try (tokenizer;
                encoders) {
            runner.batcher().close();
        } finally {
            if (closeTold.compareAndSet(false, true)) {
                listener.closed(this);
            }
        }
    }

    @Override
    public String toString() {
        return "SentimentAnalyzer[" + info.name() + ", " + info.model() + " on "
                + info.backend().engine() + ", " + info.backend().device() + ", " + info.threads() + ", "
                + info.batching() + info.tuning().map(t -> ", " + t).orElse("") + "]";
    }

    private BulkRun bulkRun(Iterator<String> texts, AnalysisOptions options) {
        return new BulkRun(runner, encoders, texts, options, info.batching().bulkWindow());
    }

    private Pending enqueue(String text, AnalysisOptions options, boolean callerWaits) throws InterruptedException {
        Priority priority = options.priority().orElse(Priority.INTERACTIVE);
        long deadlineNanos = runner.deadline(options);
        runner.batcher().admit(priority, false, deadlineNanos);
        return runner.prepareAndSubmit(text, priority, deadlineNanos, options, callerWaits);
    }

    private void finish(
            CompletableFuture<SentimentResult> future,
            Pending pending,
            @Nullable List<InferenceTask.Row> rows,
            @Nullable Throwable failure,
            AnalysisOptions options) {
        try {
            if (rows == null) {
                future.completeExceptionally(TextRunner.failure(failure));
            } else {
                future.complete(runner.decode(pending, rows, options));
            }
        } catch (Throwable t) {
            future.completeExceptionally(t);
        }
    }

    /** Fails a future in time even while every lane is stuck; blocking callers watch the clock themselves. */
    private void expireInTime(Pending pending) {
        if (pending.deadlineNanos() == TextRunner.NEVER) {
            return;
        }
        CompletableFuture<Void> timer = new CompletableFuture<>();
        timer.completeOnTimeout(null, pending.deadlineNanos() - nanoClock.getAsLong(), TimeUnit.NANOSECONDS);
        timer.thenRun(() -> runner.batcher().expire(pending.task()));
        pending.task().done().whenComplete((rows, failure) -> timer.cancel(false));
    }
}
