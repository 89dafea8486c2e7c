package dev.sentiment4j.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sentiment4j.AnalyzerClosedException;
import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.OverloadedException;
import dev.sentiment4j.TestThreads;
import dev.sentiment4j.TestThreads.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdmissionTest {
    private static final long NEVER = Long.MAX_VALUE;

    private static Admission admission(int capacity, BatchOptions.Admission policy, Duration maxWait) {
        BatchOptions options = BatchOptions.builder()
                .queueCapacity(capacity)
                .admission(policy)
                .maxWait(maxWait)
                .build();
        return new Admission("a", options, System::nanoTime);
    }

    private static Admission rejecting(int capacity) {
        return admission(capacity, BatchOptions.Admission.REJECT, Duration.ZERO);
    }

    private static Call<Boolean> waiter(Admission admission, boolean bulk) {
        return TestThreads.start(() -> {
                    admission.acquire(bulk, NEVER);
                    return true;
                })
                .awaitBlocked();
    }

    @Test
    void acquire_withRoom_takesOnePlace() throws Exception {
        Admission admission = rejecting(2);
        admission.acquire(false, NEVER);
        assertThat(admission.held()).isEqualTo(1);
    }

    @Test
    void acquire_whenFullAndRejecting_namesDepthLimitAndOption() throws Exception {
        Admission admission = rejecting(1);
        admission.acquire(false, NEVER);
        OverloadedException e = catchThrowableOfType(OverloadedException.class, () -> admission.acquire(false, NEVER));
        assertThat(e).hasMessageContainingAll("'a'", "1 texts", "limit 1", "BatchOptions.queueCapacity", "admission");
        assertThat(e.queueDepth()).isEqualTo(1);
        assertThat(e.queueCapacity()).isEqualTo(1);
        assertThat(e.getStackTrace()).isEmpty();
        assertThat(admission.held()).isEqualTo(1);
    }

    @Test
    void acquire_whenFullAndWaiting_givesUpAfterMaxWait() throws Exception {
        Admission admission = admission(1, BatchOptions.Admission.WAIT, Duration.ofMillis(20));
        admission.acquire(false, NEVER);
        long start = System.nanoTime();
        assertThatThrownBy(() -> admission.acquire(false, NEVER))
                .isInstanceOf(OverloadedException.class)
                .hasMessageContaining("is full for ");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000L);
        assertThat(admission.held()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"WAIT", "BLOCK"})
    void acquire_whenFull_getsThePlaceThatIsGivenBack(BatchOptions.Admission policy) throws Exception {
        Admission admission = admission(1, policy, Duration.ofHours(1));
        admission.acquire(false, NEVER);
        Call<Boolean> waiter = waiter(admission, false);
        admission.release(false);
        assertThat(waiter.get()).isTrue();
        assertThat(admission.held()).isEqualTo(1);
    }

    @Test
    void acquire_bulkBeyondHalf_waitsWhileSinglesGetIn() throws Exception {
        Admission admission = rejecting(4);
        admission.acquire(true, NEVER);
        admission.acquire(true, NEVER);
        Call<Boolean> bulk = waiter(admission, true);
        admission.acquire(false, NEVER);
        admission.acquire(false, NEVER);
        assertThat(bulk.isDone()).isFalse();
        admission.release(true);
        assertThat(bulk.get()).isTrue();
        assertThat(admission.held()).isEqualTo(4);
    }

    @Test
    void acquire_bulkWhenFull_waitsEvenWherePolicyRejects() throws Exception {
        Admission admission = rejecting(2);
        admission.acquire(false, NEVER);
        admission.acquire(false, NEVER);
        Call<Boolean> bulk = waiter(admission, true);
        admission.release(false);
        assertThat(bulk.get()).isTrue();
    }

    @Test
    void acquire_bulkWithOnePlaceInAll_getsIt() throws Exception {
        Admission admission = rejecting(1);
        admission.acquire(true, NEVER);
        assertThat(admission.held()).isEqualTo(1);
    }

    @Test
    void close_withManyWaiting_wakesAllOfThem() throws Exception {
        Admission admission = admission(1, BatchOptions.Admission.BLOCK, Duration.ZERO);
        admission.acquire(false, NEVER);
        List<Call<Boolean>> waiters = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            waiters.add(waiter(admission, i % 2 == 0));
        }
        admission.close();
        for (Call<Boolean> waiter : waiters) {
            assertThatThrownBy(waiter::get).hasCauseInstanceOf(AnalyzerClosedException.class);
        }
        assertThat(admission.held()).isEqualTo(1);
    }

    @Test
    void acquire_afterClose_throwsThoughThereIsRoom() {
        Admission admission = rejecting(1);
        admission.close();
        assertThatThrownBy(() -> admission.acquire(false, NEVER))
                .isInstanceOf(AnalyzerClosedException.class)
                .hasMessageContaining("'a' is closed");
        assertThat(admission.held()).isZero();
    }

    @Test
    void acquire_whenTheDeadlineComesFirst_saysHowLongItWaited() throws Exception {
        Admission admission = admission(1, BatchOptions.Admission.BLOCK, Duration.ZERO);
        admission.acquire(false, NEVER);
        assertThatThrownBy(() -> admission.acquire(false, System.nanoTime() + 5_000_000))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContainingAll("'a'", "waiting for room", "1 of 1 places");
        assertThat(admission.held()).isEqualTo(1);
    }

    @Test
    void acquire_withADeadlineOnTheInjectedClock_doesNotLookAtAnother() throws Exception {
        AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);
        Admission admission = new Admission(
                "a",
                BatchOptions.builder()
                        .queueCapacity(1)
                        .admission(BatchOptions.Admission.BLOCK)
                        .build(),
                clock::get);
        admission.acquire(false, NEVER);
        // A deadline beyond the clock's overflow, as System.nanoTime() allows.
        long deadline = clock.get() + Duration.ofHours(1).toNanos();
        Call<Boolean> waiter = TestThreads.start(() -> {
                    admission.acquire(false, deadline);
                    return true;
                })
                .awaitBlocked();
        admission.release(false);
        assertThat(waiter.get()).isTrue();
    }

    @Test
    void acquire_onAnInterruptedThread_throwsAndTakesNothing() throws Exception {
        Admission admission = rejecting(1);
        Call<Boolean> call = TestThreads.start(() -> {
            Thread.currentThread().interrupt();
            admission.acquire(false, NEVER);
            return true;
        });
        assertThatThrownBy(call::get).hasCauseInstanceOf(InterruptedException.class);
        assertThat(admission.held()).isZero();
    }

    @Test
    void acquire_interruptedWhileWaiting_throwsAndTakesNothing() throws Exception {
        Admission admission = admission(1, BatchOptions.Admission.BLOCK, Duration.ZERO);
        admission.acquire(false, NEVER);
        Call<Boolean> waiter = waiter(admission, false);
        waiter.thread().interrupt();
        assertThatThrownBy(waiter::get).hasCauseInstanceOf(InterruptedException.class);
        admission.release(false);
        assertThat(admission.held()).isZero();
    }

    /**
     * Hazard: a place taken twice, or lost, between check and wait. Accepted: never above the limit, zero at the end.
     */
    @ParameterizedTest
    @EnumSource
    void acquire_underContention_neitherLeaksNorDoubles(BatchOptions.Admission policy) throws Exception {
        int capacity = 5;
        Admission admission = admission(capacity, policy, Duration.ofNanos(50_000));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger bulkInside = new AtomicInteger();
        AtomicInteger admitted = new AtomicInteger();
        List<Call<Integer>> threads = new ArrayList<>();
        for (int t = 0; t < 12; t++) {
            Random random = new Random(t);
            threads.add(TestThreads.start(() -> {
                int violations = 0;
                for (int i = 0; i < 400; i++) {
                    boolean bulk = random.nextInt(3) == 0;
                    long deadline = random.nextInt(4) == 0 ? System.nanoTime() + 20_000 : NEVER;
                    try {
                        admission.acquire(bulk, deadline);
                    } catch (OverloadedException | DeadlineExceededException e) {
                        continue;
                    }
                    admitted.incrementAndGet();
                    violations += inside.incrementAndGet() > capacity ? 1 : 0;
                    violations += bulk && bulkInside.incrementAndGet() > capacity / 2 ? 1 : 0;
                    Thread.yield();
                    inside.decrementAndGet();
                    if (bulk) {
                        bulkInside.decrementAndGet();
                    }
                    admission.release(bulk);
                }
                return violations;
            }));
        }
        for (Call<Integer> thread : threads) {
            assertThat(thread.get()).isZero();
        }
        assertThat(admitted.get()).isPositive();
        assertThat(admission.held()).isZero();
    }
}
