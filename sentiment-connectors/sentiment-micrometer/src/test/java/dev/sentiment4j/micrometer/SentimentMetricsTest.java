package dev.sentiment4j.micrometer;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.Priority;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.TestAnalyzers;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.AnalyzerListener.BatchEvent;
import dev.sentiment4j.spi.AnalyzerListener.DropCause;
import dev.sentiment4j.spi.AnalyzerListener.RejectionCause;
import dev.sentiment4j.spi.AnalyzerListener.TextEvent;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.tokenize.FakeTokenizer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentimentMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SentimentMetrics metrics = new SentimentMetrics(registry);
    private final AnalyzerListener posts = metrics.listener("posts");

    private double count(String name, String... tags) {
        return registry.get(name).tag("analyzer", "posts").tags(tags).counter().count();
    }

    private double gauge(String analyzer, String name) {
        return registry.get(name).tag("analyzer", analyzer).gauge().value();
    }

    private List<Meter> gaugesOfBind() {
        return registry.getMeters().stream()
                .filter(meter -> meter.getId().getType() == Meter.Type.GAUGE)
                .filter(meter -> !meter.getId().getName().equals("sentiment.brownout.step"))
                .toList();
    }

    @Test
    void batchCompleted_feedsTimersAndSummaries() {
        posts.batchCompleted(new BatchEvent(4, 90, 120, 5_000_000, 3_000_000, 7));
        posts.batchCompleted(new BatchEvent(2, 50, 50, 1_000_000, 1_000_000, 0));
        assertThat(registry.get("sentiment.batch.infer").timer().totalTime(NANOSECONDS))
                .isEqualTo(4_000_000);
        assertThat(registry.get("sentiment.batch.wait").timer().max(NANOSECONDS))
                .isEqualTo(5_000_000);
        assertThat(registry.get("sentiment.batch.size").summary().mean()).isEqualTo(3);
        assertThat(registry.get("sentiment.batch.tokens").summary().totalAmount())
                .isEqualTo(140);
        assertThat(registry.get("sentiment.batch.padding.waste").summary().max())
                .isCloseTo(0.25, within(1e-9));
    }

    @Test
    void textCompleted_countsByPriorityAndTimesEachStage() {
        posts.textCompleted(new TextEvent(Priority.INTERACTIVE, 9, 1_000, 20_000, 300));
        posts.textCompleted(new TextEvent(Priority.BULK, 9, 1_000, 20_000, 300));
        posts.textCompleted(new TextEvent(Priority.BULK, 9, 1_000, 20_000, 300));
        assertThat(count("sentiment.texts", "priority", "interactive")).isEqualTo(1);
        assertThat(count("sentiment.texts", "priority", "bulk")).isEqualTo(2);
        assertThat(registry.get("sentiment.text.prepare").timer().totalTime(NANOSECONDS))
                .isEqualTo(3_000);
        assertThat(registry.get("sentiment.text.engine").timer().totalTime(NANOSECONDS))
                .isEqualTo(60_000);
        assertThat(registry.get("sentiment.text.decode").timer().totalTime(NANOSECONDS))
                .isEqualTo(900);
        assertThat(registry.get("sentiment.text.total").timer().totalTime(NANOSECONDS))
                .isEqualTo(63_900);
    }

    @Test
    void trouble_isCountedByCause() {
        posts.rejected(RejectionCause.TOO_SLOW);
        posts.rejected(RejectionCause.TOO_SLOW);
        posts.dropped(DropCause.CANCELLED);
        posts.shared();
        posts.failed(7, new IllegalStateException());
        posts.laneReplaced(new IllegalStateException());
        assertThat(count("sentiment.rejections", "cause", "too_slow")).isEqualTo(2);
        assertThat(count("sentiment.rejections", "cause", "full")).isZero();
        assertThat(count("sentiment.rejections", "cause", "too_late")).isZero();
        assertThat(count("sentiment.drops", "cause", "cancelled")).isEqualTo(1);
        assertThat(count("sentiment.drops", "cause", "expired")).isZero();
        assertThat(count("sentiment.shared")).isEqualTo(1);
        assertThat(count("sentiment.failures")).isEqualTo(1);
        assertThat(count("sentiment.lanes.replaced")).isEqualTo(1);
    }

    @Test
    void brownOut_showsTheStepAndCountsTheMoves() {
        posts.brownOut(0, 1, AnalyzerLoad.NONE);
        posts.brownOut(1, 2, AnalyzerLoad.NONE);
        assertThat(gauge("posts", "sentiment.brownout.step")).isEqualTo(2);
        posts.brownOut(2, 1, AnalyzerLoad.NONE);
        assertThat(gauge("posts", "sentiment.brownout.step")).isEqualTo(1);
        assertThat(count("sentiment.brownout.transitions", "from", "1", "to", "2"))
                .isEqualTo(1);
        assertThat(registry.find("sentiment.brownout.transitions").counters()).hasSize(3);
    }

    @Test
    void brownOut_ofAnEndlessLadder_growsNoTagWithoutBound() {
        for (int step = 0; step < 1000; step++) {
            posts.brownOut(step, step + 1, AnalyzerLoad.NONE);
        }
        assertThat(registry.find("sentiment.brownout.transitions").counters()).hasSize(10);
        assertThat(gauge("posts", "sentiment.brownout.step")).isEqualTo(1000);
    }

    @Test
    void events_afterTheFirst_registerNothing() {
        List<Meter> before = registry.getMeters();
        posts.batchCompleted(new BatchEvent(4, 90, 120, 5, 3, 7));
        posts.textCompleted(new TextEvent(Priority.BULK, 9, 1, 20, 3));
        for (RejectionCause cause : RejectionCause.values()) {
            posts.rejected(cause);
        }
        for (DropCause cause : DropCause.values()) {
            posts.dropped(cause);
        }
        posts.shared();
        posts.failed(1, new IllegalStateException());
        posts.laneReplaced(new IllegalStateException());
        assertThat(registry.getMeters()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void listener_ofTheSameName_isTheSame() {
        assertThat(metrics.listener("posts")).isSameAs(posts);
        assertThat(metrics.listener("reviews")).isNotSameAs(posts);
    }

    @Test
    void listener_givenTwiceToABuilder_countsOnce() {
        try (SentimentAnalyzer analyzer = TestAnalyzers.builder(new FakeBackendProvider(), new FakeTokenizer())
                .listener(posts)
                .listener(metrics.listener("posts"))
                .build()) {
            analyzer.analyze("fine");
        }
        assertThat(registry.get("sentiment.batch.size").summary().count()).isEqualTo(1);
    }

    @Test
    void tags_areOnEveryMeter() {
        SimpleMeterRegistry own = new SimpleMeterRegistry();
        SentimentMetrics tagged = new SentimentMetrics(own, Tags.of("team", "care"));
        tagged.listener("posts").brownOut(0, 1, AnalyzerLoad.NONE);
        tagged.bind(new FixedAnalyzer("posts", AnalyzerLoad.NONE));
        assertThat(own.getMeters()).hasSizeGreaterThan(20).allSatisfy(meter -> assertThat(
                        meter.getId().getTags())
                .containsAll(Tags.of("team", "care", "analyzer", "posts")));
    }

    @Test
    void bind_showsLoadAndPlan() {
        SentimentAnalyzer analyzer = new FixedAnalyzer("posts", new AnalyzerLoad(12, 1024, 8, Duration.ofMillis(40)));
        metrics.bind(analyzer);
        assertThat(gauge("posts", "sentiment.in.work")).isEqualTo(12);
        assertThat(gauge("posts", "sentiment.capacity")).isEqualTo(1024);
        assertThat(gauge("posts", "sentiment.queue.depth")).isEqualTo(8);
        assertThat(gauge("posts", "sentiment.predicted.wait")).isCloseTo(0.04, within(1e-9));
        assertThat(gauge("posts", "sentiment.lanes"))
                .isEqualTo(analyzer.info().threads().lanes());
        assertThat(gauge("posts", "sentiment.intra.op.threads")).isEqualTo(1);
        assertThat(gauge("posts", "sentiment.batch.max.size")).isEqualTo(64);
        assertThat(gauge("posts", "sentiment.batch.max.tokens")).isEqualTo(512);
        assertThat(registry.get("sentiment.info").gauge().getId().getTags())
                .containsAll(Tags.of("model", "fake:1", "engine", "fake 1.0", "device", "cpu"));
    }

    @Test
    void bind_ofAnAnalyzerWithoutBound_showsNoCapacity() {
        SentimentAnalyzer analyzer = new FixedAnalyzer("posts", AnalyzerLoad.NONE);
        metrics.bind(analyzer);
        assertThat(gauge("posts", "sentiment.capacity")).isNaN();
        assertThat(gauge("posts", "sentiment.in.work")).isZero();
    }

    @Test
    void bind_twice_changesNothing() {
        SentimentAnalyzer analyzer = new FixedAnalyzer("posts", AnalyzerLoad.NONE);
        metrics.bind(analyzer);
        List<Meter> before = gaugesOfBind();
        metrics.bind(analyzer);
        assertThat(gaugesOfBind()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void bind_ofASuccessor_takesTheGaugesOverAndKeepsThem() {
        SentimentAnalyzer old = new FixedAnalyzer("posts", new AnalyzerLoad(1, 10, 0, Duration.ZERO));
        SentimentAnalyzer next = new FixedAnalyzer("posts", new AnalyzerLoad(2, 10, 0, Duration.ZERO));
        metrics.bind(old);
        metrics.bind(next);
        assertThat(gauge("posts", "sentiment.in.work")).isEqualTo(2);
        metrics.unbind(old);
        assertThat(gauge("posts", "sentiment.in.work")).isEqualTo(2);
        metrics.unbind(next);
        assertThat(gaugesOfBind()).isEmpty();
        metrics.unbind(next);
    }

    @Test
    void bind_ofTwoNames_keepsThemApart() {
        SentimentAnalyzer first = new FixedAnalyzer("posts", new AnalyzerLoad(1, 10, 0, Duration.ZERO));
        SentimentAnalyzer second = new FixedAnalyzer("reviews", new AnalyzerLoad(2, 10, 0, Duration.ZERO));
        metrics.bind(first);
        metrics.bind(second);
        metrics.unbind(first);
        assertThat(gauge("reviews", "sentiment.in.work")).isEqualTo(2);
        assertThat(registry.find("sentiment.in.work").gauges()).hasSize(1);
    }

    @Test
    void bind_ofAForgottenAnalyzer_keepsItNotAlive() {
        SentimentAnalyzer analyzer = new FixedAnalyzer("posts", new AnalyzerLoad(1, 10, 0, Duration.ZERO));
        WeakReference<SentimentAnalyzer> gone = new WeakReference<>(analyzer);
        metrics.bind(analyzer);
        assertThat(gauge("posts", "sentiment.in.work")).isEqualTo(1);
        analyzer = null;
        for (int i = 0; i < 100 && gone.get() != null; i++) {
            System.gc();
        }
        assertThat(gone.get()).isNull();
        assertThat(gauge("posts", "sentiment.in.work")).isNaN();
    }

    @Test
    void analyzer_observed_isSeenAtWork() {
        try (SentimentAnalyzer analyzer = TestAnalyzers.builder(new FakeBackendProvider(), new FakeTokenizer())
                .name("posts")
                .listener(posts)
                .build()) {
            metrics.bind(analyzer);
            analyzer.analyze("fine");
            assertThat(registry.get("sentiment.batch.infer").timer().count()).isEqualTo(1);
            assertThat(gauge("posts", "sentiment.lanes"))
                    .isEqualTo(analyzer.info().threads().lanes());
            metrics.unbind(analyzer);
        }
        assertThat(gaugesOfBind()).isEmpty();
    }
}
