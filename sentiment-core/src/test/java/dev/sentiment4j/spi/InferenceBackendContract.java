package dev.sentiment4j.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.batch.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every engine promises. An engine proves it by extending this class for each kind of model that it runs. */
public abstract class InferenceBackendContract {
    private static final int LANES = 3;

    /**
     * The model under test.
     *
     * @param outputs graph outputs and their columns
     * @param vocabularySize ids run from 0 to this minus 1
     * @param maxTokens the longest row
     * @param prefix special tokens in front of every row
     * @param suffix special tokens behind every row
     * @param padId fills rows
     */
    public record Subject(
            Map<String, Integer> outputs, int vocabularySize, int maxTokens, int[] prefix, int[] suffix, int padId) {}

    /** The model under test; asked once per test. */
    protected abstract Subject subject();

    /** Opens it. The contract closes it. */
    protected abstract InferenceBackend open(BackendContext context);

    /** How far a logit may move with its batch-mates and the padding. */
    protected double tolerance() {
        return 1e-4;
    }

    /** A row that makes the engine fail; by default it holds an id that no model has. */
    protected int[] failingRow() {
        return new int[] {subject.vocabularySize() + 1_000_000};
    }

    protected Subject subject;
    private InferenceBackend backend;
    private Random random;

    @BeforeEach
    final void openBackend() {
        subject = subject();
        backend = open(new BackendContext(new ThreadPlan(LANES, LANES, 1), subject.padId(), subject.vocabularySize()));
        random = new Random(20_260_101);
    }

    @AfterEach
    final void closeBackend() {
        if (backend != null) {
            backend.close();
        }
    }

    @Test
    void info_namesWhatRuns() {
        BackendInfo info = backend.info();
        assertThat(info.name()).matches("[a-z0-9-]+");
        assertThat(info.engine()).isNotBlank();
        assertThat(info.device()).isNotBlank();
        assertThat(info.notes()).doesNotContainNull();
        assertThat(backend.cost()).isNotNull();
    }

    @Test
    void infer_givesEveryOutputForEveryRowInOrder() {
        try (InferenceLane lane = backend.openLane()) {
            List<int[]> rows = distinctRows(7);
            InferenceOutput together = lane.infer(TokenBatch.of(rows));
            assertThat(together.rows()).isEqualTo(7);
            for (int r = 0; r < rows.size(); r++) {
                for (Map.Entry<String, Integer> output : subject.outputs().entrySet()) {
                    assertThat(together.row(output.getKey(), r)).hasSize(output.getValue());
                    for (float logit : together.row(output.getKey(), r)) {
                        assertThat(logit).isFinite();
                    }
                }
            }
            // Were rows exchanged, reversing the batch would not reverse the answers.
            assumeBatchInvariant();
            List<int[]> reversed = new ArrayList<>(rows);
            Collections.reverse(reversed);
            InferenceOutput backwards = lane.infer(TokenBatch.of(reversed));
            for (int r = 0; r < rows.size(); r++) {
                assertSame(backwards, rows.size() - 1 - r, together, r, tolerance());
            }
        }
    }

    @Test
    void infer_ofDifferentRows_givesDifferentAnswers() {
        try (InferenceLane lane = backend.openLane()) {
            InferenceOutput output = lane.infer(TokenBatch.of(distinctRows(8)));
            for (String name : subject.outputs().keySet()) {
                assertThat(allRows(output, name).stream().map(Arrays::toString).distinct())
                        .hasSizeGreaterThan(1);
            }
        }
    }

