package dev.sentiment4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuresTest {
    @Test
    void percentile_isAValueThatOccurred() {
        double[] values = {5, 1, 4, 2, 3};

        assertThat(LatencyAtIdleBenchmark.percentile(values, 50)).isEqualTo(3);
        assertThat(LatencyAtIdleBenchmark.percentile(values, 99)).isEqualTo(5);
        assertThat(LatencyAtIdleBenchmark.percentile(values, 0)).isEqualTo(1);
        assertThat(LatencyAtIdleBenchmark.percentile(new double[0], 50)).isZero();
    }

    @Test
    void ratios_areOfTheBestRawRateAndZeroWithoutIt() {
        ThroughputRates rates = new ThroughputRates();
        rates.put("analyzeAll", 180);
        assertThat(rates.shareOfRaw()).isZero();

        rates.put("rawBatchesOf8", 150);
        rates.put("rawBatchesOf32", 200);
        rates.put("callers64", 100);
        rates.put("djlPredictor", 90);
        rates.put("hfPipeline1", 30);
        rates.put("hfPipeline64", 20);
        assertThat(rates.shareOfRaw()).isEqualTo(0.9);
        assertThat(rates.share64()).isEqualTo(0.5);
        assertThat(rates.timesDjlPredictor()).isEqualTo(2);
        assertThat(rates.timesBestHfPipeline()).isEqualTo(6);

        rates.reset();
        assertThat(rates.analyzeAll()).isZero();
        assertThatThrownBy(() -> rates.put("other", 1)).hasMessageContaining("other");
    }

    @Test
    void pythonNames_becomeCounters() {
        assertThat(ThroughputBenchmark.counter("hf-pipeline-8")).isEqualTo("hfPipeline8");
        assertThat(ThroughputBenchmark.counter("onnxruntime-py-16-sorted")).isEqualTo("onnxruntimePy16Sorted");
        assertThat(ThroughputRates.NAMES)
                .contains("hfPipeline8", "onnxruntimePy16Sorted")
                .doesNotContain("reset");
    }

    @Test
    void setups_areAllOrThoseNamed() {
        List<String> known = List.of("a", "b", "c");

        assertThat(known.stream().filter(Setups.wanted("all", known))).containsExactly("a", "b", "c");
        assertThat(known.stream().filter(Setups.wanted("c+a", known))).containsExactly("a", "c");
        assertThatThrownBy(() -> Setups.wanted("a+d", known)).hasMessageContaining("some of a+b+c");
    }

    @Test
    void memory_readsTheKernelsKilobytes() {
        List<String> status = List.of("Name:\tjava", "VmRSS:\t  123456 kB", "RssAnon:\t   1000 kB");

        assertThat(Memory.field(status, "VmRSS")).isEqualTo(123_456L * 1024);
        assertThat(Memory.field(status, "RssAnon")).isEqualTo(1_024_000);
        assertThat(Memory.field(List.of(), "VmRSS")).isZero();
        assertThat(Memory.now().heapUsed()).isPositive();
    }

    @Test
    void stolenTime_isAShareOfTheBusyTime() {
        StolenTime before = StolenTime.parse("cpu  100 10 20 5000 7 3 2 40 0 0");
        StolenTime after = StolenTime.parse("cpu  180 10 25 9000 9 3 2 55 0 0");

        assertThat(before).isEqualTo(new StolenTime(40, 175));
        assertThat(after.shareSince(before)).isEqualTo(0.15);
        assertThat(after.shareSince(after)).isZero();
    }

    @Test
    void undisturbed_returnsAMeasurementAndItsShare() throws Exception {
        List<Double> shares = new ArrayList<>();

        assertThat(StolenTime.undisturbed(() -> "measured", shares::add)).isEqualTo("measured");
        assertThat(shares).hasSize(1).allMatch(share -> share >= 0 && share <= 1);
    }
}
