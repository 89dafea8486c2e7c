package dev.sentiment4j.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.AnalyzerClosedException;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.Priority;
import dev.sentiment4j.TestAnalyzers;
import dev.sentiment4j.TestThreads;
import dev.sentiment4j.TestThreads.Call;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.BackendContext;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.spi.InferenceBackend;
import dev.sentiment4j.spi.InferenceBackendProvider;
import dev.sentiment4j.spi.ScriptedBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine room below the analyzer: threads that will not start, lanes that die, and the close protocol. */
class BatcherTest {
    private static final long NEVER = Long.MAX_VALUE;
    private static final AnalyzerListener SILENT = new AnalyzerListener() {};

    private final FakeBackendProvider fake = new FakeBackendProvider();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Batcher> batchers = new ArrayList<>();

    @AfterEach
    void endEverything() {
        fake.release();
        batchers.forEach(Batcher::close);
        TestThreads.assertEnd(threads);
        assertThat(fake.openLanes()).isZero();
        assertThat(fake.openBackends()).isZero();
        batchers.forEach(batcher -> assertThat(batcher.inWork()).isZero());
    }

    private Thread laneThread(Runnable task) {
        Thread thread = new Thread(task, "batcher-test-" + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    /** Makes so many threads, then fails as a JVM does that has none left. */
    private ThreadFactory onlyThreads(int count) {
        AtomicInteger made = new AtomicInteger();
        return task -> {
            if (made.getAndIncrement() >= count) {
                throw new OutOfMemoryError("unable to create native thread, says the test");
            }
            return laneThread(task);
        };
    }

    private static InferenceBackend open(InferenceBackendProvider provider, int lanes) {
        return provider.open(TestAnalyzers.bundle(), new BackendContext(new ThreadPlan(lanes, lanes, 1), 0, 10_000));
    }

    private Batcher batcher(int lanes, BatchOptions options, AnalyzerListener listener, ThreadFactory factory) {
        return batcher(open(fake, lanes), lanes, options, listener, factory);
    }

    private Batcher batcher(
            InferenceBackend backend,
            int lanes,
            BatchOptions options,
            AnalyzerListener listener,
            ThreadFactory factory) {
        Batcher batcher = new Batcher(
                "b", backend, new ThreadPlan(lanes, lanes, 1), options, listener, System::nanoTime, factory);
        batchers.add(batcher);
        return batcher;
    }

    private Batcher batcher(int lanes) {
        return batcher(lanes, BatchOptions.defaults(), SILENT, this::laneThread);
    }

    private static InferenceTask submit(Batcher batcher, int... ids) throws InterruptedException {
        return submit(batcher, List.of(ids));
    }

    private static InferenceTask submit(Batcher batcher, List<int[]> inputs) throws InterruptedException {
        batcher.admit(Priority.INTERACTIVE, false, NEVER);
        return batcher.submit(inputs, Priority.INTERACTIVE, NEVER);
    }

    private static List<InferenceTask.Row> rows(InferenceTask task) throws Exception {
        return task.done().get(30, TimeUnit.SECONDS);
    }

    private static void assertAnswered(InferenceTask task, int... ids) throws Exception {
        assertThat(rows(task).get(0).logits("sentiment")).isEqualTo(FakeBackendProvider.logits("sentiment", 3, ids));
    }

    @Test
    void submit_ofSeveralInputs_givesTheirRowsInOrder() throws Exception {
        Batcher batcher = batcher(2);
        List<int[]> inputs = List.of(new int[] {9, 9, 9}, new int[] {8}, new int[] {7, 7});
        List<InferenceTask.Row> rows = rows(submit(batcher, inputs));
        assertThat(rows).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(rows.get(i).logits("emotion"))
                    .isEqualTo(FakeBackendProvider.logits("emotion", 3, inputs.get(i)));
        }
    }

    @Test
    void submit_ofSeveralInputsOneOfWhichFails_failsOnceAndGivesItsPlaceBackOnce() throws Exception {
        fake.failOn(66);
        Batcher batcher = batcher(1);
        InferenceTask bad = submit(batcher, List.of(new int[] {9}, new int[] {66}, new int[] {8}));
        assertThatThrownBy(() -> rows(bad)).hasCauseInstanceOf(InferenceException.class);
        assertAnswered(submit(batcher, 5), 5);
        assertThat(batcher.inWork()).isZero();
    }

    @Test
    void submit_ofSeveralAfterClose_failsEachAndGivesItsPlaceBack() throws Exception {
        Batcher batcher = batcher(1);
        List<Batcher.Request> requests = new ArrayList<>();
        // The second is equal to the first and joins it, the third has two inputs.
        for (List<int[]> inputs :
                List.of(List.of(new int[] {7}), List.of(new int[] {7}), List.of(new int[] {8}, new int[] {9}))) {
            batcher.admit(Priority.BULK, true, NEVER);
            requests.add(new Batcher.Request(inputs, Priority.BULK, NEVER));
        }
        batcher.close();
        List<InferenceTask> tasks = batcher.submit(requests);
        assertThat(tasks).hasSize(3);
        for (InferenceTask task : tasks) {
            assertThatThrownBy(() -> rows(task)).hasCauseInstanceOf(AnalyzerClosedException.class);
        }
        assertThat(batcher.inWork()).isZero();
        assertThat(batcher.submit(List.of())).isEmpty();
    }

    @Test
    void abandon_givesThePlaceBack() throws Exception {
        Batcher batcher = batcher(1);
        batcher.admit(Priority.BULK, true, NEVER);
        assertThat(batcher.inWork()).isEqualTo(1);
        batcher.abandon(Priority.BULK);
        assertThat(batcher.inWork()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void constructor_withoutEnoughThreads_throwsAndEndsTheLanesItStarted(int available) {
        InferenceBackend backend = open(fake, 3);
        assertThatThrownBy(() -> batcher(backend, 3, BatchOptions.defaults(), SILENT, onlyThreads(available)))
                .isInstanceOf(OutOfMemoryError.class);
        TestThreads.assertEnd(threads);
        backend.close();
        assertThat(fake.openBackends()).isZero();
    }

    @Test
    void lane_thatDies_isReplacedAndLosesNothing() throws Exception {
        AtomicInteger deaths = new AtomicInteger();
        AtomicReference<Throwable> told = new AtomicReference<>();
        Batcher batcher = batcher(
                1,
                BatchOptions.defaults(),
                new AnalyzerListener() {
                    @Override
                    public void failed(int size, Throwable cause) {
                        // Thrown out of the lane's loop, where no engine's failure gets.
                        if (deaths.getAndIncrement() == 0) {
                            throw new StackOverflowError("the lane dies, says the test");
                        }
                    }

                    @Override
                    public void laneReplaced(Throwable cause) {
                        told.set(cause);
                    }
                },
                this::laneThread);
        fake.failOn(66).block();
        InferenceTask plug = submit(batcher, 5);
        fake.awaitCalls(1);
        InferenceTask good = submit(batcher, 6);
        InferenceTask bad = submit(batcher, 66);
        fake.release();
        assertAnswered(plug, 5);
        assertAnswered(good, 6);
        assertThatThrownBy(() -> rows(bad)).hasCauseInstanceOf(InferenceException.class);
        batcher.close();
        TestThreads.assertEnd(threads);
        assertThat(threads).hasSize(2);
        assertThat(told.get()).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void lane_thatDiesHalfThroughAText_answersTheTextAllTheSame() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        Batcher batcher = batcher(
                1,
                BatchOptions.defaults(),
                new AnalyzerListener() {
                    @Override
                    public void failed(int size, Throwable cause) {
                        // The third failure is that of [66] alone, when [5] has been answered.
                        if (failures.incrementAndGet() == 3) {
                            fake.failOn(-1);
                            throw new StackOverflowError("the lane dies, says the test");
                        }
                    }
                },
                this::laneThread);
        fake.failOn(66);
        List<InferenceTask.Row> rows =
                rows(submit(batcher, List.of(new int[] {5}, new int[] {6}, new int[] {66}, new int[] {7})));
        assertThat(rows).hasSize(4).doesNotContainNull();
        assertThat(rows.get(2).logits("sentiment"))
                .isEqualTo(FakeBackendProvider.logits("sentiment", 3, new int[] {66}));
    }

    @Test
    void text_thatKillsEveryLane_isGivenUpWithTheCause() throws Exception {
        Batcher batcher = batcher(
                1,
                BatchOptions.defaults(),
                new AnalyzerListener() {
                    @Override
                    public void failed(int size, Throwable cause) {
                        throw new StackOverflowError("the lane dies, says the test");
                    }
                },
                this::laneThread);
        fake.failOn(66);
        InferenceTask bad = submit(batcher, 66);
        assertThatThrownBy(() -> rows(bad))
                .cause()
                .isInstanceOf(InferenceException.class)
                .hasCauseInstanceOf(StackOverflowError.class);
        assertAnswered(submit(batcher, 5), 5);
        assertThat(threads).hasSize(4);
    }

    @Test
    void lastLane_thatCannotBeReplaced_failsWhatWaitsAndRefusesTheRest() throws Exception {
        Batcher batcher = batcher(
                1,
                BatchOptions.defaults(),
                new AnalyzerListener() {
                    @Override
                    public void failed(int size, Throwable cause) {
                        throw new StackOverflowError("the lane dies, says the test");
                    }
                },
                onlyThreads(1));
        fake.failOn(66).block();
        InferenceTask plug = submit(batcher, 66);
        fake.awaitCalls(1);
        InferenceTask waiting = submit(batcher, 5);
        fake.release();
        for (InferenceTask lost : List.of(plug, waiting)) {
            assertThatThrownBy(() -> rows(lost))
                    .cause()
                    .isInstanceOf(AnalyzerClosedException.class)
                    .hasCauseInstanceOf(StackOverflowError.class);
        }
        assertThatThrownBy(() -> submit(batcher, 5)).isInstanceOf(AnalyzerClosedException.class);
    }

    @Test
    void lane_thatCannotBeReplaced_leavesItsWorkToTheOthers() throws Exception {
        AtomicInteger deaths = new AtomicInteger();
        Batcher batcher = batcher(
                2,
                BatchOptions.defaults(),
                new AnalyzerListener() {
                    @Override
                    public void failed(int size, Throwable cause) {
                        if (deaths.getAndIncrement() == 0) {
                            throw new StackOverflowError("the lane dies, says the test");
                        }
                    }
                },
                onlyThreads(2));
        fake.failOn(66);
        InferenceTask bad = submit(batcher, 66);
        assertThatThrownBy(() -> rows(bad)).hasCauseInstanceOf(InferenceException.class);
        assertAnswered(submit(batcher, 5), 5);
    }

    @Test
    void lane_interruptedByACallback_goesOnWorking() throws Exception {
        Batcher batcher = batcher(1);
        fake.block();
        InferenceTask first = submit(batcher, 5);
        CompletableFuture<List<InferenceTask.Row>> told = first.done()
                .whenComplete((rows, failure) -> Thread.currentThread().interrupt());
        fake.awaitCalls(1);
        fake.release();
        // Not on the task itself: whoever waits for a future may be made to run its callbacks.
        assertThat(told.get(30, TimeUnit.SECONDS)).hasSize(1);
        for (int i = 6; i < 20; i++) {
            assertAnswered(submit(batcher, i), i);
        }
        assertThat(threads).hasSize(1);
    }

    @Test
    void engineLane_thatFailsToClose_costsNoText() throws Exception {
        ScriptedBackend engine = new ScriptedBackend(batch -> {
                    for (int i = 0; i < batch.tokens(); i++) {
                        if (batch.id(i) == 66) {
                            throw new AssertionError("deadly, says the test");
                        }
                    }
                    return ScriptedBackend.soundAnswer(TestAnalyzers.bundle(), batch);
                })
                .onCloseLane(() -> {
                    throw new IllegalStateException("does not close, says the test");
                });
        Batcher batcher = batcher(open(engine, 1), 1, BatchOptions.defaults(), SILENT, this::laneThread);
        InferenceTask bad = submit(batcher, 66);
        assertThatThrownBy(() -> rows(bad)).hasCauseInstanceOf(InferenceException.class);
        assertAnswered(submit(batcher, 5), 5);
        batcher.close();
        assertThat(threads).hasSize(1);
        assertThat(engine.openBackends()).isZero();
    }

    @Test
    void close_returnsWhenTheBackendIsFree() {
        CountDownLatch mayFree = new CountDownLatch(1);
        CountDownLatch freeing = new CountDownLatch(1);
        ScriptedBackend engine = new ScriptedBackend(
                        batch -> ScriptedBackend.soundAnswer(TestAnalyzers.bundle(), batch))
                .onClose(() -> {
                    freeing.countDown();
                    try {
                        mayFree.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        Batcher batcher = batcher(open(engine, 2), 2, BatchOptions.defaults(), SILENT, this::laneThread);
        Call<Boolean> closer = TestThreads.start(() -> {
            batcher.close();
            return true;
        });
        assertThat(freeing).satisfies(latch -> assertThat(latch.await(30, TimeUnit.SECONDS))
                .isTrue());
        closer.awaitBlocked();
        assertThat(closer.isDone()).isFalse();
        mayFree.countDown();
        assertThat(closer).satisfies(c -> assertThat(c.get()).isTrue());
    }

    @Test
    void close_withABackendThatFailsToClose_endsAllTheSame() {
        ScriptedBackend engine = new ScriptedBackend(
                        batch -> ScriptedBackend.soundAnswer(TestAnalyzers.bundle(), batch))
                .onClose(() -> {
                    throw new LinkageError("does not close, says the test");
                });
        Batcher batcher = batcher(open(engine, 2), 2, BatchOptions.defaults(), SILENT, this::laneThread);
        batcher.close();
        TestThreads.assertEnd(threads);
        assertThat(engine.openBackends()).isZero();
    }

    @Test
    void close_withAStuckCall_failsTheRestInTimeAndFreesTheBackendLater() throws Exception {
        BatchOptions options =
                BatchOptions.builder().closeTimeout(Duration.ofMillis(30)).build();
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch reached = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        ScriptedBackend engine = new ScriptedBackend(batch -> {
            calls.incrementAndGet();
            reached.countDown();
            while (stuck.getCount() > 0) {
                // As native code does: deaf to interrupts.
                Thread.onSpinWait();
            }
            throw new IllegalStateException("fails in the end, says the test");
        });
        Batcher batcher = batcher(open(engine, 1), 1, options, SILENT, this::laneThread);
        List<InferenceTask> tasks = new ArrayList<>();
        tasks.add(submit(batcher, List.of(new int[] {1}, new int[] {2}, new int[] {3})));
        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        tasks.add(submit(batcher, 4));
        batcher.close();
        assertThat(tasks).allMatch(task -> task.done().isDone());
        for (InferenceTask task : tasks) {
            assertThatThrownBy(() -> rows(task))
                    .hasCauseInstanceOf(AnalyzerClosedException.class)
                    .hasMessageContaining("BatchOptions.closeTimeout (now 30 ms)");
        }
        assertThat(engine.openBackends()).isEqualTo(1);
        stuck.countDown();
        TestThreads.assertEnd(threads);
        assertThat(engine.openBackends()).isZero();
        assertThat(engine.openLanes()).isZero();
        assertThat(calls).as("batches of the dead are not split and run again").hasValue(1);
    }

    @Test
    void close_interrupted_stopsWaitingAndKeepsTheInterrupt() throws Exception {
        fake.block();
        Batcher batcher = batcher(1);
        InferenceTask task = submit(batcher, 5);
        fake.awaitCalls(1);
        Call<Boolean> closer = TestThreads.start(() -> {
                    batcher.close();
                    return Thread.currentThread().isInterrupted();
                })
                .awaitBlocked();
        closer.thread().interrupt();
        assertThat(closer.get()).isTrue();
        assertThatThrownBy(() -> rows(task)).hasCauseInstanceOf(AnalyzerClosedException.class);
    }

    @Test
    void close_fromTheCallbacksOfTwoLanesAtOnce_doesNotMakeThemWaitForEachOther() throws Exception {
        BatchOptions options =
                BatchOptions.builder().closeTimeout(Duration.ofHours(1)).build();
        fake.block();
        Batcher batcher = batcher(2, options, SILENT, this::laneThread);
        CountDownLatch bothIn = new CountDownLatch(2);
        CountDownLatch bothOut = new CountDownLatch(2);
        for (int id = 5; id < 7; id++) {
            submit(batcher, id).done().whenComplete((rows, failure) -> {
                bothIn.countDown();
                try {
                    bothIn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                batcher.close();
                bothOut.countDown();
            });
            fake.awaitCalls(1);
        }
        fake.release();
        assertThat(bothOut.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void close_twiceAtOnce_bothWaitForTheWork() throws Exception {
        fake.block();
        Batcher batcher = batcher(1);
        InferenceTask task = submit(batcher, 5);
        fake.awaitCalls(1);
        List<Call<Boolean>> closers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            closers.add(TestThreads.start(() -> {
                        batcher.close();
                        return task.done().isDone();
                    })
                    .awaitBlocked());
        }
        fake.release();
        for (Call<Boolean> closer : closers) {
            assertThat(closer.get()).isTrue();
        }
        assertAnswered(task, 5);
    }
}
