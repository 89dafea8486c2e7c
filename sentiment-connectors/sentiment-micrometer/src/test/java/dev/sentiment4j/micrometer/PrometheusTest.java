package dev.sentiment4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.Priority;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.AnalyzerListener.TextEvent;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a scrape finds: names that Prometheus allows, and units where it wants them. */
class PrometheusTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void scrape_holdsEveryMeter() {
        SentimentMetrics metrics = new SentimentMetrics(registry);
        SentimentAnalyzer analyzer = new FixedAnalyzer("posts", new AnalyzerLoad(12, 1024, 8, Duration.ofMillis(40)));
        metrics.listener("posts").brownOut(0, 1, AnalyzerLoad.NONE);
        metrics.bind(analyzer);
        String scrape = registry.scrape();
        for (String sample : new String[] {
            "sentiment_text_prepare_seconds_count{analyzer=\"posts\"}",
            "sentiment_text_engine_seconds_sum{analyzer=\"posts\"}",
            "sentiment_text_decode_seconds_max{analyzer=\"posts\"}",
            "sentiment_text_total_seconds_count{analyzer=\"posts\"}",
            "sentiment_batch_infer_seconds_count{analyzer=\"posts\"}",
            "sentiment_batch_wait_seconds_max{analyzer=\"posts\"}",
            "sentiment_batch_size_texts_sum{analyzer=\"posts\"}",
            "sentiment_batch_tokens_sum{analyzer=\"posts\"}",
            "sentiment_batch_padding_waste_ratio_sum{analyzer=\"posts\"}",
            "sentiment_texts_total{analyzer=\"posts\",priority=\"interactive\"} 0.0",
            "sentiment_rejections_texts_total{analyzer=\"posts\",cause=\"full\"} 0.0",
            "sentiment_drops_texts_total{analyzer=\"posts\",cause=\"expired\"} 0.0",
            "sentiment_shared_texts_total{analyzer=\"posts\"} 0.0",
            "sentiment_failures_calls_total{analyzer=\"posts\"} 0.0",
            "sentiment_lanes_replaced_threads_total{analyzer=\"posts\"} 0.0",
            "sentiment_brownout_transitions_moves_total{analyzer=\"posts\",from=\"0\",to=\"1\"} 1.0",
            "sentiment_brownout_step{analyzer=\"posts\"} 1.0",
            "sentiment_in_work_texts{analyzer=\"posts\"} 12.0",
            "sentiment_capacity_texts{analyzer=\"posts\"} 1024.0",
            "sentiment_queue_depth_inputs{analyzer=\"posts\"} 8.0",
            "sentiment_predicted_wait_seconds{analyzer=\"posts\"} 0.04",
            "sentiment_lanes_threads{analyzer=\"posts\"}",
            "sentiment_intra_op_threads{analyzer=\"posts\"} 1.0",
            "sentiment_batch_max_size_texts{analyzer=\"posts\"} 64.0",
            "sentiment_batch_max_tokens{analyzer=\"posts\"} 512.0",
            "sentiment_info{analyzer=\"posts\",device=\"cpu\",engine=\"fake 1.0\",model=\"fake:1\"} 1"
        }) {
            assertThat(scrape).contains("\n" + sample);
        }
    }

    @Test
    void withHistograms_timersHaveBuckets() {
        AnalyzerListener listener =
                SentimentMetrics.withHistograms(registry, Tags.empty()).listener("posts");
        listener.textCompleted(new TextEvent(Priority.BULK, 9, 50_000, 20_000_000, 300));
        assertThat(registry.scrape())
                .contains(
                        "sentiment_text_total_seconds_bucket{analyzer=\"posts\"",
                        "sentiment_batch_wait_seconds_bucket{analyzer=\"posts\"")
                .doesNotContain("sentiment_batch_size_texts_bucket");
        assertThat(registry.scrape().lines().filter(line -> line.startsWith("sentiment_text_total_seconds_bucket")))
                .hasSizeLessThan(100);
    }

    @Test
    void twoAnalyzers_inOneRegistry_areTwoSeries() {
        SentimentMetrics metrics = new SentimentMetrics(registry);
        SentimentAnalyzer first = new FixedAnalyzer("posts", new AnalyzerLoad(1, 10, 0, Duration.ZERO));
        SentimentAnalyzer second = new FixedAnalyzer("reviews", new AnalyzerLoad(2, 10, 0, Duration.ZERO));
        metrics.bind(first);
        metrics.bind(second);
        assertThat(registry.scrape())
                .contains("sentiment_in_work_texts{analyzer=\"posts\"} 1.0")
                .contains("sentiment_in_work_texts{analyzer=\"reviews\"} 2.0");
    }
}
