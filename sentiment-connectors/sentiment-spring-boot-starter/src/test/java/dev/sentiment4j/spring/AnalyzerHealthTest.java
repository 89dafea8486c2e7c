package dev.sentiment4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.spi.AnalyzerListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

class AnalyzerHealthTest {
    private long now;
    private int inWork;
    private final AnalyzerWatch watch = new AnalyzerWatch(() -> now);
    private final AnalyzerHealth health = new AnalyzerHealth(new Loaded(), Optional.of(watch));

    private final class Loaded implements SentimentAnalyzer {
        private final Contexts.Named analyzer = new Contexts.Named("loaded");

        @Override
        public SentimentResult analyze(String text, AnalysisOptions options) {
            return analyzer.analyze(text, options);
        }

        @Override
        public CompletableFuture<SentimentResult> analyzeAsync(String text, AnalysisOptions options) {
            return analyzer.analyzeAsync(text, options);
        }

        @Override
        public List<AnalysisOutcome> analyzeAll(List<String> texts, AnalysisOptions options) {
            return analyzer.analyzeAll(texts, options);
        }

        @Override
        public AnalyzerInfo info() {
            return analyzer.info();
        }

        @Override
        public AnalyzerLoad load() {
            return new AnalyzerLoad(inWork, 1024, inWork, Duration.ofMillis(inWork));
        }

        @Override
        public void close() {}
    }

    private static final AnalyzerListener.BatchEvent BATCH = new AnalyzerListener.BatchEvent(1, 8, 8, 0, 1_000_000, 0);

    @Test
    void up_tellsModelAndLanes() {
        inWork = 1024;
        Health now = health.health();
        assertThat(now.getStatus()).isEqualTo(Status.UP);
        assertThat(now.getDetails())
                .containsEntry("lanes", 2)
                .containsEntry("inWork", 1024)
                .containsEntry("capacity", 1024)
                .containsEntry("lanesReplaced", 0L)
                .containsKeys("model", "engine", "device", "queueDepth", "predictedWait");
    }

    @Test
    void engineThatOnlyFails_isDownUntilItDoesNot() {
        for (int i = 0; i < AnalyzerHealth.MAX_FAILURES_IN_A_ROW; i++) {
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
            watch.failed(1, new IllegalStateException("engine"));
        }
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(String.valueOf(health.health().getDetails().get("problem"))).contains("failed 20 times in a row");
        watch.batchCompleted(BATCH);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void lanesThatAnswerNothing_areDownAndIdleOnesAreNot() {
        now += Duration.ofHours(3).toNanos();
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        now += Duration.ofHours(3).toNanos();
        inWork = 5;
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        now += AnalyzerHealth.MAX_SILENCE.toNanos();
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        now += 1;
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        watch.batchCompleted(BATCH);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void closed_isDown() {
        watch.closed(new Loaded());
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void replacedLanes_areCounted() {
        watch.laneReplaced(new OutOfMemoryError("test"));
        assertThat(health.health().getDetails()).containsEntry("lanesReplaced", 1L);
    }

    @Test
    void realAnalyzer_isDownOnceClosed() {
        Contexts.real().run(context -> {
            HealthIndicator indicator = context.getBean("sentimentAnalyzerHealthContributor", HealthIndicator.class);
            assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
            context.getBean(SentimentAnalyzer.class).close();
            assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
        });
    }

    @Test
    void severalAnalyzers_areShownByName() {
        Contexts.scripted()
                .withPropertyValues("sentiment.analyzers.support.max-tokens=64")
                .run(context -> {
                    HealthContributor contributor =
                            context.getBean("sentimentAnalyzerHealthContributor", HealthContributor.class);
                    assertThat(((CompositeHealthContributor) contributor)
                                    .stream().map(e -> e.name()))
                            .containsExactlyInAnyOrder("sentimentAnalyzer", "support");
                });
    }
}
