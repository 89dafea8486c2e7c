package dev.sentiment4j.internal;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerClosedException;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.batch.Batcher;
import dev.sentiment4j.batch.InferenceTask;
import dev.sentiment4j.tokenize.TextEncoder;
import dev.sentiment4j.tokenize.Tokenizer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The analyzer over the engine room: admission first, then the text is prepared on the calling thread, then it queues.
 * Blocking callers decode their own results; futures are decoded and completed on the completion executor, never on a
 * lane. Thread-safe.
 */
final class QueuedAnalyzer implements SentimentAnalyzer {
    private static final Logger log = LoggerFactory.getLogger(SentimentAnalyzer.class);
    private static final long NEVER = Long.MAX_VALUE;

    private final AnalyzerInfo info;
    private final TextEncoder encoder;
    private final Tokenizer tokenizer;
    private final HeadDecoder decoder;
    private final Batcher batcher;
    private final Executor executor;
    private final LongSupplier nanoClock;
    private volatile boolean closed;

    QueuedAnalyzer(
            AnalyzerInfo info,
            TextEncoder encoder,
            Tokenizer tokenizer,
            HeadDecoder decoder,
            Batcher batcher,
            Executor executor,
            LongSupplier nanoClock) {
        this.info = info;
        this.encoder = encoder;
        this.tokenizer = tokenizer;
        this.decoder = decoder;
        this.batcher = batcher;
        this.executor = executor;
        this.nanoClock = nanoClock;
    }

    /** A text on its way: what it became, and the task that waits for its logits. */
    private record Pending(int index, TextEncoder.Encoded encoded, InferenceTask task, long deadlineNanos) {}