    @Test
    void infer_aloneOrInAnyBatchOrderAndPadding_givesTheSameNumbers() {
        assumeBatchInvariant();
        try (InferenceLane lane = backend.openLane()) {
            List<int[]> rows = new ArrayList<>(distinctRows(12));
            rows.add(row(0));
            rows.add(row(1));
            rows.add(row(subject.maxTokens() - special()));
            List<InferenceOutput> alone = rows.stream()
                    .map(r -> lane.infer(TokenBatch.of(List.of(r))))
                    .toList();
            for (int round = 0; round < 12; round++) {
                List<Integer> order = new ArrayList<>();
                for (int i = 0; i < rows.size(); i++) {
                    order.add(i);
                }
                Collections.shuffle(order, random);
                List<Integer> some = order.subList(0, 1 + random.nextInt(rows.size()));
                InferenceOutput together =
                        lane.infer(TokenBatch.of(some.stream().map(rows::get).toList()));
                for (int r = 0; r < some.size(); r++) {
                    assertSame(together, r, alone.get(some.get(r)), 0, tolerance());
                }
            }
        }
    }

    @Test
    void infer_twice_givesExactlyTheSameNumbers() {
        try (InferenceLane lane = backend.openLane()) {
            TokenBatch batch = TokenBatch.of(distinctRows(5));
            InferenceOutput first = lane.infer(batch);
            lane.infer(TokenBatch.of(distinctRows(9)));
            InferenceOutput second = lane.infer(batch);
            for (int r = 0; r < batch.size(); r++) {
                assertSame(second, r, first, r, 0);
            }
        }
    }

    @Test
    void infer_result_isNotChangedByLaterCallsNorByClose() {
        InferenceOutput kept;
        List<List<float[]>> copies = new ArrayList<>();
        try (InferenceLane lane = backend.openLane()) {
            kept = lane.infer(TokenBatch.of(distinctRows(4)));
            for (String name : subject.outputs().keySet()) {
                copies.add(allRows(kept, name));
            }
            for (int i = 0; i < 5; i++) {
                lane.infer(TokenBatch.of(distinctRows(4 + i)));
            }
        }
        backend.close();
        int i = 0;
        for (String name : subject.outputs().keySet()) {
            assertThat(allRows(kept, name)).usingRecursiveComparison().isEqualTo(copies.get(i++));
        }
    }

    @Test
    void infer_ofSpecialTokensOnly_givesARow() {
        try (InferenceLane lane = backend.openLane()) {
            InferenceOutput output = lane.infer(TokenBatch.of(List.of(row(0), row(0))));
            assertThat(output.rows()).isEqualTo(2);
            assertSame(output, 1, output, 0, tolerance());
        }
    }

    @Test
    void infer_ofTheLongestRowAllowed_givesARow() {
        try (InferenceLane lane = backend.openLane()) {
            int[] longest = row(subject.maxTokens() - special());
            assertThat(longest).hasSize(subject.maxTokens());
            InferenceOutput output = lane.infer(TokenBatch.of(List.of(row(0), longest)));
            assertThat(output.rows()).isEqualTo(2);
        }
    }

