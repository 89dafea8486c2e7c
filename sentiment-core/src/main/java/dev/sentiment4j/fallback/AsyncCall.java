package dev.sentiment4j.fallback;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.OverloadedException;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.fallback.Ladder.Position;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One asynchronous call on its way down the ladder. Thread-safe. */
final class AsyncCall {
    private final Steps steps;
    private final String text;
    private final AnalysisOptions options;
    private final long startNanos;
    private final CompletableFuture<SentimentResult> mine = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<SentimentResult> inner;

    AsyncCall(Steps steps, String text, AnalysisOptions options, long startNanos) {
        this.steps = steps;
        this.text = text;
        this.options = options;
        this.startNanos = startNanos;
    }

    CompletableFuture<SentimentResult> start(Position now) {
        mine.whenComplete((result, failure) -> cancelInner());
        tryStep(now.step(), options, steps.reason(now, now.step()));
        return mine;
    }

    private void tryStep(int step, AnalysisOptions left, String reason) {
        try {
            CompletableFuture<SentimentResult> future =
                    steps.get(step).analyzeAsync(text, steps.optionsFor(step, left));
            inner = future;
            // Cancelled while this step was being asked: nobody else would tell it.
            cancelInner();
            future.whenComplete((result, failure) -> ended(step, reason, result, failure));
        } catch (RuntimeException | Error e) {
            ended(step, reason, null, e);
        }
    }

    private void ended(int step, String reason, @Nullable SentimentResult result, @Nullable Throwable failure) {
        try {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (result != null) {
                mine.complete(steps.mark(result, step, reason, options));
            } else if (cause instanceof OverloadedException e && step < steps.last()) {
                if (!mine.isDone()) {
                    String refusal = Steps.reason(e);
                    tryStep(step + 1, steps.remaining(options, startNanos, refusal), refusal);
                }
            } else {
                mine.completeExceptionally(
                        cause != null ? cause : new NullPointerException("the result of step " + step));
            }
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
        }
    }

    private void cancelInner() {
        CompletableFuture<SentimentResult> future = inner;
        if (mine.isCancelled() && future != null) {
            future.cancel(true);
        }
    }
}
