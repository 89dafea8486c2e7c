package dev.sentiment4j.benchmarks;

import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.model.ModelManifest;
import dev.sentiment4j.onnx.EmbeddedModelProvider;
import dev.sentiment4j.text.TextProfiles;
import dev.sentiment4j.tokenize.TextEncoder;
import dev.sentiment4j.tokenize.Tokenizer;
import dev.sentiment4j.tokenize.huggingface.HuggingFaceTokenizerProvider;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Texts per second over a list, through the public API and through ONNX Runtime alone. The API reads raw texts,
 * prepares, tokenises, batches and decodes; the raw side is given token ids sorted by length. Every iteration runs
 * both, one right after the other, and reports their ratio, so that it holds on a machine that is not quiet. The time
 * that JMH itself prints is that of all runs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 10)
@Fork(1)
public class BulkThroughputBenchmark {
    static final int TEXTS = 1024;

    /** Rates of one iteration. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Rates {
        private double raw8;
        private double raw16;
        private double raw32;
        private double api;

        @Setup(Level.Iteration)
        public void reset() {
            raw8 = 0;
            raw16 = 0;
            raw32 = 0;
            api = 0;
        }

        /** Texts per second of ONNX Runtime alone, ideal batches of 8. */
        public double rawBatchesOf8() {
            return raw8;
        }

        /** Texts per second of ONNX Runtime alone, ideal batches of 16. */
        public double rawBatchesOf16() {
            return raw16;
        }

        /** Texts per second of ONNX Runtime alone, ideal batches of 32. */
        public double rawBatchesOf32() {
            return raw32;
        }

        /** Texts per second of {@code analyzeAll}. */
        public double analyzeAll() {
            return api;
        }

        /** The API's rate as a share of the best raw one. */
        public double shareOfRaw() {
            return api / Math.max(raw8, Math.max(raw16, raw32));
        }
    }

    /** A file with one text a line (the last tab-separated column); empty for made-up posts. */
    @Param("")
    public String texts = "";

    private List<String> posts = List.of();
    private List<List<int[]>> batchesOf8 = List.of();
    private List<List<int[]>> batchesOf16 = List.of();
    private List<List<int[]>> batchesOf32 = List.of();
    private SentimentAnalyzer analyzer;
    private RawOnnxRuntime raw;

    @Setup(Level.Trial)
    public void open() throws Exception {
        posts = Posts.load(texts, TEXTS);
        ModelBundle bundle = ModelBundle.load(new EmbeddedModelProvider().source());
        ModelManifest manifest = bundle.manifest();
        try (Tokenizer tokenizer = new HuggingFaceTokenizerProvider().open(bundle.source(), manifest.tokenizer())) {
            TextEncoder encoder = new TextEncoder(
                    TextProfiles.resolve(
                            manifest.profile(), bundle.source(), getClass().getClassLoader()),
                    tokenizer,
                    manifest.maxTokens(),
                    manifest.longText());
            List<int[]> ids = posts.stream()
                    .map(text -> encoder.encode(text).inputs().get(0))
                    .toList();
            System.out.printf(
                    "%d texts, %.1f tokens on average%n",
                    ids.size(), ids.stream().mapToInt(i -> i.length).average().orElse(0));
            batchesOf8 = RawOnnxRuntime.idealBatches(ids, 8);
            batchesOf16 = RawOnnxRuntime.idealBatches(ids, 16);
            batchesOf32 = RawOnnxRuntime.idealBatches(ids, 32);
        }
        raw = new RawOnnxRuntime(Runtime.getRuntime().availableProcessors());
        analyzer = SentimentAnalyzer.create();
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
        analyzer.close();
        raw.close();
    }

    @Benchmark
    public double bulk(Rates rates) throws Exception {
        long start = System.nanoTime();
        double sum = raw.run(batchesOf8);
        long afterRaw8 = System.nanoTime();
        List<AnalysisOutcome> outcomes = analyzer.analyzeAll(posts);
        long afterApi = System.nanoTime();
        sum += raw.run(batchesOf16);
        long afterRaw16 = System.nanoTime();
        sum += raw.run(batchesOf32);
        long end = System.nanoTime();
        rates.raw8 = TEXTS / seconds(start, afterRaw8);
        rates.api = TEXTS / seconds(afterRaw8, afterApi);
        rates.raw16 = TEXTS / seconds(afterApi, afterRaw16);
        rates.raw32 = TEXTS / seconds(afterRaw16, end);
        return sum + outcomes.get(TEXTS - 1).orElseThrow().score();
    }

    private static double seconds(long startNanos, long endNanos) {
        return (endNanos - startNanos) / 1e9;
    }
}
