package dev.sentiment4j.spring;

import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.SentimentAnalyzer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether a model's lanes work, seen from what they do anyway; asking costs nothing and analyzes nothing. Being busy is
 * no illness: an analyzer that refuses texts is up, and its details say how full it is.
 */
final class AnalyzerHealth extends AbstractHealthIndicator {
    /** Engine calls in a row that may be the texts' fault. */
    static final long MAX_FAILURES_IN_A_ROW = 20;
    /** Longer than any batch takes. */
    static final Duration MAX_SILENCE = Duration.ofMinutes(1);

    private final SentimentAnalyzer analyzer;
    private final @Nullable AnalyzerWatch watch;

    AnalyzerHealth(SentimentAnalyzer analyzer, Optional<AnalyzerWatch> watch) {
        super("the analyzer cannot tell how it is");
        this.analyzer = analyzer;
        this.watch = watch.orElse(null);
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        AnalyzerInfo info = analyzer.info();
        AnalyzerLoad load = analyzer.load();
        health.up()
                .withDetail("model", info.model().toString())
                .withDetail("engine", info.backend().engine())
                .withDetail("device", info.backend().device())
                .withDetail("lanes", info.threads().lanes())
                .withDetail("inWork", load.inWork())
                .withDetail("queueDepth", load.queueDepth())
                .withDetail("predictedWait", load.predictedWait().toString());
        if (load.capacity() != Integer.MAX_VALUE) {
            health.withDetail("capacity", load.capacity());
        }
        if (watch != null) {
            judge(health, load, watch);
        }
    }

    private static void judge(Health.Builder health, AnalyzerLoad load, AnalyzerWatch watch) {
        health.withDetail("lanesReplaced", watch.lanesReplaced());
        long stuck = watch.stuckFor(load.inWork());
        if (watch.isClosed()) {
            health.down().withDetail("problem", "it is closed");
        } else if (watch.failuresInARow() >= MAX_FAILURES_IN_A_ROW) {
            health.down()
                    .withDetail(
                            "problem",
                            "the engine failed " + watch.failuresInARow() + " times in a row; the log says why");
        } else if (stuck > MAX_SILENCE.toNanos()) {
            health.down()
                    .withDetail(
                            "problem",
                            "texts are in work, and no lane has answered for "
                                    + Duration.ofNanos(stuck).toSeconds() + " s");
        }
    }
}
