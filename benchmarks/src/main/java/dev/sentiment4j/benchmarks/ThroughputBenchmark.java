package dev.sentiment4j.benchmarks;

import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.benchmarks.load.ClosedLoop;
import dev.sentiment4j.benchmarks.rivals.BatchMeter;
import dev.sentiment4j.benchmarks.rivals.ModelFiles;
import dev.sentiment4j.benchmarks.rivals.PythonContender;
import dev.sentiment4j.benchmarks.rivals.PythonProcess;
import dev.sentiment4j.benchmarks.rivals.Rival;
import dev.sentiment4j.benchmarks.rivals.Rivals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.Timeout;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Texts per second of the public API, of ONNX Runtime alone, and of rivals, over the same texts and the same model
 * file. Every iteration runs all of them one after the other, so that their ratios hold on a machine that is not quiet;
 * each iteration starts with the next one, so that none always comes first. The time that JMH itself prints is that of
 * all runs; {@link ThroughputRates} has the figures.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 8)
@Timeout(time = 1, timeUnit = TimeUnit.HOURS)
@Fork(1)
public class ThroughputBenchmark {
    private static final List<Integer> CALLERS = List.of(1, 4, 16, 64, 256);
    private static final List<Integer> RAW_BATCHES = List.of(8, 16, 32);
    private static final String PYTHON = "python";

    /** One set-up: measures itself and notes the figures. */
    private record Step(
            String name, Callable<Double> rate, @Nullable BatchMeter meter, String padding) {
        void warmUp(int seconds) throws Exception {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (System.nanoTime() - end < 0) {
                rate.call();
            }
        }

        void run(ThroughputRates rates) throws Exception {
            double perSecond = StolenTime.undisturbed(
                    () -> {
                        if (meter != null) {
                            meter.reset();
                        }
                        return rate.call();
                    },
                    rates::stolen);
            rates.put(name, perSecond);
            if (meter != null && ThroughputRates.NAMES.contains(padding)) {
                rates.put(padding, meter.paddingWaste());
            }
        }
    }

    /** A file with one text a line (the last tab-separated column); empty for made-up posts. */
    @Param("")
    public String texts = "";

    /** How many texts. */
    @Param("1024")
    public int count;

    /** "all", or names of counters joined by plus signs; "python" stands for all that Python offers. */
    @Param("all")
    public String setups = "all";

    /** A Python interpreter with the packages that python/rivals.py needs; empty to leave those rivals out. */
    @Param("")
    public String python = "";

    /**
     * How long each set-up but Python's runs before anything is timed. Beside an engine that fills the processors the
     * JIT compiler gets so little time that it takes half a minute and more to settle, and until then takes 6 % of the
     * machine.
     */
    @Param("10")
    public int warmUpSeconds;

    /** How long callers call, so that the last texts, which fewer callers wait for, hardly count. */
    @Param("10")
    public int callerSeconds;

    private final List<Step> steps = new ArrayList<>();
    private final List<AutoCloseable> owned = new ArrayList<>();
    private int iteration;

    @Setup(Level.Trial)
    public void open() throws Exception {
        Predicate<String> wanted = Setups.wanted(setups, names());
        Workload workload = Workload.load(texts, count);
        ModelFiles files = own(ModelFiles.extract());
        // First of all, because of what DJL asks for.
        List<Rival> rivals = Rivals.open(files, wanted);
        addRaw(workload, wanted);
        addLibrary(workload, wanted);
        for (Rival rival : rivals) {
            own(rival);
            steps.add(new Step(
                    rival.name(),
                    () -> rival.textsPerSecond(workload.prepared()),
                    rival.meter(),
                    "padding" + capitalised(rival.name())));
        }
        for (Step step : steps) {
            step.warmUp(warmUpSeconds);
        }
        if (!python.isBlank() && wanted.test(PYTHON)) {
            addPython(workload, files);
        }
    }

    private static List<String> names() {
        return Stream.of(
                        RAW_BATCHES.stream().map(size -> "rawBatchesOf" + size),
                        Stream.of("analyzeAll"),
                        CALLERS.stream().map(callers -> "callers" + callers),
                        Rivals.names().stream(),
                        Stream.of(PYTHON))
                .flatMap(names -> names)
                .toList();
    }

    private void addRaw(Workload workload, Predicate<String> wanted) throws Exception {
        RawOnnxRuntime raw = own(new RawOnnxRuntime(Runtime.getRuntime().availableProcessors()));
        for (int size : RAW_BATCHES) {
            String name = "rawBatchesOf" + size;
            if (wanted.test(name)) {
                List<List<int[]>> batches = RawOnnxRuntime.idealBatches(workload.ids(), size);
                steps.add(new Step(name, () -> raw.textsPerSecond(batches), null, ""));
            }
        }
    }

    private void addLibrary(Workload workload, Predicate<String> wanted) {
        BatchMeter meter = new BatchMeter();
        SentimentAnalyzer analyzer = own(SentimentAnalyzer.builder()
                // Callers wait, however slow the machine is.
                .batching(BatchOptions.builder()
                        .admission(BatchOptions.Admission.BLOCK)
                        .build())
                .listener(meter)
                .build());
        ClosedLoop loop = own(new ClosedLoop());
        if (wanted.test("analyzeAll")) {
            steps.add(new Step("analyzeAll", () -> bulk(analyzer, workload.posts()), meter, "paddingBulk"));
        }
        for (int callers : CALLERS) {
            String name = "callers" + callers;
            if (wanted.test(name)) {
                steps.add(new Step(
                        name,
                        () -> loop.during(callerSeconds, callers, workload.posts(), analyzer::analyze),
                        meter,
                        "padding" + callers));
            }
        }
    }

    private void addPython(Workload workload, ModelFiles files) throws Exception {
        Path script = Path.of(System.getProperty("benchmarks.home", "benchmarks"), "python", "rivals.py");
        PythonProcess process = own(PythonProcess.start(python, script, files, workload.prepared()));
        for (PythonContender contender : process.contenders()) {
            String counter = counter(contender.name());
            if (ThroughputRates.NAMES.contains(counter)) {
                steps.add(new Step(counter, () -> contender.textsPerSecond(workload.prepared()), null, ""));
            } else {
                System.err.printf(
                        "%s is left out: ThroughputRates has no counter %s; add one%n", contender.name(), counter);
            }
        }
    }

    private static double bulk(SentimentAnalyzer analyzer, List<String> posts) {
        long start = System.nanoTime();
        List<AnalysisOutcome> outcomes = analyzer.analyzeAll(posts);
        long end = System.nanoTime();
        // A text that failed fast would count as a fast text.
        outcomes.forEach(AnalysisOutcome::orElseThrow);
        return posts.size() * 1e9 / (end - start);
    }

    @Benchmark
    public int throughput(ThroughputRates rates, MemoryCounters memory) throws Exception {
        List<Step> order = new ArrayList<>(steps);
        Collections.rotate(order, -iteration++);
        for (Step step : order) {
            step.run(rates);
        }
        return order.size();
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
        Collections.reverse(owned);
        for (AutoCloseable resource : owned) {
            resource.close();
        }
    }

    /** The counter of a Python rival: "hf-pipeline-8" is hfPipeline8. */
    static String counter(String contender) {
        StringBuilder name = new StringBuilder();
        for (String part : contender.split("-", -1)) {
            name.append(name.length() == 0 ? part : capitalised(part));
        }
        return name.toString();
    }

    private static String capitalised(String name) {
        return name.isEmpty() ? name : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private <T extends AutoCloseable> T own(T resource) {
        owned.add(resource);
        return resource;
    }
}
