package dev.sentiment4j.benchmarks;

import dev.sentiment4j.Classification;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.window.Dimension;
import dev.sentiment4j.window.SentimentWindows;
import dev.sentiment4j.window.WindowOptions;
import dev.sentiment4j.window.WindowSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Analyzed posts a second into windows of 60 seconds by four dimensions, each alone, and the overall cell, on one
 * thread. One operation is one post, each new, in order: a million of them are an hour. Windows close on the way and
 * are given to a listener. Making posts up is not measured.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 4)
public class WindowsBenchmark {
    private static final int BATCH = 5000;
    private static final long POSTS_AN_HOUR = 1_000_000;
    private static final int AUTHORS = 200_000;
    private static final int RESULTS = 4096;
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    /** Distinct authors, quantiles and samples, or counts, means and shares alone. */
    @Param({"false", "true"})
    public boolean sketches;

    private SentimentWindows windows;
    private final Random random = new Random(7);
    private final List<SentimentResult> results = new ArrayList<>();
    private long next;
    private long closed;
    private List<SinkEvent> events = List.of();

    @Setup
    public void start() {
        windows = SentimentWindows.builder(WindowOptions.builder()
                        .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
                        .dimension(Dimension.city())
                        .dimension(Dimension.product())
                        .dimension(Dimension.channel())
                        .dimension(Dimension.platform())
                        .sketches(sketches)
                        .samples(sketches ? WindowOptions.DEFAULT_SAMPLES : 0)
                        .maxFuture(Duration.ofDays(366))
                        .churn(post -> 0.25)
                        .build())
                .listener(window -> closed += window.overall().posts())
                .build();
        for (int i = 0; i < RESULTS; i++) {
            results.add(result());
        }
    }

    @Setup(Level.Invocation)
    public void posts() {
        List<SinkEvent> made = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            made.add(new AnalyzedPost(post(next++), results.get(random.nextInt(RESULTS)), START));
        }
        events = made;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long write() throws InterruptedException {
        windows.write(events);
        return closed;
    }

    private Post post(long number) {
        return Post.builder(number % 3 == 0 ? "x" : number % 3 == 1 ? "reddit" : "instagram", Long.toString(number))
                .text("")
                .createdAt(START.plusMillis(number * 3_600_000 / POSTS_AN_HOUR))
                .authorId(Integer.toString(random.nextInt(AUTHORS)))
                .geo(Geo.of("city " + (int) Math.abs(random.nextGaussian() * 20), null))
                .attribute(Post.PRODUCT, "product " + random.nextInt(12))
                .attribute(Post.CHANNEL, "channel " + random.nextInt(5))
                .build();
    }

    private SentimentResult result() {
        double positive = random.nextDouble();
        double negative = random.nextDouble() * (1 - positive);
        Map<String, Double> emotions = new LinkedHashMap<>();
        String strongest = List.of("anger", "joy", "neutral", "sadness").get(random.nextInt(4));
        for (String emotion : List.of("anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise")) {
            emotions.put(emotion, emotion.equals(strongest) ? 0.4 : 0.1);
        }
        return SentimentResult.builder(new ModelInfo("sentiment4j/social", "1.0.0"))
                .sentiment(Map.of(
                        SentimentLabel.NEGATIVE,
                        negative,
                        SentimentLabel.NEUTRAL,
                        1 - positive - negative,
                        SentimentLabel.POSITIVE,
                        positive))
                .head("emotion", Classification.exclusive(emotions))
                .head("toxicity", Classification.independent(Map.of("toxic", random.nextDouble()), List.of()))
                .build();
    }
}
