package dev.sentiment4j.spring;

import dev.sentiment4j.SentimentAnalyzerBuilder;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.cache.CacheOptions;
import dev.sentiment4j.model.LongTextPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;

/**
 * Which analyzers there are, and how each is set up.
 *
 * @param analyzer The analyzer that is injected where nothing else is asked for.
 * @param analyzers Further analyzers by bean name, each injected where a qualifier asks for it.
 */
@ConfigurationProperties("sentiment")
public record SentimentProperties(
        @DefaultValue Analyzer analyzer, @DefaultValue Map<String, Analyzer> analyzers) implements Validator {
    public SentimentProperties {
        analyzers = Map.copyOf(analyzers);
    }

    @Override
    public boolean supports(Class<?> type) {
        return SentimentProperties.class.isAssignableFrom(type);
    }

    /** Reports every value that cannot work, of all analyzers. */
    @Override
    public void validate(Object target, Errors errors) {
        SentimentProperties properties = (SentimentProperties) target;
        properties.analyzer.validate(new OptionProblems(errors, "analyzer"));
        properties.analyzers.forEach((name, analyzer) -> {
            OptionProblems problems = new OptionProblems(errors, "analyzers[" + name + "]");
            if (name.equals(SentimentAnalyzerAutoConfiguration.ANALYZER_BEAN)
                    || name.equals(SentimentAnalyzerFactory.DEFAULT_NAME)) {
                problems.report("", "is a name of sentiment.analyzer; take another one");
            }
            analyzer.validate(problems);
        });
    }

    /**
     * One analyzer.
     *
     * @param enabled Whether there is this analyzer.
     * @param model Which model it runs.
     * @param backend Engine to use, such as "onnx"; by default the only one on the class path that accepts the model.
     * @param fallbacks Engines to use, in this order, when the one of "backend" is not there or does not load the
     *     model.
     * @param maxTokens Tokens of one model input at most; 0 for the model's own limit.
     * @param longText What becomes of texts beyond that limit.
     * @param batching How texts are admitted, gathered and run.
     * @param tuning Whether to measure before the start what suits the model and the machine.
     * @param cache Whether results are kept for texts that come again.
     * @param heads Heads of the results of calls that ask for none; by default all that the model has.
     * @param timeout How long a call without options of its own may take; by default as long as it takes.
     */
    public record Analyzer(
            @DefaultValue("true") boolean enabled,
            @DefaultValue Model model,
            @Nullable String backend,
            @DefaultValue List<String> fallbacks,
            @DefaultValue("0") int maxTokens,
            @DefaultValue LongText longText,
            @DefaultValue Batching batching,
            @DefaultValue Tuning tuning,
            @DefaultValue Cache cache,
            @DefaultValue Set<String> heads,
            @Nullable Duration timeout) {
        public Analyzer {
            fallbacks = List.copyOf(fallbacks);
            heads = Set.copyOf(heads);
        }

        void validate(OptionProblems problems) {
            if (model.id != null && model.directory != null) {
                problems.report("model.directory", "stands beside model.id; name one of the two");
            }
            if (!fallbacks.isEmpty() && backend == null) {
                problems.report("fallbacks", "need the engine to prefer; name it as backend");
            }
            if (maxTokens < 0) {
                problems.report("maxTokens", "must be at least 0");
            }
            if (longText.windows == null && longText.overlap != 0) {
                problems.report("longText.overlap", "needs longText.windows");
            }
            if (tuning.mode != Tuning.Mode.REMEMBERED && tuning.directory != null) {
                problems.report("tuning.directory", "needs tuning.mode = remembered");
            }
            if (tuning.mode == Tuning.Mode.REMEMBERED && tuning.directory == null) {
                problems.report("tuning.mode", "remembered needs tuning.directory");
            }
            if (timeout != null
                    && (timeout.isZero() || timeout.isNegative() || timeout.compareTo(Duration.ofDays(1)) > 0)) {
                problems.report("timeout", "must be positive, and at most one day");
            }
            problems.collect("longText", longText::toPolicy);
            problems.collect("batching", batching::toOptions);
            problems.collect("cache", cache::toOptions);
        }

        /** Sets what these properties say; the cache is not among it. */
        void applyTo(SentimentAnalyzerBuilder builder) {
            if (model.id != null) {
                builder.model(model.id);
            }
            if (model.directory != null) {
                builder.model(model.directory);
            }
            if (backend != null) {
                builder.backend(backend);
            }
            fallbacks.forEach(builder::fallback);
            if (maxTokens > 0) {
                builder.maxTokens(maxTokens);
            }
            longText.toPolicy().ifPresent(builder::longText);
            builder.batching(batching.toOptions()).tuning(tuning.toTuning());
        }
    }

    /**
     * Which model; without either the default one on the class path.
     *
     * @param id Id of a model on the class path.
     * @param directory Directory of a model: a bundle, or a plain Hugging Face export.
     */
    public record Model(@Nullable String id, @Nullable Path directory) {}

    /**
     * What becomes of texts with more tokens than the model takes; by default what the model's manifest says.
     *
     * @param windows Model inputs that one text may be split into at most; 1 cuts.
     * @param overlap Tokens that neighbouring windows share.
     */
    public record LongText(
            @Nullable Integer windows, @DefaultValue("0") int overlap) {
        Optional<LongTextPolicy> toPolicy() {
            return windows == null ? Optional.empty() : Optional.of(new LongTextPolicy(windows, overlap));
        }
    }

    /**
     * How texts are admitted, gathered and run; see {@link BatchOptions}.
     *
     * @param lanes Streams of inference calls; 0 for one per processor.
     * @param intraOpThreads Threads of one inference call; 0 for one.
     * @param maxBatchSize Texts of one batch at most; 0 for 64.
     * @param maxBatchTokens Tokens of one batch at most, padding included; 0 for 512.
     * @param callOverheadTokens What an engine call costs beyond its tokens, in tokens; 0 for 12.
     * @param maxDelay How long a free lane may wait for a batch to fill.
     * @param queueCapacity Texts of single calls that are admitted and not answered, at most.
     * @param admission What happens to a text when the queue is full.
     * @param maxWait How long a caller waits for room, with admission = wait.
     * @param maxPredictedWait Predicted wait above which a queue that stands counts as full.
     * @param burstTolerance How long a queue may stand before max-predicted-wait bounds it.
     * @param bulkWindow Texts of lists and streams in work at most.
     * @param bulkAging How much later than it came a text of a list takes its turn among single ones.
     * @param closeTimeout How long closing lets accepted texts finish.
     */
    public record Batching(
            @DefaultValue("0") int lanes,
            @DefaultValue("0") int intraOpThreads,
            @DefaultValue("0") int maxBatchSize,
            @DefaultValue("0") int maxBatchTokens,
            @DefaultValue("0") int callOverheadTokens,
            @DefaultValue("0ms") Duration maxDelay,
            @DefaultValue("1024") int queueCapacity,
            @DefaultValue("reject") BatchOptions.Admission admission,
            @DefaultValue("1s") Duration maxWait,
            @DefaultValue("5s") Duration maxPredictedWait,
            @DefaultValue("1s") Duration burstTolerance,
            @DefaultValue("2048") int bulkWindow,
            @DefaultValue("500ms") Duration bulkAging,
            @DefaultValue("10s") Duration closeTimeout) {
        BatchOptions toOptions() {
            return BatchOptions.builder()
                    .lanes(lanes)
                    .intraOpThreads(intraOpThreads)
                    .maxBatchSize(maxBatchSize)
                    .maxBatchTokens(maxBatchTokens)
                    .callOverheadTokens(callOverheadTokens)
                    .maxDelay(maxDelay)
                    .queueCapacity(queueCapacity)
                    .admission(admission)
                    .maxWait(maxWait)
                    .maxPredictedWait(maxPredictedWait)
                    .burstTolerance(burstTolerance)
                    .bulkWindow(bulkWindow)
                    .bulkAging(bulkAging)
                    .closeTimeout(closeTimeout)
                    .build();
        }
    }

    /**
     * Whether to measure before the start; see {@link dev.sentiment4j.batch.Tuning}.
     *
     * @param mode When to measure.
     * @param directory Where findings are kept, with mode = remembered.
     */
    public record Tuning(
            @DefaultValue("off") Mode mode, @Nullable Path directory) {
        /** When to measure. */
        public enum Mode {
            /** Never. */
            OFF,
            /** At every start. */
            AT_START,
            /** Once; the finding is kept in a file. */
            REMEMBERED
        }

        dev.sentiment4j.batch.Tuning toTuning() {
            return switch (mode) {
                case OFF -> dev.sentiment4j.batch.Tuning.off();
                case AT_START -> dev.sentiment4j.batch.Tuning.atStart();
                case REMEMBERED ->
                    directory == null
                            ? dev.sentiment4j.batch.Tuning.atStart()
                            : dev.sentiment4j.batch.Tuning.remembered(directory);
            };
        }
    }

    /**
     * Whether results are kept for texts that come again.
     *
     * @param type Where results are kept.
     * @param maxResults Results kept in memory at most, with type = memory.
     * @param timeToLive How long a result is kept in memory; by default as long as there is room.
     */
    public record Cache(
            @DefaultValue("auto") Type type,
            @DefaultValue("10000") long maxResults,
            @Nullable Duration timeToLive) {
        /** Where results are kept. */
        public enum Type {
            /** In the application's ResultCache bean if there is one, else nowhere. */
            AUTO,
            /** In the memory of this process, by each analyzer for itself. */
            MEMORY,
            /** Nowhere. */
            NONE
        }

        CacheOptions toOptions() {
            CacheOptions.Builder options = CacheOptions.builder().maxResults(maxResults);
            if (timeToLive != null) {
                options.timeToLive(timeToLive);
            }
            return options.build();
        }
    }
}
