package dev.sentiment4j.fallback;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.Degradation;
import dev.sentiment4j.OverloadedException;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.cache.CachingAnalyzer;
import dev.sentiment4j.fallback.Ladder.Position;
import dev.sentiment4j.model.HeadSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The analyzers of a ladder, and what has to be said to and of each. Immutable and thread-safe. */
final class Steps {
    private final List<SentimentAnalyzer> analyzers;
    private final BrownOutOptions options;
    private final LongSupplier nanoClock;

    Steps(List<SentimentAnalyzer> analyzers, BrownOutOptions options, LongSupplier nanoClock) {
        this.analyzers = List.copyOf(analyzers);
        this.options = options;
        this.nanoClock = nanoClock;
    }

    List<SentimentAnalyzer> all() {
        return analyzers;
    }

    SentimentAnalyzer get(int step) {
        return analyzers.get(step);
    }

    int last() {
        return analyzers.size() - 1;
    }

    /** What the best of the steps above has in its cache. */
    Optional<SentimentResult> cached(String text, AnalysisOptions wanted, Position now) {
        for (int step = 0; step < now.step(); step++) {
            if (analyzers.get(step) instanceof CachingAnalyzer cache) {
                Optional<SentimentResult> kept = cache.cached(text, optionsFor(step, wanted));
                if (kept.isPresent()) {
                    return Optional.of(mark(kept.get(), step, reason(now, step), wanted));
                }
            }
        }
        return Optional.empty();
    }

    /** The same options without heads that this step lacks; if it lacks all of them, for all it has. */
    AnalysisOptions optionsFor(int step, AnalysisOptions wanted) {
        if (step == 0 || wanted.heads().isEmpty()) {
            return wanted;
        }
        List<String> known = analyzers.get(step).info().heads().stream()
                .map(HeadSpec::name)
                .filter(wanted.heads()::contains)
                .toList();
        return known.size() == wanted.heads().size() ? wanted : wanted.withHeads(known);
    }

    /**
     * The same options with what is left of the timeout.
     *
     * @throws DeadlineExceededException if nothing is left
     */
    AnalysisOptions remaining(AnalysisOptions wanted, long startNanos, String reason) {
        if (wanted.timeout().isEmpty()) {
            return wanted;
        }
        Duration timeout = wanted.timeout().get();
        Duration left = timeout.minusNanos(nanoClock.getAsLong() - startNanos);
        if (left.isZero() || left.isNegative()) {
            throw new DeadlineExceededException(
                    "analyzer '" + analyzers.get(0).info().name() + "' gave no answer within " + timeout.toMillis()
                            + " ms, all spent on a step that refused the text (" + reason
                            + "); allow more time, or let the steps reject instead of wait");
        }
        // A clock that steps back must not make more of the timeout than it was.
        return wanted.withTimeout(left.compareTo(timeout) < 0 ? left : timeout);
    }

    /** The result as the caller gets it. */
    SentimentResult mark(SentimentResult result, int step, String reason, AnalysisOptions wanted) {
        return step == 0
                ? result
                : result.onlyHeads(wanted.heads())
                        .withDegradation(
                                new Degradation(step, analyzers.get(0).info().model(), reason));
    }

    /** Why texts come to a step before any analyzer was asked. */
    String reason(Position now, int step) {
        return step == 0
                ? ""
                : "predicted wait " + now.waits().get(step - 1).toMillis() + " ms, limit "
                        + options.enterAbove().toMillis() + " ms";
    }

    static String reason(OverloadedException e) {
        return "refused, " + e.queueDepth() + " of " + e.queueCapacity() + " texts in work";
    }
}