    @Test
    void infer_afterAFailedCall_worksOnTheSameLane() {
        try (InferenceLane lane = backend.openLane()) {
            TokenBatch good = TokenBatch.of(distinctRows(3));
            InferenceOutput before = lane.infer(good);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> lane.infer(TokenBatch.of(List.of(row(3), failingRow(), row(5)))))
                        .isInstanceOf(RuntimeException.class);
                InferenceOutput after = lane.infer(good);
                for (int r = 0; r < good.size(); r++) {
                    assertSame(after, r, before, r, 0);
                }
            }
        }
    }

    @Test
    void infer_onSeveralLanesAtOnce_givesTheSameNumbersAsAlone() throws Exception {
        assumeBatchInvariant();
        List<int[]> rows = distinctRows(30);
        List<InferenceOutput> alone;
        try (InferenceLane lane = backend.openLane()) {
            alone = rows.stream()
                    .map(r -> lane.infer(TokenBatch.of(List.of(r))))
                    .toList();
        }
        ExecutorService threads = Executors.newFixedThreadPool(LANES);
        try {
            CyclicBarrier start = new CyclicBarrier(LANES);
            List<Future<List<InferenceOutput>>> lanes = new ArrayList<>();
            for (int l = 0; l < LANES; l++) {
                lanes.add(threads.submit(() -> {
                    start.await();
                    try (InferenceLane lane = backend.openLane()) {
                        List<InferenceOutput> outputs = new ArrayList<>();
                        for (int from = 0; from < rows.size(); from += 3) {
                            outputs.add(lane.infer(TokenBatch.of(rows.subList(from, from + 3))));
                        }
                        return outputs;
                    }
                }));
            }
            for (Future<List<InferenceOutput>> lane : lanes) {
                List<InferenceOutput> outputs = lane.get();
                for (int r = 0; r < rows.size(); r++) {
                    assertSame(outputs.get(r / 3), r % 3, alone.get(r), 0, tolerance());
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void infer_onAClosedLane_throws() {
        InferenceLane lane = backend.openLane();
        TokenBatch batch = TokenBatch.of(List.of(row(3)));
        assertThat(lane.infer(batch).rows()).isEqualTo(1);
        lane.close();
        assertThatThrownBy(() -> lane.infer(batch)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void infer_onALaneOfAClosedBackend_throws() {
        try (InferenceLane lane = backend.openLane()) {
            TokenBatch batch = TokenBatch.of(List.of(row(3)));
            assertThat(lane.infer(batch).rows()).isEqualTo(1);
            backend.close();
            assertThatThrownBy(() -> lane.infer(batch)).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void openLane_onAClosedBackend_throws() {
        backend.close();
        assertThatThrownBy(() -> backend.openLane()).isInstanceOf(RuntimeException.class);
    }

    @Test
    void close_twice_isHarmless() {
        InferenceLane lane = backend.openLane();
        InferenceLane unused = backend.openLane();
        assertThat(lane.infer(TokenBatch.of(List.of(row(2)))).rows()).isEqualTo(1);
        lane.close();
        lane.close();
        unused.close();
        backend.close();
        backend.close();
        assertThat(backend.info().name()).isNotBlank();
    }

    @Test
    void openLane_afterAnotherWasClosed_works() {
        for (int i = 0; i < 5; i++) {
            try (InferenceLane lane = backend.openLane()) {
                assertThat(lane.infer(TokenBatch.of(List.of(row(i)))).rows()).isEqualTo(1);
            }
        }
    }

    /** A row of the model's special tokens around so many random ids. */
    protected final int[] row(int content) {
        int[] row = new int[special() + content];
        System.arraycopy(subject.prefix(), 0, row, 0, subject.prefix().length);
        for (int i = 0; i < content; i++) {
            row[subject.prefix().length + i] = random.nextInt(subject.vocabularySize());
        }
        System.arraycopy(subject.suffix(), 0, row, row.length - subject.suffix().length, subject.suffix().length);
        return row;
    }

    private List<int[]> distinctRows(int count) {
        List<int[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row(1 + random.nextInt(Math.max(1, subject.maxTokens() - special() - 1))));
        }
        return rows;
    }

    private int special() {
        return subject.prefix().length + subject.suffix().length;
    }

    private void assumeBatchInvariant() {
        assumeThat(backend.info().batchInvariant())
                .as("the engine says that answers depend on the batch")
                .isTrue();
    }

    private void assertSame(
            InferenceOutput actual, int actualRow, InferenceOutput expected, int expectedRow, double tolerance) {
        for (String name : subject.outputs().keySet()) {
            float[] a = actual.row(name, actualRow);
            float[] e = expected.row(name, expectedRow);
            assertThat(a).hasSameSizeAs(e);
            for (int c = 0; c < a.length; c++) {
                assertThat((double) a[c]).as("%s[%d]", name, c).isCloseTo(e[c], within(tolerance));
            }
        }
    }

    private static List<float[]> allRows(InferenceOutput output, String name) {
        List<float[]> rows = new ArrayList<>();
        for (int r = 0; r < output.rows(); r++) {
            rows.add(output.row(name, r));
        }
        return rows;
    }
}
