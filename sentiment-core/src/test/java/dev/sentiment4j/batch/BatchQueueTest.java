package dev.sentiment4j.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.TestThreads;
import dev.sentiment4j.TestThreads.Call;
import dev.sentiment4j.spi.BatchCost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BatchQueueTest {
    private static final long NEVER = Long.MAX_VALUE;

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger drops = new AtomicInteger();

    private BatchQueue queue(BatchOptions.Builder options) {
        return new BatchQueue(options.build(), BatchCost.PADDED, clock::get, cause -> drops.incrementAndGet());
    }

    private BatchQueue queue() {
        return queue(BatchOptions.builder());
    }

    private InferenceTask task(int... lengths) {
        return taskUntil(NEVER, lengths);
    }

    private InferenceTask taskUntil(long deadline, int... lengths) {
        List<int[]> inputs = Arrays.stream(lengths)
                .mapToObj(n -> {
                    int[] ids = new int[n];
                    Arrays.fill(ids, n);
                    return ids;
                })
                .toList();
        return new InferenceTask(inputs, clock.get(), deadline, () -> {});
    }

    private static List<InferenceTask.Item> take(BatchQueue queue) {
        return queue.take(items -> {});
    }

    private static Call<List<InferenceTask.Item>> taker(BatchQueue queue) {
        return TestThreads.start(() -> take(queue)).awaitBlocked();
    }

    private static List<InferenceTask> tasks(List<InferenceTask.Item> items) {
        return items.stream().map(InferenceTask.Item::task).toList();
    }

    @Test
    void take_withOneWaiting_givesItAtOnce() throws Exception {
        BatchQueue queue = queue();
        InferenceTask task = task(5);
        queue.offer(task);
        assertThat(tasks(take(queue))).containsExactly(task);
        assertThat(queue.depth()).isZero();
    }

    @Test
    void take_withNothing_waitsForAnOffer() throws Exception {
        BatchQueue queue = queue();
        Call<List<InferenceTask.Item>> taker = taker(queue);
        InferenceTask task = task(5);
        queue.offer(task);
        assertThat(tasks(taker.get())).containsExactly(task);
    }

    @Test
    void take_withMoreThanABatch_leavesTheRestInOrder() throws Exception {
        BatchQueue queue = queue(BatchOptions.builder().maxBatchSize(2));
        List<InferenceTask> tasks = List.of(task(5), task(50), task(5), task(51), task(5));
        tasks.forEach(queue::offer);
        assertThat(tasks(take(queue))).containsExactly(tasks.get(0), tasks.get(2));
        assertThat(tasks(take(queue))).containsExactly(tasks.get(1), tasks.get(3));
        assertThat(tasks(take(queue))).containsExactly(tasks.get(4));
    }

    @Test
    void take_beyondItsWindow_keepsTheOrderOfWhatItDidNotLookAt() throws Exception {
        BatchQueue queue =
                queue(BatchOptions.builder().maxBatchSize(BatchQueue.WINDOW).maxBatchTokens(1 << 20));
        List<InferenceTask> tasks = new ArrayList<>();
        for (int i = 0; i < BatchQueue.WINDOW + 100; i++) {
            tasks.add(task(3));
            queue.offer(tasks.get(i));
        }
        assertThat(tasks(take(queue))).isEqualTo(tasks.subList(0, BatchQueue.WINDOW));
        assertThat(tasks(take(queue))).isEqualTo(tasks.subList(BatchQueue.WINDOW, tasks.size()));
    }

    @Test
    void take_byOneOfSeveralIdleLanes_leavesTheOthersTheirShare() throws Exception {
        BatchQueue queue = queue();
        List<Call<List<InferenceTask.Item>>> lanes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            lanes.add(taker(queue));
        }
        queue.offer(task(9, 9, 9, 9, 9, 9, 9, 9));
        for (Call<List<InferenceTask.Item>> lane : lanes) {
            assertThat(lane.get()).hasSize(2);
        }
    }

    @Test
    void take_withADelay_waitsForTheBatchToFill() throws Exception {
        BatchQueue queue = queue(BatchOptions.builder().maxBatchSize(2).maxDelay(Duration.ofHours(1)));
        queue.offer(task(5));
        Call<List<InferenceTask.Item>> taker = taker(queue);
        assertThat(taker.isDone()).isFalse();
        queue.offer(task(5));
        assertThat(taker.get()).hasSize(2);
    }

    @Test
    void take_withADelay_countsItFromSubmission() throws Exception {
        BatchQueue queue = queue(BatchOptions.builder().maxDelay(Duration.ofHours(1)));
        InferenceTask old = task(5);
        queue.offer(old);
        clock.addAndGet(Duration.ofMinutes(59).toNanos());
        Call<List<InferenceTask.Item>> taker = taker(queue);
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        InferenceTask young = task(5);
        queue.offer(young);
        assertThat(tasks(taker.get())).containsExactly(old, young);
    }

    @Test
    void take_withADelay_stopsWaitingOnClose() throws Exception {
        BatchQueue queue = queue(BatchOptions.builder().maxDelay(Duration.ofHours(1)));
        InferenceTask task = task(5);
        queue.offer(task);
        Call<List<InferenceTask.Item>> taker = taker(queue);
        queue.close();
        assertThat(tasks(taker.get())).containsExactly(task);
    }

    @Test
    void take_ofACancelledTask_dropsAllItsInputsAndCountsItOnce() throws Exception {
        BatchQueue queue = queue();
        InferenceTask cancelled = task(5, 6, 7);
        InferenceTask good = task(5);
        queue.offer(cancelled);
        queue.offer(good);
        cancelled.fail(new CancellationException());
        assertThat(tasks(take(queue))).containsExactly(good);
        assertThat(drops).hasValue(1);
    }

    @Test
    void take_ofAnExpiredTask_failsItAndCountsItOnce() throws Exception {
        BatchQueue queue = queue();
        InferenceTask expired = taskUntil(10, 5, 6);
        InferenceTask good = taskUntil(11, 5);
        queue.offer(expired);
        queue.offer(good);
        clock.set(10);
        assertThat(tasks(take(queue))).containsExactly(good);
        assertThat(drops).hasValue(1);
        assertThatThrownBy(() -> expired.done().get())
                .hasCauseInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("waited for a lane");
    }

    /** Callbacks may do anything, so they must never run under the queue's lock. */
    @Test
    void take_ofAnExpiredTask_tellsItsOwnerWithoutHoldingTheLock() throws Exception {
        BatchQueue queue = queue();
        InferenceTask expired = taskUntil(10, 5);
        AtomicInteger depthSeen = new AtomicInteger(-1);
        expired.done().whenComplete((rows, failure) -> depthSeen.set(seenByAnotherThread(queue)));
        queue.offer(expired);
        clock.set(10);
        queue.offer(task(5));
        Call<List<InferenceTask.Item>> taker = TestThreads.start(() -> take(queue));
        assertThat(taker.get()).hasSize(1);
        assertThat(depthSeen.get()).isNotNegative();
    }

    @Test
    void giveBack_thirdTime_handsTheItemBack() {
        BatchQueue queue = queue();
        InferenceTask unlucky = task(5);
        for (int death = 0; death < 2; death++) {
            assertThat(queue.giveBack(unlucky.items())).isEmpty();
            assertThat(tasks(take(queue))).containsExactly(unlucky);
        }
        assertThat(queue.giveBack(unlucky.items())).isEqualTo(unlucky.items());
        assertThat(queue.depth()).isZero();
    }

    private static int seenByAnotherThread(BatchQueue queue) {
        try {
            return TestThreads.start(queue::depth).get();
        } catch (Exception e) {
            return -2;
        }
    }

    @Test
    void giveBack_putsTextsWhereTheyCameFrom() throws Exception {
        BatchQueue queue = queue(BatchOptions.builder().maxBatchSize(1));
        InferenceTask first = task(5);
        InferenceTask second = task(5);
        queue.offer(first);
        queue.offer(second);
        queue.giveBack(take(queue));
        assertThat(tasks(take(queue))).containsExactly(first);
    }

    @Test
    void take_tellsWhatItTookBeforeItLetsGoOfTheLock() throws Exception {
        BatchQueue queue = queue();
        queue.offer(task(5));
        List<InferenceTask.Item> told = new ArrayList<>();
        assertThat(queue.take(told::addAll)).isEqualTo(told).hasSize(1);
    }

    @Test
    void take_interruptedWhileOpen_goesOnWaiting() throws Exception {
        BatchQueue queue = queue();
        Call<List<InferenceTask.Item>> taker = taker(queue);
        taker.thread().interrupt();
        InferenceTask task = task(5);
        queue.offer(task);
        assertThat(tasks(taker.get())).containsExactly(task);
    }

    @Test
    void close_withTextsWaiting_handsThemOutThenNull() throws Exception {
        BatchQueue queue = queue();
        InferenceTask task = task(5);
        queue.offer(task);
        queue.close();
        assertThat(tasks(take(queue))).containsExactly(task);
        assertThat(take(queue)).isNull();
    }

    @Test
    void close_wakesEveryLane() throws Exception {
        BatchQueue queue = queue();
        List<Call<List<InferenceTask.Item>>> lanes = List.of(taker(queue), taker(queue), taker(queue));
        queue.close();
        for (Call<List<InferenceTask.Item>> lane : lanes) {
            assertThat(lane.get()).isNull();
        }
    }

    @Test
    void offer_afterClose_isRefused() {
        BatchQueue queue = queue();
        queue.close();
        assertThat(queue.offer(task(5))).isFalse();
        assertThat(queue.depth()).isZero();
    }

    @Test
    void offer_ofManyThatAreCancelled_doesNotHoardThem() {
        BatchQueue queue = queue(BatchOptions.builder().queueCapacity(1));
        for (int i = 0; i < 10_000; i++) {
            InferenceTask task = task(5);
            queue.offer(task);
            task.fail(new CancellationException());
        }
        assertThat(queue.depth()).isLessThan(1_000);
    }

    @Test
    void drain_takesEverythingOut() {
        BatchQueue queue = queue();
        InferenceTask task = task(5, 6);
        queue.offer(task);
        assertThat(queue.drain()).isEqualTo(task.items());
        assertThat(queue.depth()).isZero();
    }
}