    @Override
    public SentimentResult analyze(String text, AnalysisOptions options) {
        Objects.requireNonNull(text, "text");
        info.checkHeads(Objects.requireNonNull(options, "options").heads());
        try {
            return await(enqueue(0, text, false, deadline(options)), options);
        } catch (InterruptedException e) {
            throw cancelled();
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
            pending = enqueue(0, text, false, deadline(options));
        } catch (SentimentException e) {
            future.completeExceptionally(e);
            return future;
        } catch (InterruptedException e) {
            future.completeExceptionally(cancelled());
            return future;
        }
        InferenceTask task = pending.task();
        future.whenComplete((result, failure) -> {
            if (future.isCancelled()) {
                batcher.cancel(task);
            }
        });
        expireInTime(pending);
        task.done().whenComplete((rows, failure) -> {
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
        for (int i = 0; i < copy.size(); i++) {
            Objects.requireNonNull(copy.get(i), "texts[" + i + "]");
        }
        AnalysisOutcome[] outcomes = new AnalysisOutcome[copy.size()];
        ArrayDeque<Pending> pending = new ArrayDeque<>();
        int window = info.batching().queueCapacity();
        try {
            for (int i = 0; i < copy.size(); i++) {
                if (pending.size() >= window) {
                    collect(pending.remove(), outcomes, options);
                }
                try {
                    pending.add(enqueue(i, copy.get(i), true, NEVER, options));
                } catch (SentimentException e) {
                    outcomes[i] = new AnalysisOutcome.Failure(e);
                }
            }
            while (!pending.isEmpty()) {
                collect(pending.remove(), outcomes, options);
            }
        } catch (InterruptedException e) {
            throw cancelled();
        } finally {
            // Without effect on what was collected; whatever else ended the call, nobody wants the rest any longer.
            pending.forEach(p -> batcher.cancel(p.task()));
        }
        return List.copyOf(Arrays.asList(outcomes));
    }

    @Override
    public AnalyzerInfo info() {
        return info;
    }

    @Override
    public void close() {
        closed = true;
        batcher.close();
        tokenizer.close();
    }

    @Override
    public String toString() {
        return "SentimentAnalyzer[" + info.name() + ", " + info.model() + " on "
                + info.backend().engine() + ", " + info.backend().device() + ", " + info.threads() + ", "
                + info.batching() + "]";
    }

    private void collect(Pending p, AnalysisOutcome[] outcomes, AnalysisOptions options) throws InterruptedException {
        try {
            outcomes[p.index()] = new AnalysisOutcome.Success(await(p, options));
        } catch (SentimentException e) {
            outcomes[p.index()] = new AnalysisOutcome.Failure(e);
        }
    }

    /** Like the other, with the deadline counted from the moment there is room. */
    private Pending enqueue(int index, String text, boolean bulk, long admitBy, AnalysisOptions options)
            throws InterruptedException {
        batcher.admit(bulk, admitBy);
        return prepareAndSubmit(index, text, bulk, deadline(options));
    }

    private Pending enqueue(int index, String text, boolean bulk, long deadlineNanos) throws InterruptedException {
        batcher.admit(bulk, deadlineNanos);
        return prepareAndSubmit(index, text, bulk, deadlineNanos);
    }

    private Pending prepareAndSubmit(int index, String text, boolean bulk, long deadlineNanos) {
        TextEncoder.Encoded encoded;
        try {
            encoded = encoder.encode(text);
        } catch (Throwable t) {
            batcher.abandon(bulk);
            throw preparationFailure(t);
        }
        return new Pending(index, encoded, batcher.submit(encoded.inputs(), bulk, deadlineNanos), deadlineNanos);
    }

    private SentimentException preparationFailure(Throwable t) {
        if (t instanceof SentimentException e) {
            return e;
        }
        if (closed) {
            return new AnalyzerClosedException(
                    "analyzer '" + info.name() + "' was closed while a text was prepared", t);
        }
        // Too deep a recursion is this text's own trouble, unlike what else befalls the JVM.
        if (t instanceof VirtualMachineError e && !(t instanceof StackOverflowError)) {
            throw e;
        }
        return new InferenceException(
                "a text could not be prepared by profile " + info.profile() + " and the tokenizer: "
                        + t.getClass().getSimpleName(),
                t);
    }

    private SentimentResult await(Pending p, AnalysisOptions options) throws InterruptedException {
        CompletableFuture<List<InferenceTask.Row>> done = p.task().done();
        try {
            List<InferenceTask.Row> rows = p.deadlineNanos() == NEVER
                    ? done.get()
                    : done.get(p.deadlineNanos() - nanoClock.getAsLong(), TimeUnit.NANOSECONDS);
            return decode(p, rows, options);
        } catch (TimeoutException e) {
            batcher.cancel(p.task());
            throw tooLate(options);
        } catch (InterruptedException e) {
            batcher.cancel(p.task());
            throw e;
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private SentimentResult decode(Pending p, List<InferenceTask.Row> rows, AnalysisOptions options) {
        try {
            return decoder.decode(p.encoded(), rows, options.heads());
        } catch (SentimentException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new InferenceException(
                    "the engine's answer does not fit the heads of model " + info.model() + ": " + e.getMessage(), e);
        }
    }

    private void finish(
            CompletableFuture<SentimentResult> future,
            Pending pending,
            @Nullable List<InferenceTask.Row> rows,
            @Nullable Throwable failure,
            AnalysisOptions options) {
        try {
            if (rows == null) {
                future.completeExceptionally(failure(failure));
            } else {
                future.complete(decode(pending, rows, options));
            }
        } catch (Throwable t) {
            future.completeExceptionally(t);
        }
    }

    /** Fails a future in time even while every lane is stuck; blocking callers watch the clock themselves. */
    private void expireInTime(Pending pending) {
        if (pending.deadlineNanos() == NEVER) {
            return;
        }
        CompletableFuture<Void> timer = new CompletableFuture<>();
        timer.completeOnTimeout(null, pending.deadlineNanos() - nanoClock.getAsLong(), TimeUnit.NANOSECONDS);
        timer.thenRun(() -> batcher.expire(pending.task()));
        pending.task().done().whenComplete((rows, failure) -> timer.cancel(false));
    }

    private long deadline(AnalysisOptions options) {
        Duration timeout = options.timeout().orElse(null);
        return timeout == null ? NEVER : nanoClock.getAsLong() + timeout.toNanos();
    }

    private DeadlineExceededException tooLate(AnalysisOptions options) {
        return new DeadlineExceededException("analyzer '" + info.name() + "' gave no answer within "
                + options.timeout().orElse(Duration.ZERO).toMillis() + " ms; " + batcher.inWork()
                + " texts are in work; allow more time, or send less at once");
    }

    private static RuntimeException failure(@Nullable Throwable t) {
        if (t instanceof SentimentException || t instanceof CancellationException) {
            return (RuntimeException) t;
        }
        return new InferenceException("a text failed in the engine room", t);
    }

    private static CancellationException cancelled() {
        Thread.currentThread().interrupt();
        return new CancellationException("the calling thread was interrupted while it waited for a result");
    }
}
