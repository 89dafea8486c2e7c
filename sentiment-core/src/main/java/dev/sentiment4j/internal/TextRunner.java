package dev.sentiment4j.internal;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalyzerClosedException;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.Priority;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.batch.Batcher;
import dev.sentiment4j.batch.InferenceTask;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.tokenize.TextEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The stages of one text around the engine room: prepare, submit, wait, decode. Every failure leaves as a
 * {@link SentimentException}. Thread-safe.
 */
final class TextRunner {
    static final long NEVER = Long.MAX_VALUE;

    private final AnalyzerInfo info;
    private final TextEncoder encoder;
    private final HeadDecoder decoder;
    private final Batcher batcher;
    private final AnalyzerListener listener;
    private final LongSupplier nanoClock;
    private volatile boolean closed;

    TextRunner(
            AnalyzerInfo info,
            TextEncoder encoder,
            HeadDecoder decoder,
            Batcher batcher,
            AnalyzerListener listener,
            LongSupplier nanoClock) {
        this.info = info;
        this.encoder = encoder;
        this.decoder = decoder;
        this.batcher = batcher;
        this.listener = listener;
        this.nanoClock = nanoClock;
    }

    /** A text as the model reads it, or why it cannot be read. */
    record Prepared(
            TextEncoder.@Nullable Encoded encoded, @Nullable SentimentException failure, long nanos) {
        TextEncoder.Encoded orElseThrow() {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(encoded);
        }
    }

    /** A text on its way: what it became, and the task that waits for its logits. */
    record Pending(
            TextEncoder.Encoded encoded, InferenceTask task, Priority priority, long deadlineNanos, long prepareNanos) {
        boolean isReady() {
            return task.done().isDone();
        }
    }

    Batcher batcher() {
        return batcher;
    }

    void close() {
        closed = true;
    }

    /** The analyzer's clock. */
    long now() {
        return nanoClock.getAsLong();
    }

    /** When a text that is handed in now must be answered. */
    long deadline(AnalysisOptions options) {
        Duration timeout = options.timeout().orElse(null);
        return timeout == null ? NEVER : nanoClock.getAsLong() + timeout.toNanos();
    }

    /** Text profile and tokenizer, on the calling thread. */
    Prepared prepare(String text) {
        long start = nanoClock.getAsLong();
        try {
            TextEncoder.Encoded encoded = encoder.encode(text);
            return new Prepared(encoded, null, nanoClock.getAsLong() - start);
        } catch (Throwable t) {
            return new Prepared(null, preparationFailure(t), nanoClock.getAsLong() - start);
        }
    }

    /**
     * Prepares and queues an admitted text; its place is given back if that fails.
     *
     * @param callerWaits whether the calling thread has nothing else to do until the text is answered, so that it may
     *     as well run it
     */
    Pending prepareAndSubmit(
            String text, Priority priority, long deadlineNanos, AnalysisOptions options, boolean callerWaits) {
        TextEncoder.Encoded encoded;
        long prepareNanos;
        try {
            if (isPast(deadlineNanos)) {
                throw tooLate(options);
            }
            Prepared prepared = prepare(text);
            encoded = prepared.orElseThrow();
            prepareNanos = prepared.nanos();
        } catch (Throwable t) {
            batcher.abandon(priority);
            throw t;
        }
        // A caller with a deadline must be able to leave an engine that hangs, and a virtual thread would hold its
        // carrier.
        InferenceTask task = callerWaits && deadlineNanos == NEVER && !VirtualThreads.isCurrent()
                ? batcher.submitOrRun(encoded.inputs(), priority)
                : batcher.submit(encoded.inputs(), priority, deadlineNanos);
        return new Pending(encoded, task, priority, deadlineNanos, prepareNanos);
    }

    /** Queues admitted and prepared texts, all of them at once. */
    List<Pending> submit(List<Prepared> prepared, Priority priority, AnalysisOptions options) {
        long deadlineNanos = deadline(options);
        List<TextEncoder.Encoded> encoded =
                prepared.stream().map(Prepared::orElseThrow).toList();
        List<InferenceTask> tasks = batcher.submit(encoded.stream()
                .map(e -> new Batcher.Request(e.inputs(), priority, deadlineNanos))
                .toList());
        List<Pending> pending = new ArrayList<>(tasks.size());
        for (int i = 0; i < tasks.size(); i++) {
            pending.add(new Pending(
                    encoded.get(i),
                    tasks.get(i),
                    priority,
                    deadlineNanos,
                    prepared.get(i).nanos()));
        }
        return pending;
    }

    /** Waits for the logits on the calling thread, and decodes them there. */
    SentimentResult await(Pending p, AnalysisOptions options) throws InterruptedException {
        CompletableFuture<List<InferenceTask.Row>> done = p.task().done();
        try {
            List<InferenceTask.Row> rows = p.deadlineNanos() == NEVER
                    ? done.get()
                    : done.get(p.deadlineNanos() - nanoClock.getAsLong(), TimeUnit.NANOSECONDS);
            return decode(p, rows, options);
        } catch (TimeoutException e) {
            cancel(p);
            throw tooLate(options);
        } catch (InterruptedException e) {
            cancel(p);
            throw e;
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    SentimentResult decode(Pending p, List<InferenceTask.Row> rows, AnalysisOptions options) {
        SentimentResult result;
        try {
            result = decoder.decode(p.encoded(), rows, options.heads());
        } catch (SentimentException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new InferenceException(
                    "the engine's answer does not fit the heads of model " + info.model() + ": " + e.getMessage(), e);
        }
        listener.textCompleted(new AnalyzerListener.TextEvent(
                p.priority(),
                p.encoded().info().tokens(),
                p.prepareNanos(),
                p.task().engineNanos(),
                nanoClock.getAsLong() - p.task().finishedNanos()));
        return result;
    }

    /** Drops a text that nobody waits for any longer; without effect once it is done. */
    void cancel(Pending p) {
        batcher.cancel(p.task());
    }

    static RuntimeException failure(@Nullable Throwable t) {
        if (t instanceof SentimentException || t instanceof CancellationException) {
            return (RuntimeException) t;
        }
        return new InferenceException("a text failed in the engine room", t);
    }

    /** For a caller whose thread was interrupted; marks it again. */
    static CancellationException cancelled() {
        Thread.currentThread().interrupt();
        return new CancellationException("the calling thread was interrupted while it waited for a result");
    }

    private boolean isPast(long deadlineNanos) {
        return deadlineNanos != NEVER && nanoClock.getAsLong() - deadlineNanos >= 0;
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

    private DeadlineExceededException tooLate(AnalysisOptions options) {
        return new DeadlineExceededException("analyzer '" + info.name() + "' gave no answer within "
                + options.timeout().orElse(Duration.ZERO).toMillis() + " ms; " + batcher.inWork()
                + " texts are in work; allow more time, or send less at once");
    }
}
