package dev.sentiment4j.batch;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.Priority;
import dev.sentiment4j.spi.InferenceOutput;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Races for one computation: who joins, who is answered, who ends it. Run by {@code benchmarks/stress}. */
public final class ComputationStress {
    private static final long NOW = 1_000;

    private ComputationStress() {}

    /** A computation with its first task; counts how often it was taken out of the table of those in work. */
    static class Race {
        final Waiter first = new Waiter(Long.MAX_VALUE);
        final AtomicInteger settled = new AtomicInteger();
        final Computation computation =
                new Computation(new TokenSequences(List.of(new int[] {1})), first.task, c -> settled.incrementAndGet());

        void answer() {
            computation.items().get(0).complete(new InferenceOutput(1), 0);
        }

        void fail() {
            computation.items().get(0).fail(new IllegalStateException("says the test"));
        }

        /** What a lane or the queue does when it meets the computation. */
        void meet() {
            if (computation.isSettledOrUnwanted(NOW)) {
                computation.bury(NOW, () -> new DeadlineExceededException("says the test"), cause -> {});
            }
        }
    }

    /** A task that counts how often its place was given back. */
    static final class Waiter {
        final AtomicInteger places = new AtomicInteger();
        final InferenceTask task;

        Waiter(long deadlineNanos) {
            task = new InferenceTask(Priority.INTERACTIVE, deadlineNanos, () -> 0, places::incrementAndGet);
        }

        void cancel() {
            task.fail(new CancellationException());
        }

        /** 0 while it waits, 1 for rows, 2 for a failure; 9 if its place was not given back exactly once. */
        int state() {
            if (!task.done().isDone()) {
                return places.get() == 0 ? 0 : 9;
            }
            return places.get() != 1 ? 9 : task.done().isCompletedExceptionally() ? 2 : 1;
        }
    }

    /**
     * Hazard: a task joins while the rows are handed out, and is in a list that nobody reads any longer. Accepted: it
     * joined and has the rows, or it was told that it is too late.
     */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "joined and answered")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "too late, and told so")
    @State
    public static class JoinAgainstAnswer extends Race {
        private final Waiter second = new Waiter(Long.MAX_VALUE);

        @Actor
        public void lane() {
            answer();
        }

        @Actor
        public void caller(II_Result r) {
            r.r1 = computation.join(second.task) ? 1 : 0;
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = first.state() == 1 && settled.get() == 1 ? second.state() : 9;
        }
    }

    /**
     * Hazard: the last waiter gives up, the queue drops the computation, and a task that joined in between is dropped
     * with it. Accepted: it joined, so that the computation goes on and answers it, or it was told that it is too late.
     */
    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "joined, the computation goes on")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "too late, the computation is dropped")
    @State
    public static class JoinAgainstUnwanted extends Race {
        private final Waiter second = new Waiter(Long.MAX_VALUE);

        @Actor
        public void lane() {
            first.cancel();
            meet();
        }

        @Actor
        public void caller(III_Result r) {
            r.r1 = computation.join(second.task) ? 1 : 0;
        }

        @Arbiter
        public void end(III_Result r) {
            meet();
            answer();
            r.r2 = second.state();
            r.r3 = settled.get();
        }
    }

    /**
     * Hazard: a lane hands out rows while {@code close} fails what the lane holds. Accepted: each waiter has the rows
     * or the failure, and one of them.
     */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "1, 2", "2, 1", "2, 2"},
            expect = ACCEPTABLE,
            desc = "both told, once")
    @State
    public static class AnswerAgainstClose extends Race {
        private final Waiter second = new Waiter(Long.MAX_VALUE);

        public AnswerAgainstClose() {
            computation.join(second.task);
        }

        @Actor
        public void lane() {
            answer();
        }

        @Actor
        public void closer() {
            fail();
        }

        @Arbiter
        public void end(II_Result r) {
            r.r1 = settled.get() == 1 ? first.state() : 9;
            r.r2 = second.state();
        }
    }

    /**
     * Hazard: two lanes finish the two windows of one text at the same time, and both or neither of them tells the
     * waiter. Accepted: it has the rows of both.
     */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "answered once")
    @State
    public static class TwoWindows {
        private final Waiter waiter = new Waiter(Long.MAX_VALUE);
        private final AtomicInteger settled = new AtomicInteger();
        private final Computation computation = new Computation(
                new TokenSequences(List.of(new int[] {1}, new int[] {2})), waiter.task, c -> settled.incrementAndGet());

        @Actor
        public void lane() {
            computation.items().get(0).complete(new InferenceOutput(1), 0);
        }

        @Actor
        public void otherLane() {
            computation.items().get(1).complete(new InferenceOutput(1), 0);
        }

        @Arbiter
        public void end(II_Result r) {
            r.r1 = waiter.state();
            r.r2 = settled.get();
        }
    }

    /**
     * Hazard: an expired text is found by the queue and by a lane at the same time, while its caller cancels. Accepted:
     * its waiter is told once, and it counts as dropped once.
     */
    @JCStressTest
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "told once, counted once")
    @State
    public static class TwiceBuried {
        private final Waiter waiter = new Waiter(NOW);
        private final AtomicInteger dropped = new AtomicInteger();
        private final Computation computation =
                new Computation(new TokenSequences(List.of(new int[] {1})), waiter.task, c -> {});

        private void meet() {
            if (computation.isSettledOrUnwanted(NOW)) {
                computation.bury(
                        NOW, () -> new DeadlineExceededException("says the test"), cause -> dropped.incrementAndGet());
            }
        }

        @Actor
        public void queue() {
            meet();
        }

        @Actor
        public void lane() {
            waiter.cancel();
            meet();
        }

        @Arbiter
        public void end(II_Result r) {
            r.r1 = waiter.state();
            r.r2 = dropped.get();
        }
    }

    /** Hazard: a task is answered and cancelled at once. Accepted: exactly one of the two, and one place back. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "answered")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "cancelled")
    @State
    public static class CompleteAgainstCancel {
        private final Waiter waiter = new Waiter(Long.MAX_VALUE);

        @Actor
        public void lane() {
            waiter.task.complete(List.of());
        }

        @Actor
        public void caller() {
            waiter.cancel();
        }

        @Arbiter
        public void end(II_Result r) {
            r.r1 = waiter.state();
            r.r2 = waiter.places.get();
        }
    }
}
