package dev.sentiment4j.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.Classification;
import dev.sentiment4j.InputInfo;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.postgres.PostgresOptions;
import dev.sentiment4j.postgres.PostgresPool;
import dev.sentiment4j.postgres.PostgresSchema;
import dev.sentiment4j.postgres.PostgresSink;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Analyzed posts a second into an embedded PostgreSQL beside the benchmark, with durable settings: {@code fsync},
 * {@code synchronous_commit} and {@code full_page_writes} on, all indexes there. One operation is one post, each new;
 * texts of 18 words, a third of them from a long tail, with all three heads.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class PostgresSinkBenchmark {
    private static final int BATCH = 2000;
    private static final int WORDS = 18;
    private static final int TAIL = 5000;
    private static final int AUTHORS = 200_000;
    private static final int POSTS_PER_SECOND = 100;
    private static final long FIRST_ID = 1_790_000_000_000_000_000L;
    private static final String[] FREQUENT =
            ("the a of and phone battery love hate awful great update support hour hold"
                            + " again broke my best ever worst really nice city train bank card money late never happy angry")
                    .split(" ");
    private static final SentimentResult RESULT = result();

    /** Connections that a batch is spread over. */
    @Param({"1", "2"})
    public int writeConnections;

    @Param({"false", "true"})
    public boolean partitioned;

    private EmbeddedPostgres postgres;
    private HikariDataSource pool;
    private PostgresSink sink;
    private final Random random = new Random(7);
    private long next;
    private List<SinkEvent> events = List.of();

    @Setup
    public void start() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .start();
        pool = PostgresPool.to(postgres.getJdbcUrl("postgres", "postgres")).open();
        PostgresOptions options = PostgresOptions.builder()
                .schema("posts")
                .writeConnections(writeConnections)
                .partitioned(partitioned)
                .build();
        PostgresSchema.migrate(pool, options);
        sink = new PostgresSink(pool, options);
        sink.open();
    }

    @TearDown
    public void stop() throws IOException {
        sink.close();
        pool.close();
        postgres.close();
    }

    @Setup(Level.Invocation)
    public void posts() {
        List<SinkEvent> made = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            made.add(new AnalyzedPost(post(next++), RESULT, Instant.now()));
        }
        events = made;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int write() throws InterruptedException {
        int rejected = sink.write(events).size();
        if (rejected > 0) {
            throw new IllegalStateException(rejected + " posts were rejected");
        }
        return rejected;
    }

    private Post post(long number) {
        StringBuilder text = new StringBuilder();
        for (int w = 0; w < WORDS; w++) {
            text.append(w == 0 ? "" : " ");
            if (w % 3 == 2) {
                text.append('w').append((int) Math.abs(random.nextGaussian() * TAIL));
            } else {
                text.append(FREQUENT[random.nextInt(FREQUENT.length)]);
            }
        }
        return Post.builder("x", Long.toString(FIRST_ID + number * 4096))
                .text(text.toString())
                .createdAt(Instant.ofEpochSecond(1_790_000_000L + number / POSTS_PER_SECOND))
                .authorId(Integer.toString(random.nextInt(AUTHORS)))
                .authorName("somebody")
                .language("en")
                .geo(Geo.of("Berlin", "DE"))
                .attribute(Post.PRODUCT, "phone")
                .attribute(Post.CHANNEL, "support")
                .build();
    }

    private static SentimentResult result() {
        Map<String, Double> emotions = new LinkedHashMap<>();
        for (String emotion : List.of("anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise")) {
            emotions.put(emotion, emotion.equals("joy") ? 0.4 : 0.1);
        }
        return SentimentResult.builder(new ModelInfo("sentiment4j/social", "1.0.0"))
                .sentiment(
                        Map.of(SentimentLabel.NEGATIVE, 0.1, SentimentLabel.NEUTRAL, 0.2, SentimentLabel.POSITIVE, 0.7))
                .head("emotion", Classification.exclusive(emotions))
                .head("toxicity", Classification.independent(Map.of("toxic", 0.02), List.of()))
                .input(new InputInfo(29, 0, 1, "social/1"))
                .engine("onnx", "cpu")
                .build();
    }
}
