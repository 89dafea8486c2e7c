package dev.sentiment4j.benchmarks;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What one iteration of {@link ThroughputBenchmark} measured; 0 stands for what did not run. In JMH's JSON each is an
 * entry of {@code secondaryMetrics}, whose {@code rawData} holds one value for each iteration:
 *
 * <ul>
 *   <li>texts per second, named by set-up: {@code rawBatchesOf8} to {@code 32} (ONNX Runtime alone, ideal batches),
 *       {@code analyzeAll}, {@code callers1} to {@code 256} (callers of {@code analyze} at once), the rivals in this
 *       JVM ({@code oneTextPerRun}, {@code fixedPaddingTo128}, {@code fifoBatchesOf32}, {@code threadPerRequest},
 *       {@code djlPredictor}) and those in Python ({@code hfPipeline8} for "hf-pipeline-8", and so on);
 *   <li>{@code share...}: the library's rate by the best raw one of the same iteration, in bulk ({@code shareOfRaw})
 *       and by the number of callers ({@code share64});
 *   <li>{@code times...}: {@code analyzeAll} by that rival of the same iteration;
 *   <li>{@code padding...}: the share of the engine's tokens that were padding, in bulk, by the number of callers, and
 *       of the rivals that make batches.
 * </ul>
 *
 * Used by one thread.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class ThroughputRates {
    /** All counters there are. */
    static final Set<String> NAMES = Arrays.stream(ThroughputRates.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getReturnType() == double.class)
            .map(Method::getName)
            .collect(Collectors.toUnmodifiableSet());

    private final Map<String, Double> values = new HashMap<>();

    @Setup(Level.Iteration)
    public void reset() {
        values.clear();
    }

    /** Notes a value; a name without a counter is an error of the benchmark. */
    void put(String name, double value) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("no counter " + name + ": add a method of that name");
        }
        values.put(name, value);
    }

    /** Notes the share of a set-up's time that the hypervisor gave away. */
    void stolen(double share) {
        values.merge("stolenPercent", share * 100, Math::max);
    }

    /** The most that any set-up of this iteration lost to other machines, in percent; see {@link StolenTime}. */
    public double stolenPercent() {
        return get("stolenPercent");
    }

    private double get(String name) {
        return values.getOrDefault(name, 0.0);
    }

    private double bestRaw() {
        return Math.max(get("rawBatchesOf8"), Math.max(get("rawBatchesOf16"), get("rawBatchesOf32")));
    }

    private double bestHfPipeline() {
        return Math.max(
                Math.max(get("hfPipeline1"), get("hfPipeline8")), Math.max(get("hfPipeline32"), get("hfPipeline64")));
    }

    private static double ratio(double a, double b) {
        return b == 0 ? 0 : a / b;
    }

    public double rawBatchesOf8() {
        return get("rawBatchesOf8");
    }

    public double rawBatchesOf16() {
        return get("rawBatchesOf16");
    }

    public double rawBatchesOf32() {
        return get("rawBatchesOf32");
    }

    public double analyzeAll() {
        return get("analyzeAll");
    }

    public double callers1() {
        return get("callers1");
    }

    public double callers4() {
        return get("callers4");
    }

    public double callers16() {
        return get("callers16");
    }

    public double callers64() {
        return get("callers64");
    }

    public double callers256() {
        return get("callers256");
    }

    public double oneTextPerRun() {
        return get("oneTextPerRun");
    }

    public double fixedPaddingTo128() {
        return get("fixedPaddingTo128");
    }

    public double fifoBatchesOf32() {
        return get("fifoBatchesOf32");
    }

    public double threadPerRequest() {
        return get("threadPerRequest");
    }

    public double djlPredictor() {
        return get("djlPredictor");
    }

    public double hfPipeline1() {
        return get("hfPipeline1");
    }

    public double hfPipeline8() {
        return get("hfPipeline8");
    }

    public double hfPipeline32() {
        return get("hfPipeline32");
    }

    public double hfPipeline64() {
        return get("hfPipeline64");
    }

    public double onnxruntimePy1() {
        return get("onnxruntimePy1");
    }

    public double onnxruntimePy16Sorted() {
        return get("onnxruntimePy16Sorted");
    }

    public double shareOfRaw() {
        return ratio(get("analyzeAll"), bestRaw());
    }

    public double share1() {
        return ratio(get("callers1"), bestRaw());
    }

    public double share4() {
        return ratio(get("callers4"), bestRaw());
    }

    public double share16() {
        return ratio(get("callers16"), bestRaw());
    }

    public double share64() {
        return ratio(get("callers64"), bestRaw());
    }

    public double share256() {
        return ratio(get("callers256"), bestRaw());
    }

    public double timesOneTextPerRun() {
        return ratio(get("analyzeAll"), get("oneTextPerRun"));
    }

    public double timesFixedPaddingTo128() {
        return ratio(get("analyzeAll"), get("fixedPaddingTo128"));
    }

    public double timesFifoBatchesOf32() {
        return ratio(get("analyzeAll"), get("fifoBatchesOf32"));
    }

    public double timesThreadPerRequest() {
        return ratio(get("analyzeAll"), get("threadPerRequest"));
    }

    public double timesDjlPredictor() {
        return ratio(get("analyzeAll"), get("djlPredictor"));
    }

    public double timesBestHfPipeline() {
        return ratio(get("analyzeAll"), bestHfPipeline());
    }

    public double paddingBulk() {
        return get("paddingBulk");
    }

    public double padding1() {
        return get("padding1");
    }

    public double padding4() {
        return get("padding4");
    }

    public double padding16() {
        return get("padding16");
    }

    public double padding64() {
        return get("padding64");
    }

    public double padding256() {
        return get("padding256");
    }

    public double paddingFixedPaddingTo128() {
        return get("paddingFixedPaddingTo128");
    }

    public double paddingFifoBatchesOf32() {
        return get("paddingFifoBatchesOf32");
    }
}
