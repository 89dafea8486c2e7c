package dev.sentiment4j.benchmarks;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.benchmarks.rivals.BatchMeter;
import dev.sentiment4j.benchmarks.rivals.OnnxModel;
import java.util.Arrays;
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
 * One caller, one text at a time: what the library adds to tokenizer and ONNX Runtime. Each text runs both ways, one
 * right after the other, each way first in turn. The raw side is given the prepared text, runs in the calling thread
 * with one intra-op thread, and reads one head; the library prepares the text, hands it to a lane and back, and reads
 * all heads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 8)
@Fork(1)
public class LatencyAtIdleBenchmark {
    private static final double MILLI = 1e6;

    /** Times of one iteration over its texts, in milliseconds. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Times {
        private double[] library = {};
        private double[] raw = {};
        private double[] overhead = {};

        @Setup(Level.Iteration)
        public void reset() {
            library = new double[0];
            raw = new double[0];
            overhead = new double[0];
        }

        /** Median time of {@code analyze}. */
        public double analyzeMedianMs() {
            return percentile(library, 50);
        }

        public double analyzeP99Ms() {
            return percentile(library, 99);
        }

        /** Median time of tokenizer and session together. */
        public double rawMedianMs() {
            return percentile(raw, 50);
        }

        public double rawP99Ms() {
            return percentile(raw, 99);
        }

        /** Median over texts of the difference between the two times of that text. */
        public double overheadMedianMs() {
            return percentile(overhead, 50);
        }

        public double overheadP90Ms() {
            return percentile(overhead, 90);
        }
    }

    /** A file with one text a line (the last tab-separated column); empty for made-up posts. */
    @Param("")
    public String texts = "";

    /** How many texts. */
    @Param("1024")
    public int count;

    private List<String> posts = List.of();
    private List<String> prepared = List.of();
    private SentimentAnalyzer analyzer;
    private OnnxModel raw;
    private BatchMeter unused;

    @Setup(Level.Trial)
    public void open() throws Exception {
        Workload workload = Workload.load(texts, count);
        posts = workload.posts();
        prepared = workload.prepared();
        raw = new OnnxModel(1);
        unused = new BatchMeter();
        analyzer = SentimentAnalyzer.create();
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
        analyzer.close();
        raw.close();
    }

    @Benchmark
    public int idle(Times times, MemoryCounters memory) throws Exception {
        times.library = new double[posts.size()];
        times.raw = new double[posts.size()];
        times.overhead = new double[posts.size()];
        int answers = 0;
        for (int i = 0; i < posts.size(); i++) {
            if (i % 2 == 0) {
                times.library[i] = library(posts.get(i));
                times.raw[i] = raw(prepared.get(i));
            } else {
                times.raw[i] = raw(prepared.get(i));
                times.library[i] = library(posts.get(i));
            }
            times.overhead[i] = times.library[i] - times.raw[i];
            answers++;
        }
        return answers;
    }

    private double library(String post) {
        long start = System.nanoTime();
        double score = analyzer.analyze(post).score();
        return millis(start, score);
    }

    private double raw(String text) throws Exception {
        long start = System.nanoTime();
        double probability = raw.run(List.of(text), unused).get(0)[0];
        return millis(start, probability);
    }

    /** The time since the start; asks for the answer, so that nothing can be optimised away. */
    private static double millis(long start, double answer) {
        long end = System.nanoTime();
        if (Double.isNaN(answer)) {
            throw new IllegalStateException("the model answers with NaN; its file is damaged");
        }
        return (end - start) / MILLI;
    }

    /** The value that so many percent stay at or below; 0 of none. */
    static double percentile(double[] values, double percent) {
        if (values.length == 0) {
            return 0;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }
}
