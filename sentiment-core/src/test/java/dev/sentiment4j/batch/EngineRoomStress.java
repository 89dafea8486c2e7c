package dev.sentiment4j.batch;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.sentiment4j.AnalyzerClosedException;
import dev.sentiment4j.OverloadedException;
import dev.sentiment4j.Priority;
import dev.sentiment4j.TestAnalyzers;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.BackendContext;
import dev.sentiment4j.spi.BatchCost;
import dev.sentiment4j.spi.FakeBackendProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Races with {@code close} for the queue, for places, and for the whole. Run by {@code benchmarks/stress}. */
public final class EngineRoomStress {
    private static final AnalyzerListener SILENT = new AnalyzerListener() {};

    private EngineRoomStress() {}

    private static Computation computation(int id) {
        InferenceTask task = new InferenceTask(Priority.INTERACTIVE, Long.MAX_VALUE, () -> 0, () -> {});
        return new Computation(new TokenSequences(List.of(new int[] {id})), task, c -> {});
    }

    private static BatchOptions options(BatchOptions.Admission policy) {
        return BatchOptions.builder()
                .lanes(1)
                .queueCapacity(1)
                .admission(policy)
                .closeTimeout(Duration.ofSeconds(30))
                .build()
                .resolved();
    }

    /** A queue that lanes empty until it is closed. */
    static class Queue {
        final BatchQueue queue =
                new BatchQueue(options(BatchOptions.Admission.REJECT), BatchCost.PADDED, () -> 0, cause -> {});

        boolean offer() {
            return queue.offer(List.of(computation(1), computation(2)));
        }

        int takeAll() {
            int taken = 0;
            BatchQueue.Seat seat = queue.join(items -> {});
            List<Computation.Item> batch;
            while ((batch = queue.take(seat, items -> {})) != null) {
                taken += batch.size();
            }
            return taken;
        }
    }

