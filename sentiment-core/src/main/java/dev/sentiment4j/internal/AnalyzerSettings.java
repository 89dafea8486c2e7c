package dev.sentiment4j.internal;

import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.Tuning;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.model.ModelSource;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.InferenceBackendProvider;
import dev.sentiment4j.spi.TokenizerProvider;
import dev.sentiment4j.text.TextProfile;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a host asked for, as the builder collected it; null where it left the choice open.
 *
 * @param fallbacks engines to try in this order when the one asked for does not run the model
 * @param maxTokens 0 where it left the choice open
 */
public record AnalyzerSettings(
        String name,
        @Nullable ModelSource source,
        @Nullable ModelBundle bundle,
        @Nullable String modelId,
        @Nullable InferenceBackendProvider backend,
        @Nullable String backendName,
        List<EngineChoice> fallbacks,
        @Nullable TokenizerProvider tokenizer,
        @Nullable TextProfile profile,
        @Nullable LongTextPolicy longText,
        int maxTokens,
        BatchOptions batching,
        Tuning tuning,
        Executor executor,
        List<AnalyzerListener> listeners,
        ClassLoader classLoader,
        LongSupplier nanoClock) {
    public AnalyzerSettings {
        fallbacks = List.copyOf(fallbacks);
        listeners = List.copyOf(listeners);
    }
}
