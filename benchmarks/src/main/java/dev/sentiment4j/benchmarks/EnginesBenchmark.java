package dev.sentiment4j.benchmarks;

import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.SentimentAnalyzer;
import java.nio.file.Path;
import java.util.List;
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
 * The engines side by side through the public API, on a bundle that holds the same weights in both formats (the recipes
 * under {@code sentiment-pytorch/export} write such): texts a second of a list, and the time of one text at a time.
 */
@State(Scope.Benchmark)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
public class EnginesBenchmark {
    private static final int TEXTS = 512;

    /** The engine. */
    @Param({"onnx", "pytorch"})
    public String engine = "onnx";

    /** The folder of the bundle. */
    @Param("")
    public String model = "";

    /** A file with one text a line (the last tab-separated column); empty for made-up posts. */
    @Param("")
    public String texts = "";

    private SentimentAnalyzer analyzer;
    private List<String> posts;
    private int next;

    /** Opens the model. */
    @Setup(Level.Trial)
    public void open() {
        if (model.isBlank()) {
            throw new IllegalArgumentException("name a bundle of both formats with -p model=FOLDER");
        }
        posts = Posts.load(texts, TEXTS);
        analyzer = SentimentAnalyzer.builder()
                .model(Path.of(model))
                .backend(engine)
                .build();
    }

    /** Closes it. */
    @TearDown(Level.Trial)
    public void close() {
        analyzer.close();
    }

    /** A list of posts on all processors. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    @OperationsPerInvocation(TEXTS)
    public List<AnalysisOutcome> list() {
        return analyzer.analyzeAll(posts);
    }

    /** One caller, one post at a time. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public Object single() {
        next = (next + 1) % TEXTS;
        return analyzer.analyze(posts.get(next));
    }
}
