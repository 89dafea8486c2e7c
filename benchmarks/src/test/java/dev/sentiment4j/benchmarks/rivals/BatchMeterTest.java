package dev.sentiment4j.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sentiment4j.spi.AnalyzerListener;
import org.junit.jupiter.api.Test;

class BatchMeterTest {
    @Test
    void meter_weighsBatchesByTheirCost() {
        BatchMeter meter = new BatchMeter();
        meter.record(2, 30, 40);
        meter.batchCompleted(new AnalyzerListener.BatchEvent(4, 60, 60, 0, 0, 0));

        assertThat(meter.paddingWaste()).isCloseTo(0.1, within(1e-12));
        assertThat(meter.meanBatch()).isEqualTo(3);
    }

    @Test
    void reset_leavesNothing() {
        BatchMeter meter = new BatchMeter();
        meter.record(2, 30, 40);
        meter.reset();

        assertThat(meter.paddingWaste()).isZero();
        assertThat(meter.meanBatch()).isZero();
    }
}
