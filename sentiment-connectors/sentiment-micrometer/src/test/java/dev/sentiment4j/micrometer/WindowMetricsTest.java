package dev.sentiment4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.alert.AlertEngine;
import dev.sentiment4j.alert.AlertMetric;
import dev.sentiment4j.alert.AlertRule;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.window.CellKey;
import dev.sentiment4j.window.Dimension;
import dev.sentiment4j.window.SentimentWindows;
import dev.sentiment4j.window.WindowListener;
import dev.sentiment4j.window.WindowOptions;
import dev.sentiment4j.window.WindowSpec;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowMetricsTest {
    private static final Clock LATER = Clock.fixed(Instant.parse("2027-01-01T00:00:00Z"), ZoneOffset.UTC);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WindowMetrics metrics = new WindowMetrics(registry, Tags.of("app", "test"));

    private static SentimentWindows windows(WindowListener... listeners) {
        SentimentWindows.Builder builder = SentimentWindows.builder(WindowOptions.builder()
                        .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
                        .dimension(Dimension.product())
                        .build())
                .clock(LATER);
        List.of(listeners).forEach(builder::listener);
        return builder.build();
    }

    private static SinkEvent post(int second, String product, SentimentLabel label) {
        Post post = TestPosts.post(Integer.toString(second), "text")
                .createdAt(TestPosts.NOON.plusSeconds(second))
                .attribute(Post.PRODUCT, product)
                .build();
        return TestPosts.analyzed(post, label);
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    @Test
    void cells_showTheLatestWindow_andMakeRoom() throws InterruptedException {
        WindowListener cells = metrics.cells(
                "1m", key -> key.equals(CellKey.OVERALL) || key.value("product").isPresent(), 3);
        SentimentWindows windows = windows(cells);
        windows.write(List.of(
                post(1, "a", SentimentLabel.NEGATIVE),
                post(2, "a", SentimentLabel.NEGATIVE),
                post(3, "a", SentimentLabel.POSITIVE),
                post(4, "b", SentimentLabel.NEUTRAL),
                post(5, "b", SentimentLabel.NEUTRAL),
                post(6, "c", SentimentLabel.NEUTRAL),
                post(61, "c", SentimentLabel.POSITIVE)));
        windows.advanceTo(TestPosts.NOON.plusSeconds(60));
        assertThat(gauge("sentiment.window.posts", "cell", "overall", "window", "1m", "app", "test"))
                .isEqualTo(6);
        assertThat(gauge("sentiment.window.share", "cell", "product=a", "label", "negative"))
                .isEqualTo(2.0 / 3);
        assertThat(gauge("sentiment.window.toxic", "cell", "product=a")).isNaN();
        assertThat(registry.find("sentiment.window.posts")
                        .tag("cell", "product=c")
                        .gauge())
                .isNull();
        assertThat(gauge("sentiment.window.cells.hidden", "window", "1m")).isEqualTo(1);
        windows.advanceTo(TestPosts.NOON.plusSeconds(120));
        assertThat(gauge("sentiment.window.posts", "cell", "product=c")).isEqualTo(1);
        assertThat(registry.find("sentiment.window.posts")
                        .tag("cell", "product=a")
                        .gauge())
                .as("made room")
                .isNull();
        assertThat(gauge("sentiment.window.posts", "cell", "product=b")).isZero();
        assertThat(gauge("sentiment.window.score", "cell", "product=b")).isNaN();
    }

    @Test
    void tally_isCounted() throws InterruptedException {
        SentimentWindows windows = windows();
        metrics.bind(windows);
        windows.write(List.of(post(1, "a", SentimentLabel.NEGATIVE), post(1, "a", SentimentLabel.NEGATIVE)));
        assertThat(registry.get("sentiment.windows.posts")
                        .tag("outcome", "counted")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("sentiment.windows.posts")
                        .tag("outcome", "repeated")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(gauge("sentiment.windows.remembered")).isEqualTo(1);
    }

    @Test
    void alerts_areCountedByRuleAndState() throws InterruptedException {
        AlertEngine engine = AlertEngine.builder(List.of(
                        AlertRule.above("now", AlertMetric.NEGATIVE_SHARE, 0.5).build(),
                        AlertRule.above("soon", AlertMetric.NEGATIVE_SHARE, 0.5)
                                .holdFor(Duration.ofMinutes(5))
                                .build()))
                .build();
        metrics.bind(engine);
        SentimentWindows windows = windows(engine);
        windows.add(post(1, "a", SentimentLabel.NEGATIVE));
        windows.advanceTo(TestPosts.NOON.plusSeconds(60));
        assertThat(gauge("sentiment.alerts", "rule", "now", "state", "firing")).isEqualTo(1);
        assertThat(gauge("sentiment.alerts", "rule", "soon", "state", "firing")).isZero();
        assertThat(gauge("sentiment.alerts", "rule", "soon", "state", "pending"))
                .isEqualTo(1);
        assertThat(gauge("sentiment.alerts.outstanding")).isZero();
    }

    @Test
    void places_areNeeded() {
        assertThatThrownBy(() -> metrics.cells("1m", key -> key.equals(CellKey.OVERALL), 0))
                .hasMessageContaining("maxCells");
    }
}
