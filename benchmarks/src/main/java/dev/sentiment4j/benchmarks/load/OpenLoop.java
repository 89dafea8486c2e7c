package dev.sentiment4j.benchmarks.load;

import dev.sentiment4j.OverloadedException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends texts when they are due, whether or not earlier ones are answered, and counts each answer's time from that
 * moment. A server that stalls is thus charged for all who would have come meanwhile; a loop that waits for answers
 * would have sent nothing then, and seen little of it (coordinated omission). Used for one run.
 */
public final class OpenLoop {
    private static final long LEAD_NANOS = 20_000_000;
    private static final long DRAIN_SECONDS = 60;
    private static final double SECOND = 1e9;

    private final Target target;
    private final Latencies answers = new Latencies();
    private final Latencies rejections = new Latencies();
    private final Latencies lateness = new Latencies();
    private final LongAdder inTime = new LongAdder();

    private OpenLoop(Target target) {
        this.target = target;
    }

    /**
     * Runs one load, and waits until every text has its answer.
     *
     * @param arrivals the process that the texts come by
     * @param load as the report calls it: the rate as a share of capacity
     * @param perSecond the rate
     * @param seconds how long texts arrive
     * @throws InterruptedException if the calling thread is interrupted
     */
    public static LoadReport run(
            Target target, Arrivals arrivals, double load, double perSecond, double seconds, long seed)
            throws InterruptedException {
        OpenLoop loop = new OpenLoop(target);
        target.meter().reset();
        long[] due = arrivals.draw(perSecond, seconds, seed);
        loop.send(due, (long) (seconds * SECOND));
        return loop.report(arrivals, load, seconds, due.length);
    }

    private void send(long[] due, long windowNanos) throws InterruptedException {
        CountDownLatch open = new CountDownLatch(due.length);
        long start = System.nanoTime() + LEAD_NANOS;
        for (int i = 0; i < due.length; i++) {
            long dueAt = start + due[i];
            awaitUntil(dueAt);
            long sentAt = System.nanoTime();
            lateness.record(sentAt - dueAt);
            CompletableFuture<?> answer =
                    target.submit().apply(target.texts().get(i % target.texts().size()));
            answer.whenComplete((result, failure) -> {
                long now = System.nanoTime();
                if (failure == null) {
                    answers.record(now - dueAt);
                    if (now - start <= windowNanos) {
                        inTime.increment();
                    }
                } else if (failure instanceof OverloadedException || failure instanceof RejectedExecutionException) {
                    rejections.record(now - sentAt);
                }
                open.countDown();
            });
        }
        if (!open.await(DRAIN_SECONDS, TimeUnit.SECONDS)) {
            System.err.printf("%s left %d texts unanswered%n", target.name(), open.getCount());
        }
    }

    /** Waits without spinning, which would take a processor from the server. */
    private static void awaitUntil(long time) throws InterruptedException {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("the load was interrupted");
            }
        }
    }

    private LoadReport report(Arrivals arrivals, double load, double seconds, int offered) {
        return new LoadReport(
                target.name(),
                arrivals.name().toLowerCase(Locale.ROOT),
                load,
                seconds,
                offered,
                answers.count(),
                rejections.count(),
                offered - answers.count() - rejections.count(),
                offered / seconds,
                inTime.sum() / seconds,
                answers.percentile(50),
                answers.percentile(90),
                answers.percentile(99),
                answers.percentile(99.9),
                answers.max(),
                rejections.percentile(50),
                rejections.percentile(99),
                rejections.max(),
                target.meter().paddingWaste(),
                target.meter().meanBatch(),
                lateness.percentile(50),
                lateness.percentile(99),
                lateness.max(),
                0,
                0,
                0);
    }
}
