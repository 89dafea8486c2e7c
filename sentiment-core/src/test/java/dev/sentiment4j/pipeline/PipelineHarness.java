package dev.sentiment4j.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.TestThreads;
import dev.sentiment4j.pipeline.memory.InMemoryDeadLetters;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A pipeline over scripted parts, in which no pause takes time. */
final class PipelineHarness {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final String name = "pipe" + NAMES.incrementAndGet() + "x";
    final ScriptedSource source = new ScriptedSource();
    final List<ScriptedSink> sinks = new ArrayList<>(List.of(new ScriptedSink()));
    final InMemoryDeadLetters letters = new InMemoryDeadLetters();
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    final Recorder recorder = new Recorder();
    DeadLetters deadLetters = letters;
    SentimentAnalyzer analyzer = ScriptedAnalyzer.fast();
    PipelineOptions options = PipelineOptions.builder()
            .batchSize(16)
            .analysisBatchSize(4)
            .pollTimeout(Duration.ofMillis(20))
            .stopTimeout(PATIENCE)
            .build();
    /** Whether pauses last until the pipeline stops, rather than no time at all. */
    volatile boolean patient;

    ScriptedSink sink() {
        return sinks.get(0);
    }

    SentimentPipeline.Builder builder() {
        SentimentPipeline.Builder builder = SentimentPipeline.builder()
                .name(name)
                .source(source)
                .analyzer(analyzer)
                .deadLetters(deadLetters)
                .options(options)
                .clock(Clock.fixed(TestPosts.NOON, ZoneOffset.UTC))
                .random(new Random(1))
                .listener(recorder)
                .pause(this::pause);
        sinks.forEach(builder::sink);
        return builder;
    }

    private boolean pause(Duration duration, CountDownLatch stop) throws InterruptedException {
        pauses.add(duration);
        return patient ? stop.await(PATIENCE.toSeconds(), TimeUnit.SECONDS) : stop.getCount() == 0;
    }

    SentimentPipeline start() {
        SentimentPipeline pipeline = builder().build();
        pipeline.start();
        return pipeline;
    }

    /** Runs a pipeline whose source ends, and looks whether it has left anything behind. */
    SentimentPipeline run() {
        source.ended();
        SentimentPipeline pipeline = builder().build();
        pipeline.run();
        assertThat(pipeline.state()).isEqualTo(PipelineState.STOPPED);
        assertTidy();
        return pipeline;
    }

    /** Runs a pipeline that fails, and looks whether it has left anything behind. */
    PipelineFailedException runToFailure() throws InterruptedException {
        SentimentPipeline pipeline = start();
        assertThat(pipeline.awaitTermination(PATIENCE)).isTrue();
        assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
        assertTidy();
        return pipeline.health().failure().orElseThrow();
    }

    void assertTidy() {
        assertThat(source.closes).isEqualTo(1);
        sinks.forEach(sink -> assertThat(sink.closes).isEqualTo(1));
        assertThat(source.memory.pending())
                .as("deliveries neither acknowledged nor given back")
                .isZero();
        TestThreads.assertEnd(TestThreads.threadsOf(name).stream()
                .filter(thread -> thread != Thread.currentThread())
                .toList());
    }

    /** Waits, without sleeping, for what another thread brings about. */
    static void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start)
                    .as("nanoseconds until %s", what)
                    .isLessThan(PATIENCE.toNanos());
            Thread.onSpinWait();
        }
    }

    /** Remembers every event in words. */
    static final class Recorder implements PipelineListener {
        final List<String> told = new CopyOnWriteArrayList<>();
        final List<RetryEvent> retries = new CopyOnWriteArrayList<>();

        @Override
        public void started(SentimentPipeline pipeline) {
            told.add("started " + pipeline.state());
        }

        @Override
        public void stopped(SentimentPipeline pipeline) {
            told.add("stopped " + pipeline.state());
        }

        @Override
        public void polled(PollEvent poll) {
            told.add("polled " + poll.deliveries() + " malformed " + poll.malformed());
        }

        @Override
        public void analyzed(AnalysisEvent analysis) {
            told.add("analyzed " + analysis.posts() + " failed " + analysis.failed());
        }

        @Override
        public void written(WriteEvent write) {
            told.add("written " + write.sink() + " " + write.events() + " rejected " + write.rejected());
        }

        @Override
        public void acknowledged(AcknowledgeEvent acknowledged) {
            told.add("acknowledged " + acknowledged.deliveries());
        }

        @Override
        public void givenBack(int deliveries, NackReason reason) {
            told.add("givenBack " + deliveries + " " + reason);
        }

        @Override
        public void retried(RetryEvent retry) {
            retries.add(retry);
        }

        @Override
        public void deadLettered(DeadLetter.Stage stage, String errorType) {
            told.add("deadLettered " + stage + " " + errorType);
        }

        @Override
        public void gap(SourceGap gap) {
            told.add("gap " + gap.reason());
        }

        @Override
        public void disconnected(Throwable cause) {
            told.add("disconnected " + cause.getMessage());
        }

        @Override
        public void connected() {
            told.add("connected");
        }
    }
}
