package dev.sentiment4j.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.Priority;
import dev.sentiment4j.TestThreads;
import dev.sentiment4j.TestThreads.Call;
import dev.sentiment4j.spi.BatchCost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BatchQueueTest {
    private static final long NEVER = Long.MAX_VALUE;

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger drops = new AtomicInteger();

    private final Map<Computation, InferenceTask> owners = new HashMap<>();

    private InferenceTask owner(Computation computation) {
        return owners.get(computation);
    }

    private static boolean offer(BatchQueue queue, Computation computation) {
        return queue.offer(List.of(computation));
    }

    private BatchQueue queue(BatchOptions.Builder options) {
        return new BatchQueue(
                options.build().resolved(), BatchCost.PADDED, clock::get, cause -> drops.incrementAndGet());
    }

    private BatchQueue queue() {
        return queue(BatchOptions.builder());
    }

    private Computation task(int... lengths) {
        return taskUntil(NEVER, lengths);
    }

    private Computation taskUntil(long deadline, int... lengths) {
        List<int[]> inputs = Arrays.stream(lengths)
                .mapToObj(n -> {
                    int[] ids = new int[n];
                    Arrays.fill(ids, n);
                    return ids;
                })
                .toList();
        return computation(inputs, Priority.INTERACTIVE, deadline);
    }

    private Computation bulk(int length) {
        return computation(List.of(new int[length]), Priority.BULK, NEVER);
    }

    private Computation computation(List<int[]> inputs, Priority priority, long deadline) {
        InferenceTask task = new InferenceTask(priority, deadline, clock::get, () -> {});
        Computation computation = new Computation(new TokenSequences(inputs), task, c -> {});
        owners.put(computation, task);
        return computation;
    }

    private static List<Computation.Item> take(BatchQueue queue) {
        return queue.take(queue.join(items -> {}), items -> {});
    }

    private static Call<List<Computation.Item>> taker(BatchQueue queue) {
        return TestThreads.start(() -> take(queue)).awaitBlocked();
    }

    private static List<Computation> tasks(List<Computation.Item> items) {
        return items.stream().map(Computation.Item::computation).toList();
    }

    @Test
    void take_withOneWaiting_givesItAtOnce() throws Exception {
        BatchQueue queue = queue();
        Computation task = task(5);
        offer(queue, task);
        assertThat(tasks(take(queue))).containsExactly(task);
        assertThat(queue.depth()).isZero();
    }

    @Test
    void take_withNothing_waitsForAnOffer() throws Exception {
        BatchQueue queue = queue();
        Call<List<Computation.Item>> taker = taker(queue);
        Computation task = task(5);
        offer(queue, task);
        assertThat(tasks(taker.get())).containsExactly(task);
    }

    @Test
    void take_withMoreThanABatch_leavesTheRestInOrder() throws Exception {
        BatchQueue queue = queue(BatchOptions.builder().maxBatchSize(2));
        List<Computation> tasks = List.of(task(5), task(50), task(5), task(51), task(5));
        queue.offer(tasks);
        assertThat(tasks(take(queue))).containsExactly(tasks.get(0), tasks.get(2));
        assertThat(tasks(take(queue))).containsExactly(tasks.get(1), tasks.get(3));
        assertThat(tasks(take(queue))).containsExactly(tasks.get(4));
    }

    @Test
    void take_beyondItsWindow_keepsTheOrderOfWhatItDidNotLookAt() throws Exception {
        BatchQueue queue = queue(BatchOptions.builder()
                .maxBatchSize(BatchQueue.WINDOW)
                .maxBatchTokens(1 << 20)
                .callOverheadTokens(1 << 20));
        List<Computation> tasks = new ArrayList<>();
        for (int i = 0; i < BatchQueue.WINDOW + 100; i++) {
            tasks.add(bulk(3));
            offer(queue, tasks.get(i));
        }
        assertThat(tasks(take(queue))).isEqualTo(tasks.subList(0, BatchQueue.WINDOW));
        assertThat(tasks(take(queue))).isEqualTo(tasks.subList(BatchQueue.WINDOW, tasks.size()));
    }

    @Test
    void take_byOneOfSeveralIdleLanes_leavesTheOthersTheirShare() throws Exception {
        BatchQueue queue = queue();
        List<Call<List<Computation.Item>>> lanes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            lanes.add(taker(queue));
        }
        offer(queue, task(9, 9, 9, 9, 9, 9, 9, 9));
        for (Call<List<Computation.Item>> lane : lanes) {
            assertThat(lane.get()).hasSize(2);
        }
    }

    @Test
    void take_withADelay_waitsForTheBatchToFill() throws Exception {
        BatchQueue queue = queue(BatchOptions.builder().maxBatchSize(2).maxDelay(Duration.ofHours(1)));
        offer(queue, task(5));
        Call<List<Computation.Item>> taker = taker(queue);
        assertThat(taker.isDone()).isFalse();
        offer(queue, task(5));
        assertThat(taker.get()).hasSize(2);
    }

    @Test
    void take_withADelay_countsItFromSubmission() throws Exception {
        BatchQueue queue = queue(BatchOptions.builder().maxDelay(Duration.ofHours(1)));
        Computation old = task(5);
        offer(queue, old);
        clock.addAndGet(Duration.ofMinutes(59).toNanos());
        Call<List<Computation.Item>> taker = taker(queue);
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        Computation young = task(5);
        offer(queue, young);
        assertThat(tasks(taker.get())).containsExactly(old, young);
    }

    @Test
    void take_withADelay_stopsWaitingOnClose() throws Exception {
        BatchQueue queue = queue(BatchOptions.builder().maxDelay(Duration.ofHours(1)));
        Computation task = task(5);
        offer(queue, task);
        Call<List<Computation.Item>> taker = taker(queue);
        queue.close();
        assertThat(tasks(taker.get())).containsExactly(task);
    }

    @Test
    void take_ofACancelledTask_dropsAllItsInputsAndCountsItOnce() throws Exception {
        BatchQueue queue = queue();
        Computation cancelled = task(5, 6, 7);
        Computation good = task(5);
        offer(queue, cancelled);
        offer(queue, good);
        owner(cancelled).fail(new CancellationException());
        assertThat(tasks(take(queue))).containsExactly(good);
        assertThat(drops).hasValue(1);
    }

    @Test
    void take_ofAnExpiredTask_failsItAndCountsItOnce() throws Exception {
        BatchQueue queue = queue();
        Computation expired = taskUntil(10, 5, 6);
        Computation good = taskUntil(11, 5);
        offer(queue, expired);
        offer(queue, good);
        clock.set(10);
        assertThat(tasks(take(queue))).containsExactly(good);
        assertThat(drops).hasValue(1);
        assertThatThrownBy(() -> owner(expired).done().get())
                .hasCauseInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("waited for a lane");
    }

    /** Callbacks may do anything, so they must never run under the queue's lock. */
    @Test
    void take_ofAnExpiredTask_tellsItsOwnerWithoutHoldingTheLock() throws Exception {
        BatchQueue queue = queue();
        Computation expired = taskUntil(10, 5);
        AtomicInteger depthSeen = new AtomicInteger(-1);
        owner(expired).done().whenComplete((rows, failure) -> depthSeen.set(seenByAnotherThread(queue)));
        offer(queue, expired);
        clock.set(10);
        offer(queue, task(5));
        Call<List<Computation.Item>> taker = TestThreads.start(() -> take(queue));
        assertThat(taker.get()).hasSize(1);
        assertThat(depthSeen.get()).isNotNegative();
    }

    @Test
    void giveBack_thirdTime_handsTheItemBack() {
        BatchQueue queue = queue();
        Computation unlucky = task(5);
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
        Computation first = task(5);
        Computation second = task(5);
        offer(queue, first);
        offer(queue, second);
        queue.giveBack(take(queue));
        assertThat(tasks(take(queue))).containsExactly(first);
    }

    @Test
    void take_tellsWhatItTookBeforeItLetsGoOfTheLock() throws Exception {
        BatchQueue queue = queue();
        offer(queue, task(5));
        List<Computation.Item> told = new ArrayList<>();
        assertThat(queue.take(queue.join(items -> {}), told::addAll))
                .isEqualTo(told)
                .hasSize(1);
    }

    @Test
    void take_interruptedWhileOpen_goesOnWaiting() throws Exception {
        BatchQueue queue = queue();
        Call<List<Computation.Item>> taker = taker(queue);
        taker.thread().interrupt();
        Computation task = task(5);
        offer(queue, task);
        assertThat(tasks(taker.get())).containsExactly(task);
    }

    @Test
    void close_withTextsWaiting_handsThemOutThenNull() throws Exception {
        BatchQueue queue = queue();
        Computation task = task(5);
        offer(queue, task);
        queue.close();
        assertThat(tasks(take(queue))).containsExactly(task);
        assertThat(take(queue)).isNull();
    }

    @Test
    void close_wakesEveryLane() throws Exception {
        BatchQueue queue = queue();
        List<Call<List<Computation.Item>>> lanes = List.of(taker(queue), taker(queue), taker(queue));
        queue.close();
        for (Call<List<Computation.Item>> lane : lanes) {
            assertThat(lane.get()).isNull();
        }
    }

    @Test
    void offer_afterClose_isRefused() {
        BatchQueue queue = queue();
        queue.close();
        assertThat(offer(queue, task(5))).isFalse();
        assertThat(queue.depth()).isZero();
    }

    @Test
    void offer_ofManyThatAreCancelled_doesNotHoardThem() {
        BatchQueue queue = queue(BatchOptions.builder().queueCapacity(1).bulkWindow(1));
        for (int i = 0; i < 10_000; i++) {
            Computation task = task(5);
            offer(queue, task);
            owner(task).fail(new CancellationException());
        }
        assertThat(queue.depth()).isLessThan(3_000);
    }

    @Test
    void drain_takesEverythingOut() {
        BatchQueue queue = queue();
        Computation task = task(5, 6);
        offer(queue, task);
        assertThat(queue.drain()).isEqualTo(task.items());
        assertThat(queue.depth()).isZero();
    }

    @Test
    void take_withBothKinds_takesInteractiveFirstAndNeverMixes() {
        BatchQueue queue = queue();
        Computation later = bulk(5);
        Computation first = task(5);
        Computation second = task(6);
        queue.offer(List.of(later, first, second));
        assertThat(tasks(take(queue))).containsExactly(first, second);
        assertThat(tasks(take(queue))).containsExactly(later);
    }

    @Test
    void take_ofABulkTextThatWaitedLong_goesFirst() {
        BatchQueue queue = queue(BatchOptions.builder().bulkAging(Duration.ofMillis(500)));
        Computation old = bulk(5);
        offer(queue, old);
        clock.addAndGet(Duration.ofMillis(499).toNanos());
        Computation early = task(5);
        offer(queue, early);
        assertThat(tasks(take(queue))).containsExactly(early);
        clock.addAndGet(Duration.ofMillis(1).toNanos());
        offer(queue, task(5));
        assertThat(tasks(take(queue))).containsExactly(old);
    }

    /** However many interactive texts come, a bulk text waits for those that came within its ageing time, no others. */
    @Test
    void take_underLastingInteractiveLoad_doesNotStarveBulk() {
        BatchQueue queue =
                queue(BatchOptions.builder().bulkAging(Duration.ofMillis(10)).maxBatchSize(1));
        Computation bulk = bulk(5);
        offer(queue, bulk);
        int interactiveBefore = 0;
        while (true) {
            offer(queue, task(5));
            clock.addAndGet(Duration.ofMillis(1).toNanos());
            if (tasks(take(queue)).contains(bulk)) {
                break;
            }
            interactiveBefore++;
        }
        assertThat(interactiveBefore).isEqualTo(10);
    }

    @Test
    void take_withADelay_stopsWaitingWhenTheTokensFillABatch() throws Exception {
        BatchQueue queue =
                queue(BatchOptions.builder().maxDelay(Duration.ofHours(1)).maxBatchTokens(40));
        offer(queue, task(20));
        Call<List<Computation.Item>> taker = taker(queue);
        offer(queue, task(20));
        assertThat(taker.get()).hasSize(2);
    }

    @Test
    void take_ofWorkThatOneOfTwoGaveUp_runsForTheOther() {
        BatchQueue queue = queue();
        Computation shared = task(5);
        InferenceTask other = new InferenceTask(Priority.INTERACTIVE, NEVER, clock::get, () -> {});
        assertThat(shared.join(other)).isTrue();
        offer(queue, shared);
        owner(shared).fail(new CancellationException());
        assertThat(tasks(take(queue))).containsExactly(shared);
        assertThat(drops).hasValue(0);
    }

    @Test
    void take_ofWorkThatEverybodyGaveUp_dropsItAndLetsNobodyJoin() {
        BatchQueue queue = queue();
        Computation shared = taskUntil(10, 5);
        InferenceTask other = new InferenceTask(Priority.INTERACTIVE, NEVER, clock::get, () -> {});
        assertThat(shared.join(other)).isTrue();
        offer(queue, shared);
        other.fail(new CancellationException());
        clock.set(10);
        Computation good = task(5);
        offer(queue, good);
        assertThat(tasks(take(queue))).containsExactly(good);
        assertThat(drops).hasValue(2);
        assertThat(shared.join(new InferenceTask(Priority.INTERACTIVE, NEVER, clock::get, () -> {})))
                .isFalse();
    }

    @Test
    void lend_givesTheSeatOfASleepingLaneOnce() throws Exception {
        BatchQueue queue = queue();
        assertThat(queue.lend()).as("no lane").isNull();
        Call<List<Computation.Item>> lane = taker(queue);
        BatchQueue.Seat seat = queue.lend();
        assertThat(seat).isNotNull();
        assertThat(queue.lend()).as("lent already").isNull();
        queue.takeBack(seat);
        assertThat(queue.lend()).isSameAs(seat);
        queue.takeBack(seat);
        queue.close();
        assertThat(lane.get()).isNull();
        assertThat(queue.lend()).as("closed").isNull();
    }

    @Test
    void lend_whileTextsWaitOrAreGathered_givesNothing() {
        BatchQueue gathering = queue(BatchOptions.builder().maxDelay(Duration.ofSeconds(1)));
        Call<List<Computation.Item>> lane = taker(gathering);
        assertThat(gathering.lend()).isNull();
        BatchQueue busy = queue();
        busy.join(items -> {});
        offer(busy, task(3));
        assertThat(busy.lend()).isNull();
        gathering.close();
        assertThat(lane).satisfies(l -> assertThat(l.get()).isNull());
    }

    @Test
    void textsThatCameWhileTheSeatWasLent_goToTheLaneWhenItIsBack() throws Exception {
        BatchQueue queue = queue();
        Call<List<Computation.Item>> lane = taker(queue);
        BatchQueue.Seat seat = queue.lend();
        Computation waiting = task(3);
        offer(queue, waiting);
        // Woken by an interrupt, it must not work while somebody else uses its engine.
        lane.thread().interrupt();
        lane.awaitBlocked();
        assertThat(queue.depth()).isEqualTo(1);
        queue.takeBack(seat);
        assertThat(lane.get()).isEqualTo(waiting.items());
    }

    @Test
    void close_whileTheSeatIsLent_endsTheLaneWhenItIsBack() throws Exception {
        BatchQueue queue = queue();
        Call<List<Computation.Item>> lane = taker(queue);
        BatchQueue.Seat seat = queue.lend();
        queue.close();
        lane.awaitBlocked();
        assertThat(lane.isDone()).isFalse();
        queue.takeBack(seat);
        assertThat(lane.get()).isNull();
    }
}
