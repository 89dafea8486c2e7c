package dev.sentiment4j.benchmarks;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.benchmarks.load.Arrivals;
import dev.sentiment4j.benchmarks.load.ClosedLoop;
import dev.sentiment4j.benchmarks.load.LoadReport;
import dev.sentiment4j.benchmarks.load.LoadReports;
import dev.sentiment4j.benchmarks.load.OpenLoop;
import dev.sentiment4j.benchmarks.load.Target;
import dev.sentiment4j.benchmarks.rivals.BatchMeter;
import dev.sentiment4j.benchmarks.rivals.ModelFiles;
import dev.sentiment4j.benchmarks.rivals.Rival;
import dev.sentiment4j.benchmarks.rivals.Rivals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
 * Latency under load that does not wait: the library and rivals as servers, at shares of one rate, the library's own
 * peak at the start of the run. All are sent the same texts at the same times, one server after the other. Writes
 * {@code target/open-loop.json}, which {@link LoadReports} describes; the time that JMH prints is that of the whole.
 *
 * <p>Every set-up holds 1,024 texts at most and refuses the rest, so that overload does not fill the memory. The
 * library is also told how long a wait it may promise; rivals know no such thing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Timeout(time = 6, timeUnit = TimeUnit.HOURS)
@Fork(1)
public class OpenLoopBenchmark {
    private static final String LIBRARY = "sentiment4j";
    private static final int PEAK_CALLERS = 64;
    private static final int TEXTS = 2048;
    private static final long SEED = 20_230_701;

    /** A file with one text a line (the last tab-separated column); empty for made-up posts. */
    @Param("")
    public String texts = "";

    /** How long texts arrive for one load and one set-up; whole seconds. */
    @Param("20")
    public int seconds;

    /**
     * The same above the peak; longer, since 1,024 places take a while to fill: 20 seconds at 120 % of 250 texts per
     * second.
     */
    @Param("60")
    public int overloadSeconds;

    /** How long the peak is measured, and that each set-up is warmed up for a third of. */
    @Param("10")
    public int peakSeconds;

    /** The library's latency goal, in milliseconds: {@link BatchOptions#maxPredictedWait()}. */
    @Param("400")
    public int maxPredictedWaitMillis;

    /** "all", or names joined by plus signs. */
    @Param("all")
    public String setups = "all";

    /** Offered rates as shares of the peak, joined by plus signs. */
    @Param("0.5+0.8+0.95+1.2")
    public String loads = "0.5";

    /** Processes that texts arrive by, joined by plus signs. */
    @Param("poisson+bursty")
    public String arrivals = "poisson";

    private final List<AutoCloseable> owned = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private List<String> posts = List.of();
    private SentimentAnalyzer patient;
    private ClosedLoop callers;

    @Setup(Level.Trial)
    public void open() throws Exception {
        Predicate<String> wanted = Setups.wanted(
                setups,
                Stream.concat(Stream.of(LIBRARY), Rivals.names().stream()).toList());
        Workload workload = Workload.load(texts, TEXTS);
        posts = workload.posts();
        ModelFiles files = own(ModelFiles.extract());
        // First of all, because of what DJL asks for.
        List<Rival> rivals = Rivals.open(files, wanted);
        BatchMeter meter = new BatchMeter();
        // Completing on the lane itself stamps the time there and then; the callback only notes it.
        SentimentAnalyzer analyzer = own(SentimentAnalyzer.builder()
                .batching(BatchOptions.builder()
                        .maxPredictedWait(Duration.ofMillis(maxPredictedWaitMillis))
                        .build())
                .listener(meter)
                .completionExecutor(Runnable::run)
                .build());
        // The peak is that of callers who wait, however long it takes on a busy machine.
        patient = own(SentimentAnalyzer.create());
        callers = own(new ClosedLoop());
        if (wanted.test(LIBRARY)) {
            targets.add(new Target(LIBRARY, posts, analyzer::analyzeAsync, meter));
        }
        for (Rival rival : rivals) {
            own(rival);
            targets.add(new Target(rival.name(), workload.prepared(), rival::submit, rival.meter()));
        }
    }

    @Benchmark
    public int openLoop(MemoryCounters memory) throws Exception {
        double warmUp = peakSeconds / 3.0;
        peak(warmUp);
        double capacity = StolenTime.undisturbed(
                () -> peak(peakSeconds),
                s -> System.out.printf(Locale.ROOT, "%nstolen while the peak was measured: %.1f %%%n", s * 100));
        System.out.printf(Locale.ROOT, "%ncapacity %.1f texts/s%n", capacity);
        for (Target target : targets) {
            OpenLoop.run(target, Arrivals.POISSON, 0.5, capacity / 2, warmUp, SEED);
        }
        LoadReports reports = new LoadReports(
                Path.of(System.getProperty("benchmarks.home", "benchmarks"), "target", "open-loop.json"), capacity);
        int rows = 0;
        for (String process : Setups.split(arrivals)) {
            for (String share : Setups.split(loads)) {
                for (Target target : targets) {
                    LoadReport row = run(
                            target,
                            Arrivals.valueOf(process.toUpperCase(Locale.ROOT)),
                            Double.parseDouble(share),
                            capacity);
                    System.out.println(row);
                    reports.add(row);
                    rows++;
                }
            }
        }
        return rows;
    }

    private LoadReport run(Target target, Arrivals process, double share, double capacity) throws Exception {
        // Whether overload lowers the rate shows only beside the peak of the same minute.
        boolean beside = share > 1 && target.name().equals(LIBRARY);
        int howLong = share > 1 ? overloadSeconds : seconds;
        double before = beside ? peak(peakSeconds / 2.0) : 0;
        double[] stolen = new double[1];
        LoadReport row = StolenTime.undisturbed(
                () -> OpenLoop.run(target, process, share, share * capacity, howLong, SEED), s -> stolen[0] = s);
        double after = beside ? peak(peakSeconds / 2.0) : 0;
        return row.withSurroundings(stolen[0] * 100, before, after);
    }

    private double peak(double howLong) throws InterruptedException, ExecutionException {
        return callers.during(howLong, PEAK_CALLERS, posts, patient::analyze);
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
        Collections.reverse(owned);
        for (AutoCloseable resource : owned) {
            resource.close();
        }
    }

    private <T extends AutoCloseable> T own(T resource) {
        owned.add(resource);
        return resource;
    }
}
