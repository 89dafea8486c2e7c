package dev.sentiment4j.cache;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.SentimentResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers texts that were seen before from a cache, and computes equal texts that arrive at the same time once.
 * Thread-safe.
 *
 * <p>What is in flight is shared, so it is computed without the timeout of any one caller and is not cancelled by one
 * of them; each caller still gives up on its own. Failures are passed on to those who wait, and are not kept. A cache
 * that throws is treated as if it held nothing. Closed, it answers nothing, cached or not.
 */
public final class CachingAnalyzer implements SentimentAnalyzer {
    private static final Logger log = LoggerFactory.getLogger(CachingAnalyzer.class);

    private final SentimentAnalyzer delegate;
    private final UnaryOperator<String> normalizer;
    private final ResultCache cache;
    private final Map<CacheKey, CompletableFuture<SentimentResult>> inFlight = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * What a caller waits for.
     *
     * @param own whether it is this caller's call that computes it
     */
    private record Flight(CompletableFuture<SentimentResult> future, boolean own) {}

    /**
     * Wraps an analyzer.
     *
     * @param delegate owned from now on, closed with this one
     * @param normalizer what the delegate does to a text before its tokenizer sees it; texts that it makes equal share
     *     an answer
     */
    public CachingAnalyzer(SentimentAnalyzer delegate, UnaryOperator<String> normalizer, ResultCache cache) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
        this.normalizer = Objects.requireNonNull(normalizer, "normalizer");
        this.cache = Objects.requireNonNull(cache, "cache");
    }

    @Override
    public SentimentResult analyze(String text, AnalysisOptions options) {
        Flight flight = flight(text, options);
        try {
            SentimentResult result = options.timeout().isEmpty()
                    ? flight.future().get()
                    : flight.future().get(options.timeout().get().toNanos(), TimeUnit.NANOSECONDS);
            return result.onlyHeads(options.heads());
        } catch (TimeoutException e) {
            throw tooLate(options);
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException e) {
            throw failure(e.getCause(), flight.own());
        }
    }

    @Override
    public CompletableFuture<SentimentResult> analyzeAsync(String text, AnalysisOptions options) {
        CompletableFuture<SentimentResult> mine = new CompletableFuture<>();
        Flight flight;
        try {
            flight = flight(text, options);
        } catch (SentimentException e) {
            mine.completeExceptionally(e);
            return mine;
        }
        flight.future().whenComplete((result, failure) -> {
            if (result == null) {
                mine.completeExceptionally(failure(failure, flight.own()));
            } else {
                mine.complete(result.onlyHeads(options.heads()));
            }
        });
        options.timeout().ifPresent(timeout -> {
            CompletableFuture<Void> timer = new CompletableFuture<>();
            timer.completeOnTimeout(null, timeout.toNanos(), TimeUnit.NANOSECONDS);
            // Asynchronous, since callbacks must not hold up the one thread that all timers of the JVM share.
            timer.thenRunAsync(() -> mine.completeExceptionally(tooLate(options)));
            mine.whenComplete((result, failure) -> timer.cancel(false));
        });
        return mine;
    }

    @Override
    public List<AnalysisOutcome> analyzeAll(List<String> texts, AnalysisOptions options) {
        Objects.requireNonNull(texts, "texts");
        Objects.requireNonNull(options, "options");
        info().checkHeads(options.heads());
        List<String> copy = new ArrayList<>(texts);
        AnalysisOutcome[] outcomes = new AnalysisOutcome[copy.size()];
        Map<CacheKey, List<Integer>> missing = new LinkedHashMap<>();
        for (int i = 0; i < copy.size(); i++) {
            Objects.requireNonNull(copy.get(i), "texts[" + i + "]");
        }
        for (int i = 0; i < copy.size(); i++) {
            CacheKey key;
            try {
                key = key(copy.get(i));
            } catch (SentimentException e) {
                outcomes[i] = new AnalysisOutcome.Failure(e);
                continue;
            }
            Optional<SentimentResult> hit = lookUp(key);
            if (hit.isPresent()) {
                outcomes[i] = new AnalysisOutcome.Success(hit.get().onlyHeads(options.heads()));
            } else {
                missing.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
            }
        }
        answerMissing(copy, missing, outcomes, options);
        return List.copyOf(Arrays.asList(outcomes));
    }

    /**
     * The answer to a text if the cache holds it, without asking the analyzer otherwise. Empty also if this is closed,
     * or if the text cannot be prepared, which {@link #analyze(String, AnalysisOptions)} will tell.
     *
     * @throws dev.sentiment4j.InvalidOptionsException if the options ask for a head that the model does not have
     */
    public Optional<SentimentResult> cached(String text, AnalysisOptions options) {
        Objects.requireNonNull(text, "text");
        info().checkHeads(Objects.requireNonNull(options, "options").heads());
        try {
            return lookUp(key(text)).map(result -> result.onlyHeads(options.heads()));
        } catch (InferenceException e) {
            log.debug("analyzer '{}': no key for a text, so nothing cached", info().name(), e);
            return Optional.empty();
        }
    }

    @Override
    public AnalyzerInfo info() {
        return delegate.info();
    }

    @Override
    public AnalyzerLoad load() {
        return delegate.load();
    }

    /** The analyzer behind the cache. */
    public SentimentAnalyzer delegate() {
        return delegate;
    }

    /** The cache. */
    public ResultCache cache() {
        return cache;
    }

    @Override
    public void close() {
        closed = true;
        delegate.close();
    }

    @Override
    public String toString() {
        return "CachingAnalyzer[" + cache + ", " + delegate + "]";
    }

    /**
     * Each missing text once: those nobody is computing in one list, then those that others are computing. A call with
     * a timeout shares nothing of its own, since others may have more patience.
     */
    private void answerMissing(
            List<String> texts,
            Map<CacheKey, List<Integer>> missing,
            AnalysisOutcome[] outcomes,
            AnalysisOptions options) {
        Map<CacheKey, CompletableFuture<SentimentResult>> mine = new LinkedHashMap<>();
        Map<CacheKey, CompletableFuture<SentimentResult>> others = new LinkedHashMap<>();
        for (CacheKey key : missing.keySet()) {
            CompletableFuture<SentimentResult> future = new CompletableFuture<>();
            CompletableFuture<SentimentResult> present =
                    options.timeout().isPresent() ? inFlight.get(key) : inFlight.putIfAbsent(key, future);
            if (present == null) {
                mine.put(key, future);
            } else {
                others.put(key, present);
            }
        }
        long start = System.nanoTime();
        computeAll(texts, missing, mine, options);
        mine.putAll(others);
        mine.forEach((key, future) -> {
            AnalysisOutcome outcome = outcome(future, options, start);
            Objects.requireNonNull(missing.get(key)).forEach(i -> outcomes[i] = outcome);
        });
    }

    private void computeAll(
            List<String> texts,
            Map<CacheKey, List<Integer>> missing,
            Map<CacheKey, CompletableFuture<SentimentResult>> mine,
            AnalysisOptions options) {
        if (mine.isEmpty()) {
            return;
        }
        try {
            List<String> unique = mine.keySet().stream()
                    .map(key ->
                            texts.get(Objects.requireNonNull(missing.get(key)).get(0)))
                    .toList();
            Iterator<AnalysisOutcome> answers =
                    delegate.analyzeAll(unique, options.withHeads(List.of())).iterator();
            mine.forEach((key, future) -> settle(key, future, answers.next()));
        } finally {
            // Whatever went wrong, nobody may wait for ever on what this call had taken on.
            mine.forEach((key, future) -> {
                if (!future.isDone()) {
                    settle(key, future, new AnalysisOutcome.Failure(brokenOff(null)));
                }
            });
        }
    }

    private Flight flight(String text, AnalysisOptions options) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(options, "options");
        info().checkHeads(options.heads());
        CacheKey key = key(text);
        Optional<SentimentResult> hit = lookUp(key);
        if (hit.isPresent()) {
            return new Flight(CompletableFuture.completedFuture(hit.get()), true);
        }
        CompletableFuture<SentimentResult> mine = new CompletableFuture<>();
        CompletableFuture<SentimentResult> present = inFlight.putIfAbsent(key, mine);
        if (present != null) {
            return new Flight(present, false);
        }
        try {
            delegate.analyzeAsync(text)
                    .whenComplete((result, failure) -> settle(
                            key,
                            mine,
                            result == null
                                    ? new AnalysisOutcome.Failure(typed(failure))
                                    : new AnalysisOutcome.Success(result)));
        } catch (RuntimeException | Error e) {
            settle(key, mine, new AnalysisOutcome.Failure(typed(e)));
        }
        return new Flight(mine, true);
    }

    /** Keeps a result, ends its flight and tells whoever waits for it. */
    private void settle(CacheKey key, CompletableFuture<SentimentResult> future, AnalysisOutcome outcome) {
        try {
            outcome.result().ifPresent(result -> keep(key, result));
        } finally {
            inFlight.remove(key, future);
            if (outcome instanceof AnalysisOutcome.Success s) {
                future.complete(s.value());
            } else {
                future.completeExceptionally(outcome.failure().orElseThrow());
            }
        }
    }

    private AnalysisOutcome outcome(
            CompletableFuture<SentimentResult> future, AnalysisOptions options, long startNanos) {
        try {
            SentimentResult result = options.timeout().isEmpty()
                    ? future.get()
                    : future.get(
                            options.timeout().get().toNanos() - (System.nanoTime() - startNanos), TimeUnit.NANOSECONDS);
            return new AnalysisOutcome.Success(result.onlyHeads(options.heads()));
        } catch (TimeoutException e) {
            return new AnalysisOutcome.Failure(tooLate(options));
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException e) {
            return new AnalysisOutcome.Failure(typed(e.getCause()));
        }
    }

    private CacheKey key(String text) {
        try {
            return CacheKey.of(delegate.info(), normalizer.apply(text));
        } catch (RuntimeException | StackOverflowError e) {
            throw new InferenceException(
                    "a text could not be prepared by profile " + info().profile() + ": "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    private Optional<SentimentResult> lookUp(CacheKey key) {
        if (closed) {
            return Optional.empty();
        }
        try {
            return Objects.requireNonNull(cache.get(key), "ResultCache.get");
        } catch (RuntimeException | LinkageError e) {
            log.warn("analyzer '{}': the cache failed on a lookup, analyzing instead", info().name(), e);
            return Optional.empty();
        }
    }

    private void keep(CacheKey key, SentimentResult result) {
        try {
            cache.put(key, result);
        } catch (RuntimeException | LinkageError e) {
            log.warn("analyzer '{}': the cache failed to keep a result", info().name(), e);
        }
    }

    private DeadlineExceededException tooLate(AnalysisOptions options) {
        return new DeadlineExceededException("analyzer '" + info().name() + "' gave no answer within "
                + options.timeout().map(Duration::toMillis).orElse(0L)
                + " ms; allow more time, or send less at once");
    }

    private static CancellationException interrupted() {
        Thread.currentThread().interrupt();
        return new CancellationException("the calling thread was interrupted while it waited for a result");
    }

    /** Whoever's thread was interrupted hears of the cancellation itself; to others it is a failure of the flight. */
    private static RuntimeException failure(@Nullable Throwable t, boolean own) {
        SentimentException failure = typed(t);
        return own && failure.getCause() instanceof CancellationException c ? c : failure;
    }

    private static SentimentException typed(@Nullable Throwable t) {
        // Decorators that derive their futures from another's wrap what went wrong.
        Throwable cause = t instanceof CompletionException && t.getCause() != null ? t.getCause() : t;
        if (cause instanceof SentimentException e) {
            return e;
        }
        return cause instanceof CancellationException
                ? brokenOff(cause)
                : new InferenceException("a text failed behind the cache", cause);
    }

    private static InferenceException brokenOff(@Nullable Throwable cause) {
        return new InferenceException("the call that computed this text was broken off; try again", cause);
    }
}
