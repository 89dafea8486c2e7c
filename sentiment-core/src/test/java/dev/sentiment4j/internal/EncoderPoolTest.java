package dev.sentiment4j.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.TestThreads;
import dev.sentiment4j.TestThreads.Call;
import dev.sentiment4j.batch.ThreadPlan;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncoderPoolTest {
    private static final String NAME = "encoder-pool-test";

    private EncoderPool pool;

    @AfterEach
    void close() {
        pool.close();
        TestThreads.assertEnd(TestThreads.threadsOf(NAME));
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void map_givesResultsInTheOrderOfTheInputs(int helpers) {
        pool = new EncoderPool(NAME, helpers);
        assertThat(pool.parallelism()).isEqualTo(helpers + 1);
        for (int count : new int[] {0, 1, 7, 8, 9, 16, 17, 100, 1000}) {
            assertThat(pool.map(numbers(count), i -> i * 2))
                    .isEqualTo(numbers(count).stream().map(i -> i * 2).toList());
        }
    }

    @Test
    void map_withoutHelpers_staysOnTheCallersThread() {
        pool = new EncoderPool(NAME, 0);
        assertThat(pool.map(numbers(1000), i -> Thread.currentThread())).containsOnly(Thread.currentThread());
    }

    /** The barrier opens only when the caller and both helpers work at the same time. */
    @Test
    void map_withHelpers_worksOnAllOfThemAtOnce() {
        pool = new EncoderPool(NAME, 2);
        CyclicBarrier all = new CyclicBarrier(3);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        pool.map(numbers(24), i -> {
            if (i % 8 == 0) {
                threads.add(Thread.currentThread());
                await(all);
            }
            return i;
        });
        assertThat(threads).hasSize(3).contains(Thread.currentThread());
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void map_whileAllHelpersAreBusy_isDoneByTheCaller() throws Exception {
        pool = new EncoderPool(NAME, 1);
        CyclicBarrier inside = new CyclicBarrier(3);
        CountDownLatch release = new CountDownLatch(1);
        Call<List<Integer>> busy = TestThreads.start(() -> pool.map(numbers(16), i -> {
            if (i % 8 == 0) {
                await(inside);
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return i;
        }));
        await(inside);
        assertThat(pool.map(numbers(100), i -> Thread.currentThread())).containsOnly(Thread.currentThread());
        release.countDown();
        assertThat(busy.get()).isEqualTo(numbers(16));
    }

    @Test
    void map_afterClose_isDoneByTheCaller() {
        pool = new EncoderPool(NAME, 3);
        pool.close();
        assertThat(pool.map(numbers(100), i -> Thread.currentThread())).containsOnly(Thread.currentThread());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15})
    void map_ofAFunctionThatThrows_throwsTheSame(int at) {
        pool = new EncoderPool(NAME, 1);
        for (Throwable failure : List.of(new IllegalStateException("says the test"), new AssertionError("says it"))) {
            Function<Integer, Integer> failing = i -> {
                if (i == at) {
                    throw EncoderPoolTest.<RuntimeException>sneaky(failure);
                }
                return i;
            };
            assertThatThrownBy(() -> pool.map(numbers(16), failing)).isSameAs(failure);
            assertThat(pool.map(numbers(16), i -> i)).isEqualTo(numbers(16));
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable t) throws T {
        throw (T) t;
    }

    @Test
    void map_onAThreadThatIsInterruptedMeanwhile_losesNothingAndKeepsTheInterrupt() throws Exception {
        pool = new EncoderPool(NAME, 1);
        CountDownLatch helperInside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Call<Boolean> caller = TestThreads.start(() -> {
            List<Integer> results = pool.map(numbers(16), i -> {
                while (i == 0 && helperInside.getCount() > 0) {
                    // The helper must have its share, or the caller would do it; waiting would count as blocked.
                    Thread.onSpinWait();
                }
                if (i == 8) {
                    helperInside.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }
                return i;
            });
            assertThat(results).isEqualTo(numbers(16));
            return Thread.currentThread().isInterrupted();
        });
        helperInside.await();
        caller.awaitBlocked();
        caller.thread().interrupt();
        release.countDown();
        assertThat(caller.get()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"8, 8, 1, cpu, 0", "8, 2, 2, cpu, 4", "2, 4, 1, cpu, 0", "8, 2, 1, cuda:0, 7", "1, 2, 1, cuda:0, 0"})
    void spareProcessors_areThoseThatTheLanesLeave(int processors, int lanes, int intra, String device, int spare) {
        pool = new EncoderPool(NAME, 0);
        assertThat(EncoderPool.spareProcessors(new ThreadPlan(processors, lanes, intra), device))
                .isEqualTo(spare);
    }
}
