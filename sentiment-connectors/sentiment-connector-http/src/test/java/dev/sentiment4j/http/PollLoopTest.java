package dev.sentiment4j.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.pipeline.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the thread of a connector goes on, and how it ends. */
@SuppressWarnings("try") // loops are there to be closed
class PollLoopTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final DeliveryDesk desk = new DeliveryDesk("test", 3);
    private final Sleeps time = new Sleeps();

    /** Sleeps no longer than it takes to tell of it, but for an hour: that lasts until it is interrupted. */
    private static final class Sleeps implements TimeSource {
        final BlockingQueue<Duration> slept = new LinkedBlockingQueue<>();

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            slept.add(time);
            if (time.compareTo(Duration.ofHours(1)) >= 0) {
                new CountDownLatch(1).await();
            }
        }

        @Override
        public long await(Condition signal, long nanos) {
            throw new UnsupportedOperationException();
        }

        Duration next() throws InterruptedException {
            Duration next = slept.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("a sleep").isNotNull();
            return next;
        }
    }

    @BeforeEach
    void open() {
        desk.open();
    }

    private SourceException failure() {
        try {
            desk.poll(1, LONG);
        } catch (SourceException e) {
            return e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("the desk knows of no failure");
    }

    @Test
    void work_isDoneAgain_afterAsLongAsItSays() throws Exception {
        BlockingQueue<Duration> waits = new LinkedBlockingQueue<>();
        waits.add(Duration.ofSeconds(2));
        waits.add(Duration.ZERO);
        try (PollLoop loop = PollLoop.start(
                "loop",
                () -> {
                    Duration wait = waits.poll();
                    return wait == null ? Duration.ofHours(1) : wait;
                },
                desk,
                time)) {
            assertThat(time.next()).isEqualTo(Duration.ofSeconds(2));
            assertThat(time.next()).isZero();
            assertThat(time.next()).isEqualTo(Duration.ofHours(1));
        }
        assertThat(time.slept).as("after it was closed").isEmpty();
    }

    @Test
    void sourceException_endsIt_andIsTold() {
        try (PollLoop loop = PollLoop.start(
                "loop",
                () -> {
                    throw SourceException.fatal("no rights", null);
                },
                desk,
                time)) {
            assertThat(failure()).hasMessage("no rights");
        }
    }

    @Test
    void defect_endsIt_andIsToldAsOne() {
        IllegalStateException defect = new IllegalStateException("with a text that may be a post's");
        try (PollLoop loop = PollLoop.start(
                "loop",
                () -> {
                    throw defect;
                },
                desk,
                time)) {
            SourceException told = failure();
            assertThat(told.isRetriable()).isFalse();
            assertThat(told)
                    .hasCause(defect)
                    .hasMessageContaining("loop")
                    .hasMessageContaining("IllegalStateException")
                    .hasMessageNotContaining("a post's");
        }
    }

    @Test
    void close_interruptsWork_andTellsNobody() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        PollLoop loop = PollLoop.start(
                "loop",
                () -> {
                    working.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                    return Duration.ZERO;
                },
                desk,
                time);
        assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
        loop.close();
        loop.close();
        assertThat(interrupted.getCount()).isZero();
        assertThat(desk.poll(1, Duration.ZERO))
                .as("neither a post nor a failure")
                .isEmpty();
    }

    @Test
    void close_keepsTheInterruptOfWhoCloses() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        PollLoop loop = PollLoop.start(
                "loop",
                () -> {
                    working.countDown();
                    // Work that does not heed an interrupt at once.
                    boolean done = false;
                    while (!done) {
                        try {
                            goOn.await();
                            done = true;
                        } catch (InterruptedException e) {
                            goOn.countDown();
                        }
                    }
                    return Duration.ZERO;
                },
                desk,
                time);
        assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
        Thread.currentThread().interrupt();
        loop.close();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void interruptOfSomebodyElse_isTold() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        try (PollLoop loop = PollLoop.start(
                "loop",
                () -> {
                    threads.add(Thread.currentThread());
                    working.countDown();
                    new CountDownLatch(1).await();
                    return Duration.ZERO;
                },
                desk,
                time)) {
            assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
            threads.take().interrupt();
            assertThat(failure()).hasMessageContaining("interrupted");
        }
        desk.close();
        assertThatThrownBy(() -> desk.poll(1, Duration.ZERO)).isInstanceOf(IllegalStateException.class);
    }
}
