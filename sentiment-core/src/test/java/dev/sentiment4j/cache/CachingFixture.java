package dev.sentiment4j.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentAnalyzerBuilder;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.TestAnalyzers;
import dev.sentiment4j.TestThreads;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.TokenBatch;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.tokenize.FakeTokenizer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** An analyzer with a cache of the test's over the fakes. */
abstract class CachingFixture {
    final FakeBackendProvider fake = new FakeBackendProvider();
    final FakeTokenizer tokenizer = new FakeTokenizer();
    final MapCache cache = new MapCache();
    SentimentAnalyzer analyzer;

    static class MapCache implements ResultCache {
        final Map<CacheKey, SentimentResult> kept = new ConcurrentHashMap<>();

        @Override
        public Optional<SentimentResult> get(CacheKey key) {
            return Optional.ofNullable(kept.get(key));
        }

        @Override
        public void put(CacheKey key, SentimentResult result) {
            kept.put(key, result);
        }
    }

    SentimentAnalyzerBuilder builder() {
        return TestAnalyzers.builder(fake, tokenizer)
                .batching(BatchOptions.builder().lanes(1).build())
                .cache(cache);
    }

    SentimentAnalyzer open(SentimentAnalyzerBuilder builder) {
        analyzer = builder.build();
        return analyzer;
    }

    @AfterEach
    void closeAnalyzer() {
        fake.release();
        if (analyzer != null) {
            analyzer.close();
            TestThreads.assertNoLanesOf(analyzer.info().name());
        }
        assertThat(fake.openBackends()).isZero();
    }

    SentimentResult expected(String text) {
        return TestAnalyzers.expected(analyzer.info(), new FakeTokenizer(), text);
    }

    int textsRun() {
        return fake.batches().stream().mapToInt(TokenBatch::size).sum();
    }

    static SentimentResult get(CompletableFuture<SentimentResult> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    static AnalysisOptions within(int millis) {
        return AnalysisOptions.defaults().withTimeout(Duration.ofMillis(millis));
    }
}
