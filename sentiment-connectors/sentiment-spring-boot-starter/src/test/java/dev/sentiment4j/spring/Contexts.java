package dev.sentiment4j.spring;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.pipeline.ScriptedAnalyzer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Contexts of the library's auto-configurations. */
final class Contexts {
    private Contexts() {}

    /** All of them, over engines and models as they are on the class path. */
    static ApplicationContextRunner real() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        SentimentAlertsAutoConfiguration.class,
                        SentimentAnalyzerAutoConfiguration.class,
                        SentimentCheckpointsAutoConfiguration.class,
                        SentimentHealthAutoConfiguration.class,
                        SentimentInfoAutoConfiguration.class,
                        SentimentInstagramAutoConfiguration.class,
                        SentimentMetricsAutoConfiguration.class,
                        SentimentPipelineAutoConfiguration.class,
                        SentimentPostgresAutoConfiguration.class,
                        SentimentRedditAutoConfiguration.class,
                        SentimentRedisAutoConfiguration.class,
                        SentimentSyntheticAutoConfiguration.class,
                        SentimentWindowsAutoConfiguration.class,
                        SentimentXAutoConfiguration.class));
    }

    /** All of them, with analyzers that need no model. */
    static ApplicationContextRunner scripted() {
        return real().withUserConfiguration(ScriptedFactory.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class ScriptedFactory {
        @Bean
        SentimentAnalyzerFactory sentimentAnalyzerFactory() {
            return Named::new;
        }
    }

    /** A scripted analyzer that knows what it was made as. */
    static final class Named implements SentimentAnalyzer {
        final String name;
        final ScriptedAnalyzer script = ScriptedAnalyzer.fast();

        Named(String name) {
            this.name = name;
        }

        @Override
        public SentimentResult analyze(String text, AnalysisOptions options) {
            return script.analyze(text, options);
        }

        @Override
        public CompletableFuture<SentimentResult> analyzeAsync(String text, AnalysisOptions options) {
            return script.analyzeAsync(text, options);
        }

        @Override
        public List<AnalysisOutcome> analyzeAll(List<String> texts, AnalysisOptions options) {
            return script.analyzeAll(texts, options);
        }

        @Override
        public AnalyzerInfo info() {
            AnalyzerInfo i = script.info();
            return new AnalyzerInfo(
                    name,
                    i.model(),
                    i.origin(),
                    i.heads(),
                    i.maxTokens(),
                    i.longText(),
                    i.profile(),
                    i.backend(),
                    i.threads(),
                    i.batching(),
                    i.tuning());
        }

        @Override
        public void close() {
            script.close();
        }
    }
}
