package dev.sentiment4j.benchmarks.soak;

import com.google.gson.GsonBuilder;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentAnalyzerBuilder;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.benchmarks.Memory;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs for long, to see whether memory or threads pile up: many distinct texts through one analyzer, every other chunk
 * as a list and as futures, then many analyzers one after the other. Writes samples to {@code soak.csv} while it runs,
 * and at its end all of it to {@code soak.json}: {@code {"options": "...", "samples": [...], "verdict": {...}}}, with
 * the fields of {@link SoakSample} and {@link SoakVerdict}. Ends with status 1 when the verdict is bad.
 */
public final class SoakDriver {
    private static final int CHUNK = 1000;
    private static final int IN_FLIGHT = 512;
    private static final int SAMPLES = 100;
    private static final int TEXTS_OF_A_CYCLE = 16;

    private record Summary(String options, List<SoakSample> samples, SoakVerdict verdict) {}

    private final SoakOptions options;
    private final PrintWriter csv;
    private final long start = System.nanoTime();
    private final AtomicLong failures = new AtomicLong();

    private SoakDriver(SoakOptions options, PrintWriter csv) {
        this.options = options;
        this.csv = csv;
    }

    /** Runs with the options that {@code --help} lists. */
    public static void main(String[] args) throws IOException, InterruptedException {
        SoakOptions options;
        try {
            options = SoakOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(run(options).problems().isEmpty() ? 0 : 1);
    }

    static SoakVerdict run(SoakOptions options) throws IOException, InterruptedException {
        Files.createDirectories(options.out());
        Path table = options.out().resolve("soak.csv");
        List<SoakSample> samples = new ArrayList<>();
        SoakVerdict verdict;
        try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(table, StandardCharsets.UTF_8))) {
            csv.println(SoakSample.HEADER);
            SoakDriver driver = new SoakDriver(options, csv);
            int threadsBefore = driver.threadsWithCompanions();
            List<SoakSample> texts = driver.texts();
            List<SoakSample> cycles = driver.cycles();
            samples.addAll(texts);
            samples.addAll(cycles);
            verdict = SoakVerdict.of(texts, cycles, threadsBefore, driver.failures.get(), options.maxGrowth());
        }
        Files.writeString(
                options.out().resolve("soak.json"),
                new GsonBuilder()
                        .setPrettyPrinting()
                        .create()
                        .toJson(new Summary(options.toString(), samples, verdict)),
                StandardCharsets.UTF_8);
        System.out.println(verdict);
        return verdict;
    }

    /** Threads once the JVM's own pool and the engine's and the tokenizer's helpers are there, which stay for good. */
    private int threadsWithCompanions() {
        try (SentimentAnalyzer analyzer = analyzer()) {
            analyzer.analyzeAsync(ShortTexts.text(0)).join();
        }
        return threads();
    }

    private List<SoakSample> texts() throws InterruptedException {
        List<SoakSample> samples = new ArrayList<>();
        try (SentimentAnalyzer analyzer = analyzer()) {
            for (int done = 0; done < options.texts(); ) {
                int count = Math.min(CHUNK, options.texts() - done);
                List<String> chunk = ShortTexts.range(done, count, options.words());
                if (done / CHUNK % 2 == 0) {
                    asList(analyzer, chunk);
                } else {
                    asFutures(analyzer, chunk);
                }
                long before = samplesBy(done, options.texts());
                done += count;
                if (samplesBy(done, options.texts()) > before) {
                    samples.add(sample(done, 0));
                }
            }
        }
        return samples;
    }

    private List<SoakSample> cycles() {
        List<SoakSample> samples = new ArrayList<>();
        for (int done = 0; done < options.cycles(); done++) {
            try (SentimentAnalyzer analyzer = analyzer()) {
                asList(analyzer, ShortTexts.range(done * TEXTS_OF_A_CYCLE, TEXTS_OF_A_CYCLE, options.words()));
            }
            if (samplesBy(done + 1, options.cycles()) > samplesBy(done, options.cycles())) {
                samples.add(sample(options.texts(), done + 1));
            }
        }
        return samples;
    }

    /** Without a cache, so that every text is work. */
    private SentimentAnalyzer analyzer() {
        SentimentAnalyzerBuilder builder = SentimentAnalyzer.builder();
        if (options.model() != null) {
            builder.model(options.model());
        }
        if (options.backend() != null) {
            builder.backend(options.backend());
        }
        if (options.maxBatch() > 0) {
            builder.batching(
                    BatchOptions.builder().maxBatchSize(options.maxBatch()).build());
        }
        return builder.build();
    }

    private void asList(SentimentAnalyzer analyzer, List<String> chunk) {
        for (AnalysisOutcome outcome : analyzer.analyzeAll(chunk)) {
            if (outcome.failure().isPresent()) {
                failures.incrementAndGet();
            }
        }
    }

    private void asFutures(SentimentAnalyzer analyzer, List<String> chunk) throws InterruptedException {
        Semaphore room = new Semaphore(IN_FLIGHT);
        for (String text : chunk) {
            room.acquire();
            analyzer.analyzeAsync(text).whenComplete((result, failure) -> {
                if (failure != null) {
                    failures.incrementAndGet();
                }
                room.release();
            });
        }
        room.acquire(IN_FLIGHT);
    }

    /** How many samples are due when so much is done. */
    private static long samplesBy(long done, long of) {
        return done * SAMPLES / of;
    }

    private SoakSample sample(long texts, long cycles) {
        System.gc();
        Memory memory = Memory.now();
        SoakSample sample = new SoakSample(
                (System.nanoTime() - start) / 1e9,
                texts,
                cycles,
                memory.rss(),
                memory.rssAnon(),
                memory.heapUsed(),
                threads());
        csv.println(sample.csv());
        csv.flush();
        System.out.println(sample);
        return sample;
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }
}
