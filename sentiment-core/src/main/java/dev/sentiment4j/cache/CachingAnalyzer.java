package dev.sentiment4j.cache;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.SentimentResult;
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
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers texts that were seen before from a cache. Thread-safe.
 *
 * <p>Texts that are not in the cache go to the analyzer behind it with the caller's own options, so timeouts, priority,
 * cancelling and the completion executor mean what they mean there. Equal texts that are in work at the same time are
 * not gathered here: the engine room shares their work already, and does so without letting one caller's timeout,
 * interrupt or patience become another's. Failures are not kept. A cache that throws is treated as if it held nothing.
 * Closed, it answers nothing, cached or not.
 */
public final class CachingAnalyzer implements SentimentAnalyzer {
    private static final Logger log = LoggerFactory.getLogger(CachingAnalyzer.class);

    private final SentimentAnalyzer delegate;
    private final UnaryOperator<String> normalizer;
    private final ResultCache cache;
    private volatile boolean closed;

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
        CacheKey key = question(text, options);
        Optional<SentimentResult> hit = lookUp(key);
        if (hit.isPresent()) {
            return hit.get().onlyHeads(options.heads());
        }
        SentimentResult result;
        try {
            result = delegate.analyze(text, allHeads(options));
        } catch (RuntimeException e) {
            throw typed(e);
        }
        keep(key, result);
        return result.onlyHeads(options.heads());
    }

    @Override
    public CompletableFuture<SentimentResult> analyzeAsync(String text, AnalysisOptions options) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(options, "options");
        CompletableFuture<SentimentResult> future = new CompletableFuture<>();
        CacheKey key;
        CompletableFuture<SentimentResult> computed;
        try {
            key = question(text, options);
            Optional<SentimentResult> hit = lookUp(key);
            if (hit.isPresent()) {
                future.complete(hit.get().onlyHeads(options.heads()));
                return future;
            }
            computed = delegate.analyzeAsync(text, allHeads(options));
        } catch (RuntimeException e) {
            future.completeExceptionally(typed(e));
            return future;
        }
        future.whenComplete((result, failure) -> {
            if (future.isCancelled()) {
                computed.cancel(false);
            }
        });
        computed.whenComplete((result, failure) -> {
            if (result != null) {
                keep(key, result);
                future.complete(result.onlyHeads(options.heads()));
            } else {
                future.completeExceptionally(typed(failure));
            }
        });
        return future;
    }

    @Override
    public List<AnalysisOutcome> analyzeAll(List<String> texts, AnalysisOptions options) {
        Objects.requireNonNull(texts, "texts");
        info().checkHeads(Objects.requireNonNull(options, "options").heads());
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
        if (!missing.isEmpty()) {
            answerMissing(copy, missing, outcomes, options);
        }
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

    /** Each missing text once. Results are kept as they come, so that others find them before the last is there. */
    private void answerMissing(
            List<String> texts,
            Map<CacheKey, List<Integer>> missing,
            AnalysisOutcome[] outcomes,
            AnalysisOptions options) {
        Iterator<String> unique =
                missing.values().stream().map(at -> texts.get(at.get(0))).iterator();
        try (Stream<AnalysisOutcome> answers = delegate.analyzeStream(unique, allHeads(options))) {
            Iterator<AnalysisOutcome> answer = answers.iterator();
            missing.forEach((key, at) -> {
                AnalysisOutcome computed = answer.next();
                computed.result().ifPresent(result -> keep(key, result));
                AnalysisOutcome outcome = computed instanceof AnalysisOutcome.Success s
                        ? new AnalysisOutcome.Success(s.value().onlyHeads(options.heads()))
                        : computed;
                at.forEach(i -> outcomes[i] = outcome);
            });
        }
    }

    /** What is kept answers every later question, whatever heads it asks for. */
    private static AnalysisOptions allHeads(AnalysisOptions options) {
        return options.withHeads(List.of());
    }

    private CacheKey question(String text, AnalysisOptions options) {
        Objects.requireNonNull(text, "text");
        info().checkHeads(Objects.requireNonNull(options, "options").heads());
        return key(text);
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
        } catch (RuntimeException | Error e) {
            log.warn("analyzer '{}': the cache failed on a lookup, analyzing instead", info().name(), e);
            return Optional.empty();
        }
    }

    private void keep(CacheKey key, SentimentResult result) {
        try {
            cache.put(key, result);
        } catch (RuntimeException | Error e) {
            log.warn("analyzer '{}': the cache failed to keep a result", info().name(), e);
        }
    }

    private static RuntimeException typed(@Nullable Throwable t) {
        // Decorators that derive their futures from another's wrap what went wrong.
        Throwable cause = t instanceof CompletionException && t.getCause() != null ? t.getCause() : t;
        return cause instanceof SentimentException || cause instanceof CancellationException
                ? (RuntimeException) cause
                : new InferenceException("a text failed behind the cache", cause);
    }
}
