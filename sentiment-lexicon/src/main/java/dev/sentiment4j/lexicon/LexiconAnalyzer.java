package dev.sentiment4j.lexicon;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerClosedException;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.InputInfo;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.model.HeadSpec;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.spi.BackendInfo;
import dev.sentiment4j.text.TextProfile;
import dev.sentiment4j.text.TextProfiles;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sentiment from weights of words, pairs of words, negated words and emoticons, in plain Java: no engine, no native
 * code, tens of microseconds a post on the calling thread. Thread-safe; queues nothing and starts no thread, so its
 * {@link #load()} is always {@link dev.sentiment4j.AnalyzerLoad#NONE} and it never refuses a text for want of room.
 *
 * <p>It is the last step of a brown-out ladder, or a first look at very many texts; it is clearly worse than a model
 * that reads sentences. It knows English, one head ({@code sentiment}), and no irony. Figures and limits are in
 * {@code docs/models.md}. The probabilities are calibrated on posts: of the texts with confidence 0.7, about 70 % are
 * right.
 *
 * <p>The whole text is read, whatever its length. A timeout is looked at when a text is done, and holds for the way to
 * the completion executor.
 */
public final class LexiconAnalyzer implements SentimentAnalyzer {
    private static final Logger log = LoggerFactory.getLogger(LexiconAnalyzer.class);
    private static final String BACKEND = "lexicon";
    private static final String DEVICE = "cpu";

    private final Lexicon lexicon;
    private final TextProfile profile;
    private final AnalyzerInfo info;
    private final Executor executor;
    private final LongSupplier nanoClock;
    private volatile boolean closed;

    private LexiconAnalyzer(Builder b) {
        String origin = "class path, " + LexiconAnalyzer.class.getPackageName();
        this.lexicon = Lexicon.read(origin, LexiconAnalyzer::resource);
        this.profile = TextProfiles.social(lexicon.emojiNames());
        this.info = new AnalyzerInfo(
                b.name,
                lexicon.model(),
                origin,
                List.of(HeadSpec.builder(HeadSpec.SENTIMENT, List.of("negative", "neutral", "positive"))
                        .build()),
                Integer.MAX_VALUE,
                LongTextPolicy.truncate(),
                profile.id(),
                new BackendInfo(BACKEND, "linear model, plain Java", DEVICE, true, List.of()),
                // No lane of its own: the calling threads do the work.
                new ThreadPlan(Runtime.getRuntime().availableProcessors(), 0, 1),
                BatchOptions.defaults().resolved(),
                Optional.empty());
        this.executor = b.executor;
        this.nanoClock = b.nanoClock;
    }

    /**
     * An analyzer with the weights in this jar, under the name "lexicon". Takes some 100 milliseconds; make it once.
     *
     * @throws ModelLoadException if the weights are damaged
     */
    public static LexiconAnalyzer create() {
        return builder().build();
    }

    /** Starts a configured analyzer. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public SentimentResult analyze(String text, AnalysisOptions options) {
        Objects.requireNonNull(text, "text");
        info.checkHeads(Objects.requireNonNull(options, "options").heads());
        return answer(text, options);
    }

    @Override
    public CompletableFuture<SentimentResult> analyzeAsync(String text, AnalysisOptions options) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(options, "options");
        CompletableFuture<SentimentResult> future = new CompletableFuture<>();
        SentimentResult result;
        long start = nanoClock.getAsLong();
        try {
            info.checkHeads(options.heads());
            result = answer(text, options);
        } catch (SentimentException e) {
            future.completeExceptionally(e);
            return future;
        }
        options.timeout().ifPresent(timeout -> {
            CompletableFuture<Void> timer = new CompletableFuture<>();
            timer.completeOnTimeout(null, timeout.toNanos() - (nanoClock.getAsLong() - start), TimeUnit.NANOSECONDS);
            // Asynchronous, since callbacks must not hold up the one thread that all timers of the JVM share.
            timer.thenRunAsync(() -> future.completeExceptionally(tooLate(options)));
            future.whenComplete((r, failure) -> timer.cancel(false));
        });
        try {
            executor.execute(() -> future.complete(result));
        } catch (RuntimeException | Error e) {
            // A future must complete even when the host has shut its executor down, or has no thread left.
            log.debug("analyzer '{}': the completion executor refuses work, completing here", info.name(), e);
            future.complete(result);
        }
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
        List<AnalysisOutcome> outcomes = new ArrayList<>(copy.size());
        for (String text : copy) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("the calling thread was interrupted while it analyzed a list");
            }
            try {
                outcomes.add(new AnalysisOutcome.Success(answer(text, options)));
            } catch (SentimentException e) {
                outcomes.add(new AnalysisOutcome.Failure(e));
            }
        }
        return List.copyOf(outcomes);
    }

    @Override
    public AnalyzerInfo info() {
        return info;
    }

    /** Refuses new work; there is nothing else to end. Idempotent. */
    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return "LexiconAnalyzer[" + info.name() + ", " + info.model() + ", " + lexicon.size() + " features]";
    }

    private SentimentResult answer(String text, AnalysisOptions options) {
        if (closed) {
            throw new AnalyzerClosedException(
                    "analyzer '" + info.name() + "' is closed; create a new one, or close it later");
        }
        long start = nanoClock.getAsLong();
        Lexicon.Score score = lexicon.score(profile.apply(text));
        Duration timeout = options.timeout().orElse(null);
        if (timeout != null && nanoClock.getAsLong() - start > timeout.toNanos()) {
            throw tooLate(options);
        }
        return SentimentResult.builder(info.model())
                .sentiment(Map.of(
                        SentimentLabel.NEGATIVE, score.negative(),
                        SentimentLabel.NEUTRAL, score.neutral(),
                        SentimentLabel.POSITIVE, score.positive()))
                .input(new InputInfo(score.tokens(), 0, 1, info.profile()))
                .engine(BACKEND, DEVICE)
                .build();
    }

    private DeadlineExceededException tooLate(AnalysisOptions options) {
        return new DeadlineExceededException("analyzer '" + info.name() + "' gave no answer within "
                + options.timeout().orElse(Duration.ZERO).toMillis()
                + " ms; allow more time, send shorter texts, or see what holds the completion executor up");
    }

    private static InputStream resource(String name) throws FileNotFoundException {
        InputStream in = LexiconAnalyzer.class.getResourceAsStream(name);
        if (in == null) {
            throw new FileNotFoundException(
                    name + ": missing in sentiment-lexicon; keep resources when repacking jars");
        }
        return in;
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private String name = "lexicon";
        private Executor executor = ForkJoinPool.commonPool();
        private LongSupplier nanoClock = System::nanoTime;

        private Builder() {}

        /** The name in messages and metrics; by default "lexicon". */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Where futures complete; by default the JVM's common pool. Owned by the caller. */
        public Builder completionExecutor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /** The clock for timeouts, in nanoseconds like {@link System#nanoTime()}, its default; for tests. */
        public Builder nanoClock(LongSupplier nanoClock) {
            this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
            return this;
        }

        /**
         * Reads the weights.
         *
         * @throws ModelLoadException if they are damaged
         */
        public LexiconAnalyzer build() {
            return new LexiconAnalyzer(this);
        }
    }
}
