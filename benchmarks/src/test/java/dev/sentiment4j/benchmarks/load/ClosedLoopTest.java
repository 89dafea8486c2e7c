package dev.sentiment4j.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {
    @Test
    void pass_callsOnceForEveryText() throws Exception {
        Queue<String> called = new ConcurrentLinkedQueue<>();
        try (ClosedLoop loop = new ClosedLoop()) {
            assertThat(loop.pass(3, List.of("a", "b", "c", "d", "e"), called::add))
                    .isPositive();
        }

        assertThat(called).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    }

    @Test
    void failure_endsTheMeasurement() {
        try (ClosedLoop loop = new ClosedLoop()) {
            assertThatThrownBy(() -> loop.pass(2, List.of("a", "b"), text -> {
                        throw new IllegalStateException("broken");
                    }))
                    .hasRootCauseMessage("broken");
        }
    }
}
