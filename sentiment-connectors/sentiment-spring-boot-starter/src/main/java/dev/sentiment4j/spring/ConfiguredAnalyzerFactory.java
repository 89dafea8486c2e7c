package dev.sentiment4j.spring;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentAnalyzerBuilder;
import dev.sentiment4j.cache.ResultCache;
import dev.sentiment4j.micrometer.SentimentMetrics;
import org.springframework.beans.factory.ObjectProvider;

/** Makes analyzers by their properties. */
final class ConfiguredAnalyzerFactory implements SentimentAnalyzerFactory {
    private final SentimentProperties properties;
    private final ObjectProvider<SentimentAnalyzerBuilderCustomizer> customizers;
    private final ObjectProvider<ResultCache> cache;
    private final ObjectProvider<SentimentMetrics> metrics;
    private final AnalyzerWatches watches;

    ConfiguredAnalyzerFactory(
            SentimentProperties properties,
            ObjectProvider<SentimentAnalyzerBuilderCustomizer> customizers,
            ObjectProvider<ResultCache> cache,
            ObjectProvider<SentimentMetrics> metrics,
            AnalyzerWatches watches) {
        this.properties = properties;
        this.customizers = customizers;
        this.cache = cache;
        this.metrics = metrics;
        this.watches = watches;
    }

    @Override
    public SentimentAnalyzer create(String name) {
        SentimentProperties.Analyzer settings = settings(name);
        SentimentAnalyzerBuilder builder =
                SentimentAnalyzer.builder().name(name).listener(watches.watch(name));
        settings.applyTo(builder);
        switch (settings.cache().type()) {
            case AUTO -> cache.ifUnique(builder::cache);
            case MEMORY -> builder.cache(settings.cache().toOptions());
            case NONE -> {}
        }
        metrics.ifUnique(m -> builder.listener(m.listener(name)));
        customizers.orderedStream().forEach(customizer -> customizer.customize(name, builder));
        return withDefaults(builder.build(), settings);
    }

    private SentimentProperties.Analyzer settings(String name) {
        if (name.equals(DEFAULT_NAME) && !properties.analyzers().containsKey(name)) {
            return properties.analyzer();
        }
        SentimentProperties.Analyzer settings = properties.analyzers().get(name);
        if (settings == null) {
            throw new IllegalArgumentException("there is no sentiment.analyzers." + name + ", only "
                    + properties.analyzers().keySet());
        }
        return settings;
    }

    private static SentimentAnalyzer withDefaults(SentimentAnalyzer analyzer, SentimentProperties.Analyzer settings) {
        if (settings.heads().isEmpty() && settings.timeout() == null) {
            return analyzer;
        }
        try {
            analyzer.info().checkHeads(settings.heads());
            AnalysisOptions options = AnalysisOptions.defaults().withHeads(settings.heads());
            return new PresetAnalyzer(
                    analyzer, settings.timeout() == null ? options : options.withTimeout(settings.timeout()));
        } catch (RuntimeException e) {
            analyzer.close();
            throw e;
        }
    }
}
