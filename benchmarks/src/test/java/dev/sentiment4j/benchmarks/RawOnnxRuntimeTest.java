package dev.sentiment4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RawOnnxRuntimeTest {
    @Test
    void idealBatches_areSortedByLengthAndComplete() {
        List<List<int[]>> batches =
                RawOnnxRuntime.idealBatches(List.of(new int[3], new int[9], new int[5], new int[7], new int[1]), 2);

        assertThat(batches.stream().map(b -> b.stream().map(ids -> ids.length).toList()))
                .containsExactly(List.of(9, 7), List.of(5, 3), List.of(1));
    }
}
