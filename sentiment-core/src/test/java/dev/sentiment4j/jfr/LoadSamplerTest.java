package dev.sentiment4j.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.TestAnalyzers;
import dev.sentiment4j.cache.CacheOptions;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.tokenize.FakeTokenizer;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import jdk.jfr.FlightRecorder;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** The load of open analyzers in real recordings; at the ends of a chunk, so that no test waits for a second. */
class LoadSamplerTest {
    private static final Map<String, String> EACH_CHUNK = Map.of("dev.sentiment4j.AnalyzerLoad#period", "everyChunk");

    private static List<RecordedEvent> loads(String name, Recordings.Action action) throws Exception {
        return Recordings.record(EACH_CHUNK, action).stream()
                .filter(event -> event.getEventType().getName().equals("dev.sentiment4j.AnalyzerLoad"))
                .filter(event -> name.equals(event.getString("analyzer")))
                .toList();
    }

    private static SentimentAnalyzer busy() {
        SentimentAnalyzer analyzer = mock();
        when(analyzer.load()).thenReturn(new AnalyzerLoad(12, 1024, 8, Duration.ofMillis(40)));
        return analyzer;
    }

    @Test
    void run_whileStarted_recordsTheLoad() throws Exception {
        SentimentAnalyzer analyzer = busy();
        LoadSampler sampler = new LoadSampler("busy", new WeakReference<>(analyzer));
        sampler.start();
        List<RecordedEvent> loads = loads("busy", () -> {});
        sampler.stop();
        assertThat(loads).isNotEmpty().allSatisfy(load -> {
            assertThat(load.getInt("inWork")).isEqualTo(12);
            assertThat(load.getInt("capacity")).isEqualTo(1024);
            assertThat(load.getInt("queueDepth")).isEqualTo(8);
            assertThat(load.getDuration("predictedWait")).isEqualTo(Duration.ofMillis(40));
        });
        assertThat(loads("busy", () -> {})).isEmpty();
        Reference.reachabilityFence(analyzer);
    }

    @Test
    void stop_takesTheHookAway() throws Exception {
        SentimentAnalyzer analyzer = busy();
        LoadSampler sampler = new LoadSampler("stopped", new WeakReference<>(analyzer));
        sampler.start();
        loads("stopped", () -> {});
        sampler.stop();
        assertThat(FlightRecorder.removePeriodicEvent(sampler)).isFalse();
        sampler.stop();
    }

    @Test
    void recorderInitialized_afterStop_leavesNoHook() {
        LoadSampler sampler = new LoadSampler("late", new WeakReference<>(busy()));
        sampler.stop();
        sampler.recorderInitialized(FlightRecorder.getFlightRecorder());
        assertThat(FlightRecorder.removePeriodicEvent(sampler)).isFalse();
    }

    @Test
    void recorderInitialized_twice_samplesOnce() {
        LoadSampler sampler = new LoadSampler("twice", new WeakReference<>(busy()));
        sampler.recorderInitialized(FlightRecorder.getFlightRecorder());
        sampler.recorderInitialized(FlightRecorder.getFlightRecorder());
        assertThat(FlightRecorder.removePeriodicEvent(sampler)).isTrue();
        assertThat(FlightRecorder.removePeriodicEvent(sampler)).isFalse();
    }

    @Test
    void run_ofAForgottenAnalyzer_takesItselfAway() throws Exception {
        LoadSampler sampler = new LoadSampler("forgotten", new WeakReference<>(null));
        sampler.start();
        assertThat(loads("forgotten", () -> {})).isEmpty();
        assertThat(FlightRecorder.removePeriodicEvent(sampler)).isFalse();
    }

    @Test
    void analyzer_isSampledUntilItIsClosed() throws Exception {
        SentimentAnalyzer analyzer = TestAnalyzers.builder(new FakeBackendProvider(), new FakeTokenizer())
                .cache(CacheOptions.defaults())
                .build();
        String name = analyzer.info().name();
        try (analyzer) {
            assertThat(loads(name, () -> analyzer.analyze("fine"))).isNotEmpty();
        }
        assertThat(loads(name, () -> {})).isEmpty();
    }

    @Test
    void analyzer_atWork_recordsBatches() throws Exception {
        try (SentimentAnalyzer analyzer = TestAnalyzers.builder(new FakeBackendProvider(), new FakeTokenizer())
                .build()) {
            List<RecordedEvent> events = Recordings.record(() -> analyzer.analyze("fine"));
            assertThat(events)
                    .filteredOn(event -> event.getEventType().getName().equals("dev.sentiment4j.Batch"))
                    .singleElement()
                    .satisfies(batch -> {
                        assertThat(batch.getString("analyzer"))
                                .isEqualTo(analyzer.info().name());
                        assertThat(batch.getInt("texts")).isEqualTo(1);
                    });
        }
    }
}