    /**
     * Hazard: texts are put into a queue that is being closed, after the lane has looked for the last time. Accepted:
     * taken and handed out both, or refused both; the lane ends in any case.
     */
    @JCStressTest
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "taken and handed out")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "refused")
    @State
    public static class OfferAgainstClose extends Queue {
        @Actor
        public void caller(II_Result r) {
            r.r1 = offer() ? 1 : 0;
        }

        @Actor
        public void lane(II_Result r) {
            queue.close();
            r.r2 = takeAll();
        }
    }

    /**
     * Hazard: the seat of the only lane is lent just as it falls asleep, texts come and the queue closes meanwhile, and
     * the lane is not woken when it is back. Accepted: the lane gets the texts, whether or not there was a seat to
     * lend.
     */
    @JCStressTest
    @Outcome(
            id = {"0, 2", "1, 2"},
            expect = ACCEPTABLE,
            desc = "the lane gets the texts")
    @State
    public static class LendAgainstTake extends Queue {
        @Actor
        public void borrower(II_Result r) {
            BatchQueue.Seat seat = queue.lend();
            offer();
            queue.close();
            if (seat != null) {
                r.r1 = 1;
                queue.takeBack(seat);
            }
        }

        @Actor
        public void lane(II_Result r) {
            r.r2 = takeAll();
        }
    }

    /**
     * Hazard: two lanes hand out the same text, or both leave one to the other. Accepted: each text goes to one lane,
     * and both lanes end.
     */
    @JCStressTest
    @Outcome(
            id = {"2, 0, 0", "1, 1, 0", "0, 2, 0"},
            expect = ACCEPTABLE,
            desc = "each text once")
    @State
    public static class TwoLanes extends Queue {
        public TwoLanes() {
            offer();
            queue.close();
        }

        @Actor
        public void lane(III_Result r) {
            r.r1 = takeAll();
        }

        @Actor
        public void otherLane(III_Result r) {
            r.r2 = takeAll();
        }

        @Arbiter
        public void end(III_Result r) {
            r.r3 = queue.depth();
        }
    }

    /** 1 for a place, 0 for none, 2 for closed. */
    static int acquire(Admission admission) {
        try {
            admission.acquire(Priority.INTERACTIVE, false, Long.MAX_VALUE);
            return 1;
        } catch (OverloadedException e) {
            return 0;
        } catch (AnalyzerClosedException e) {
            return 2;
        } catch (InterruptedException e) {
            return 9;
        }
    }

    /**
     * Hazard: the wake-up for the only place is lost, or a waiter sleeps through {@code close}. Accepted: the waiter
     * has the place or is told of the closing; places taken are those that were got.
     */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "got the place that was given back")
    @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "told that it is closed")
    @State
    public static class WaitAgainstReleaseAndClose {
        private final Admission admission =
                new Admission("a", options(BatchOptions.Admission.BLOCK), new ServiceRate(1), SILENT, System::nanoTime);

        public WaitAgainstReleaseAndClose() {
            admission.tryAcquire(Priority.INTERACTIVE);
        }

        @Actor
        public void waiter(II_Result r) {
            r.r1 = acquire(admission);
        }

        @Actor
        public void closer() {
            admission.release(Priority.INTERACTIVE);
            admission.close();
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = admission.held();
        }
    }

    /**
     * Hazard: two callers share the only place, or it leaks. Accepted: one gets it, or the other gets it after the
     * first gave it back; none is taken at the end.
     */
    @JCStressTest
    @Outcome(
            id = {"1, 0, 0", "0, 1, 0", "1, 1, 0"},
            expect = ACCEPTABLE,
            desc = "no more than one at a time, and given back")
    @State
    public static class TwoForOnePlace {
        private final Admission admission = new Admission(
                "a", options(BatchOptions.Admission.REJECT), new ServiceRate(1), SILENT, System::nanoTime);
        private int inside;

        private int enter() {
            int got = acquire(admission);
            if (got != 1) {
                return got;
            }
            // Not atomic, on purpose: the place is what keeps the other out.
            int before = inside++;
            inside--;
            admission.release(Priority.INTERACTIVE);
            return before == 0 ? 1 : 9;
        }

        @Actor
        public void caller(III_Result r) {
            r.r1 = enter();
        }

        @Actor
        public void otherCaller(III_Result r) {
            r.r2 = enter();
        }

        @Arbiter
        public void end(III_Result r) {
            r.r3 = admission.held();
        }
    }

    /**
     * Hazard: two equal texts are submitted while the batcher closes; one joins a computation that nobody runs.
     * Accepted: each is refused, answered or failed, and when close returns no place is taken and the backend is free.
     */
    @JCStressTest
    @Outcome(
            id = {"1, 1, 0", "1, 2, 0", "1, 3, 0", "2, 1, 0", "2, 2, 0", "2, 3, 0", "3, 1, 0", "3, 2, 0", "3, 3, 0"},
            expect = ACCEPTABLE,
            desc = "everybody told, nothing left")
    @State
    public static class SubmitAgainstClose {
        private final FakeBackendProvider fake = new FakeBackendProvider();
        private final Batcher batcher = new Batcher(
                "a",
                fake.open(TestAnalyzers.bundle(), new BackendContext(new ThreadPlan(1, 1, 1), 0, 100)),
                new ThreadPlan(1, 1, 1),
                BatchOptions.builder()
                        .lanes(1)
                        .queueCapacity(2)
                        .closeTimeout(Duration.ofSeconds(30))
                        .build(),
                SILENT,
                System::nanoTime,
                task -> {
                    Thread thread = new Thread(task, "stress-lane");
                    thread.setDaemon(true);
                    return thread;
                });

        /** A task, or none if it was refused. */
        private Optional<InferenceTask> ask() {
            try {
                batcher.admit(Priority.INTERACTIVE, false, Long.MAX_VALUE);
                return Optional.of(batcher.submit(List.of(new int[] {7}), Priority.INTERACTIVE, Long.MAX_VALUE));
            } catch (AnalyzerClosedException e) {
                return Optional.empty();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** 1 for an answer, 2 for a failure, 3 for a refusal, 0 for silence. */
        private static int end(Optional<InferenceTask> task) {
            if (task.isEmpty()) {
                return 3;
            }
            try {
                return task.get().done().get(10, TimeUnit.SECONDS).size();
            } catch (ExecutionException e) {
                return 2;
            } catch (InterruptedException | TimeoutException e) {
                return 0;
            }
        }

        @Actor
        public void caller(III_Result r) {
            r.r1 = end(ask());
        }

        @Actor
        public void otherCallerWhoCloses(III_Result r) {
            Optional<InferenceTask> task = ask();
            batcher.close();
            r.r2 = end(task);
        }

        @Arbiter
        public void end(III_Result r) {
            r.r3 = batcher.inWork() + fake.openBackends() + fake.openLanes();
        }
    }
}
