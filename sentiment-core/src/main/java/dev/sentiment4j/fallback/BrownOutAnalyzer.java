package dev.sentiment4j.fallback;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerClosedException;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.OverloadedException;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.fallback.Ladder.Position;
import dev.sentiment4j.spi.AnalyzerListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers from the next cheaper analyzer while the preferred one has too much to do, and says so in the result
 * ({@link SentimentResult#degradation()}), before anything is refused. Thread-safe; takes no lock of its own.
 *
 * <p>The predicted wait ({@link AnalyzerLoad#predictedWait()}) of each step decides whether the next one takes over,
 * between two marks and after a minimum time, as {@link BrownOutOptions} says. It is looked at when a call comes in;
 * there is no thread that watches. A step whose load is {@link AnalyzerLoad#NONE} is never left. A text that its step
 * refuses with {@link OverloadedException} goes to the next one at once, without moving the ladder; what the last step
 * refuses is refused. Any other failure is the caller's to see, and is never covered up by a cheaper answer.
 *
 * <p>If a better step is a {@link dev.sentiment4j.cache.CachingAnalyzer} that holds the answer, that answer is given:
 * it costs nothing. Lists wait for the preferred analyzer unless {@link BrownOutOptions#bulk()} is set. A stand-in
 * without a head that was asked for answers without it. A timeout holds for the whole call, however many steps it
 * takes; with {@code bulk}, each step that a text of a list is handed to counts anew.
 *
 * <pre>{@code
 * SentimentAnalyzer analyzer = BrownOutAnalyzer.builder(large).step(small).step(LexiconAnalyzer.create()).build();
 * }</pre>
 */
public final class BrownOutAnalyzer implements SentimentAnalyzer {
    private static final Logger log = LoggerFactory.getLogger(BrownOutAnalyzer.class);
    /** Texts of a list between two looks at the load: many batches, so that their ends do not count. */
    private static final int LIST_PORTION = 256;

    private final Steps steps;
    private final BrownOutOptions options;
    private final Ladder ladder;
    private final List<AnalyzerListener> listeners;
    private final LongSupplier nanoClock;
    private final AtomicReference<Position> position = new AtomicReference<>(Position.start());
    private final AtomicBoolean listenerFaultTold = new AtomicBoolean();
    private volatile boolean closed;

    private BrownOutAnalyzer(Builder b) {
        this.options = b.options;
        this.steps = new Steps(b.steps, b.options, b.nanoClock);
        this.ladder = new Ladder(b.steps.size(), b.options);
        this.listeners = List.copyOf(b.listeners);
        this.nanoClock = b.nanoClock;
    }

    /**
     * Starts a ladder.
     *
     * @param preferred the analyzer that answers unless it has too much to do; owned from {@link Builder#build()} on
     */
    public static Builder builder(SentimentAnalyzer preferred) {
        return new Builder(preferred);
    }

    @Override
    public SentimentResult analyze(String text, AnalysisOptions options) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(options, "options");
        admit(options);
        Position now = position();
        Optional<SentimentResult> kept = steps.cached(text, options, now);
        if (kept.isPresent()) {
            return kept.get();
        }
        long start = nanoClock.getAsLong();
        String reason = steps.reason(now, now.step());
        for (int step = now.step(); ; step++) {
            AnalysisOptions own =
                    steps.optionsFor(step, step == now.step() ? options : steps.remaining(options, start, reason));
            try {
                return steps.mark(steps.get(step).analyze(text, own), step, reason, options);
            } catch (OverloadedException e) {
                if (step == steps.last()) {
                    throw e;
                }
                reason = Steps.reason(e);
            }
        }
    }

    @Override
    public CompletableFuture<SentimentResult> analyzeAsync(String text, AnalysisOptions options) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(options, "options");
        try {
            admit(options);
        } catch (SentimentException e) {
            return CompletableFuture.failedFuture(e);
        }
        Position now = position();
        Optional<SentimentResult> kept = steps.cached(text, options, now);
        if (kept.isPresent()) {
            return CompletableFuture.completedFuture(kept.get());
        }
        return new AsyncCall(steps, text, options, nanoClock.getAsLong()).start(now);
    }

    @Override
    public List<AnalysisOutcome> analyzeAll(List<String> texts, AnalysisOptions options) {
        if (!this.options.bulk()) {
            return steps.get(0).analyzeAll(texts, options);
        }
        Objects.requireNonNull(texts, "texts");
        info().checkHeads(Objects.requireNonNull(options, "options").heads());
        List<String> copy = new ArrayList<>(texts);
        for (int i = 0; i < copy.size(); i++) {
            Objects.requireNonNull(copy.get(i), "texts[" + i + "]");
        }
        if (closed) {
            return Collections.nCopies(copy.size(), new AnalysisOutcome.Failure(closedException()));
        }
        List<AnalysisOutcome> outcomes = new ArrayList<>(copy.size());
        for (int i = 0; i < copy.size(); i += LIST_PORTION) {
            List<String> portion = copy.subList(i, Math.min(copy.size(), i + LIST_PORTION));
            outcomes.addAll(new ListCall(steps, portion, options).run(position()));
        }
        return List.copyOf(outcomes);
    }

    @Override
    public Stream<AnalysisOutcome> analyzeStream(Iterator<String> texts, AnalysisOptions options) {
        return this.options.bulk()
                ? SentimentAnalyzer.super.analyzeStream(texts, options)
                : steps.get(0).analyzeStream(texts, options);
    }

    /** Of the preferred analyzer. */
    @Override
    public AnalyzerInfo info() {
        return steps.get(0).info();
    }

    /** Of the step that answers now. */
    @Override
    public AnalyzerLoad load() {
        return steps.get(at().step()).load();
    }

    /** The analyzers, the preferred one first; unmodifiable. */
    public List<SentimentAnalyzer> steps() {
        return steps.all();
    }

    /** Closes every step, the preferred one first; the first failure is thrown, with the others suppressed in it. */
    @Override
    public void close() {
        closed = true;
        RuntimeException failure = null;
        for (SentimentAnalyzer step : steps.all()) {
            try {
                step.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The ladder and the step that answers now. */
    @Override
    public String toString() {
        return "BrownOutAnalyzer["
                + steps.all().stream()
                        .map(step -> step.info().model().toString())
                        .collect(Collectors.joining(" > "))
                + ", answers from step " + at().step() + " of 0 to " + steps.last() + ", " + options + "]";
    }

    private void admit(AnalysisOptions options) {
        info().checkHeads(options.heads());
        if (closed) {
            throw closedException();
        }
    }

    private AnalyzerClosedException closedException() {
        return new AnalyzerClosedException(
                "analyzer '" + info().name() + "' is closed; create a new one, or close it later");
    }

    private Position at() {
        return Objects.requireNonNull(position.get());
    }

    /** Looks at the load, and moves if it is time. Of several threads that would move, one does. */
    private Position position() {
        Position now = at();
        Position next = ladder.next(
                now, nanoClock.getAsLong(), step -> steps.get(step).load().predictedWait());
        if (next.equals(now) || !position.compareAndSet(now, next)) {
            return at();
        }
        tell(now.step(), next.step());
        return next;
    }

    private void tell(int from, int to) {
        AnalyzerLoad load = steps.get(0).load();
        log.info(
                "analyzer '{}': step {} ({}) answers instead of step {}; {}",
                info().name(),
                to,
                steps.get(to).info().model(),
                from,
                load);
        for (AnalyzerListener listener : listeners) {
            try {
                listener.brownOut(from, to, load);
            } catch (Throwable t) {
                if (listenerFaultTold.compareAndSet(false, true)) {
                    log.warn(
                            "analyzer '{}': listener {} threw; later faults of listeners are not logged",
                            info().name(),
                            listener.getClass().getName(),
                            t);
                }
            }
        }
    }

    /** Collects a ladder. Not thread-safe. */
    public static final class Builder {
        private final List<SentimentAnalyzer> steps = new ArrayList<>();
        private final List<AnalyzerListener> listeners = new ArrayList<>();
        private BrownOutOptions options = BrownOutOptions.defaults();
        private LongSupplier nanoClock = System::nanoTime;

        private Builder(SentimentAnalyzer preferred) {
            steps.add(Objects.requireNonNull(preferred, "preferred"));
        }

        /** Adds the next cheaper analyzer; owned from {@link #build()} on. */
        public Builder step(SentimentAnalyzer cheaper) {
            steps.add(Objects.requireNonNull(cheaper, "cheaper"));
            return this;
        }

        /** When to move; by default {@link BrownOutOptions#defaults()}. */
        public Builder options(BrownOutOptions options) {
            this.options = Objects.requireNonNull(options, "options");
            return this;
        }

        /** Hears {@link AnalyzerListener#brownOut} and nothing else; several calls add up. */
        public Builder listener(AnalyzerListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** The clock for dwells and timeouts, in nanoseconds like {@link System#nanoTime()}, its default; for tests. */
        public Builder nanoClock(LongSupplier nanoClock) {
            this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
            return this;
        }

        /**
         * The ladder, which closes its steps.
         *
         * @throws InvalidOptionsException if there is nothing below the preferred analyzer, or an analyzer stands on
         *     two steps
         */
        public BrownOutAnalyzer build() {
            List<String> problems = new ArrayList<>();
            if (steps.size() < 2) {
                problems.add("steps = 0: add at least one cheaper analyzer with step(...)");
            }
            Set<SentimentAnalyzer> different = Collections.newSetFromMap(new IdentityHashMap<>());
            different.addAll(steps);
            if (different.size() < steps.size()) {
                problems.add("steps: an analyzer stands on two of them, where it is as busy as before; use each once");
            }
            if (!problems.isEmpty()) {
                throw new InvalidOptionsException("brown-out ladder", problems);
            }
            return new BrownOutAnalyzer(this);
        }
    }
}
