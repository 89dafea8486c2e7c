package dev.sentiment4j.pipeline;

import dev.sentiment4j.pipeline.PipelineListener.PollEvent;
import dev.sentiment4j.pipeline.PipelineListener.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run from open to close. The thread that runs it opens everything, starts the others, waits for the end and tidies
 * up; the others are
 *
 * <pre>
 * source -> {@link Conveyor} -> analysis (several) -> {@link Conveyor} -> sinks
 * </pre>
 *
 * and each ends when it has nothing to do any more, which is when the conveyor says so. What one of them throws ends
 * all of them.
 */
final class PipelineRun {
    private static final Logger log = LoggerFactory.getLogger(SentimentPipeline.class);
    /** How long threads that were interrupted may take to notice. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final PipelineParts parts;
    private final Tally tally;
    private final Runnable stopping;
    private final Conveyor conveyor;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Retrier retrier;
    private final SourceDesk desk;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * A run.
     *
     * @param stopping told when it begins to end
     */
    PipelineRun(PipelineParts parts, Tally tally, Runnable stopping) {
        this.parts = parts;
        this.tally = tally;
        this.stopping = stopping;
        this.conveyor =
                new Conveyor(parts.options().maxInFlight(), parts.options().maxInFlightChars());
        this.retrier = new Retrier(parts, stop, tally);
        this.desk = new SourceDesk(parts, tally);
    }

    int inFlight() {
        return conveyor.inFlight();
    }

    /** Asks for the end, in good order. */
    void stop() {
        stop.countDown();
        over.countDown();
    }

    /** Runs to the end; what made it fail, or null. Everything is closed when this returns. */
    @Nullable
    Throwable run() {
        try {
            if (stop.getCount() > 0 && open()) {
                startThreads();
                over.await();
            }
        } catch (InterruptedException e) {
            fail(new IllegalStateException("the pipeline's own thread was interrupted", e));
        } catch (Throwable t) {
            fail(t);
        }
        stopping.run();
        stop.countDown();
        conveyor.stop();
        desk.giveBack(conveyor.removeWaiting(), NackReason.STOPPING);
        endThreads();
        desk.giveBack(conveyor.removeTaken(), failure.get() == null ? NackReason.STOPPING : NackReason.FAILED);
        desk.giveBack(conveyor.removeWaiting(), NackReason.STOPPING);
        closeAll();
        return failure.get();
    }

    /** Whether everything is open; false if it was stopped before. */
    private boolean open() throws InterruptedException {
        try {
            for (PostSink sink : parts.sinks()) {
                open(Step.WRITE, sink.name(), sink::open);
            }
            open(Step.DEAD_LETTER, parts.deadLetters().name(), parts.deadLetters()::open);
            open(Step.POLL, parts.source().name(), () -> parts.source().open(new Ear()));
            return true;
        } catch (Retrier.StoppedException e) {
            return false;
        }
    }

    private void open(Step step, String name, Runnable opening) throws InterruptedException {
        retrier.call(step, name, () -> {
            opening.run();
            return true;
        });
    }

    private void startThreads() {
        start("sinks", this::writeAll);
        start("source", this::pollAll);
        for (int i = 0; i < parts.options().analysisConcurrency(); i++) {
            start("analysis-" + i, this::analyzeAll);
        }
    }

    /** What a thread of the pipeline does. */
    private interface Work {
        void run() throws InterruptedException;
    }

    private void start(String role, Work work) {
        Thread thread = parts.threads().newThread(() -> {
            try {
                work.run();
            } catch (Retrier.StoppedException | InterruptedException e) {
                if (stop.getCount() > 0) {
                    fail(new IllegalStateException("thread '" + role + "' was interrupted by a stranger", e));
                }
            } catch (Throwable t) {
                fail(t);
            }
        });
        thread.setName(parts.name() + "-" + role);
        threads.add(thread);
        thread.start();
    }

    private void fail(Throwable t) {
        if (!failure.compareAndSet(null, t)) {
            log.debug("pipeline '{}': a further failure while it fails", parts.name(), t);
        }
        stop();
    }

    private void pollAll() throws InterruptedException {
        PostSource source = parts.source();
        while (stop.getCount() > 0) {
            int room = conveyor.awaitRoom(parts.options().batchSize());
            if (room == 0) {
                return;
            }
            long start = parts.nanoClock().getAsLong();
            List<Delivery> polled = retrier.call(
                    Step.POLL,
                    source.name(),
                    () -> source.poll(room, parts.options().pollTimeout()));
            if (!polled.isEmpty()) {
                take(polled, start);
            } else if (source.isExhausted()) {
                conveyor.end();
                return;
            }
        }
    }

    private void take(List<Delivery> deliveries, long start) {
        long now = parts.nanoClock().getAsLong();
        conveyor.add(deliveries, now);
        tally.polled.add(deliveries.size());
        int malformed =
                (int) deliveries.stream().filter(d -> d.malformed().isPresent()).count();
        parts.listener().polled(new PollEvent(deliveries.size(), malformed, now - start));
    }

    private void analyzeAll() throws InterruptedException {
        AnalysisStage stage = new AnalysisStage(parts, retrier);
        int most = parts.options()
                .analysisBatchSize(parts.analyzer().info().threads().lanes());
        try {
            for (Batch batch = conveyor.take(most); batch != null; batch = conveyor.take(most)) {
                stage.run(batch);
                conveyor.done(batch);
            }
        } catch (Retrier.StoppedException e) {
            // The writer must not wait for a batch that will not come.
            conveyor.abandon();
            throw e;
        }
    }

    private void writeAll() throws InterruptedException {
        WriteStage stage = new WriteStage(parts, retrier, tally, desk);
        int most = parts.options().batchSize();
        for (List<Batch> ready = conveyor.awaitDone(most); !ready.isEmpty(); ready = conveyor.awaitDone(most)) {
            stage.run(ready);
            conveyor.release(ready);
        }
        over.countDown();
    }

    /** Lets them finish for as long as the options say, then interrupts them. */
    private void endThreads() {
        long deadline = System.nanoTime() + parts.options().stopTimeout().toNanos();
        if (failure.get() == null && !threads.isEmpty()) {
            // The writer is the last to have work. Once it has none, or gives up, the others work for nobody.
            List<Thread> writerAndSource = threads.subList(0, 2);
            join(threads.subList(0, 1), deadline);
            threads.stream().skip(2).forEach(Thread::interrupt);
            join(writerAndSource, deadline);
        }
        threads.forEach(Thread::interrupt);
        join(threads, System.nanoTime() + GRACE.toNanos());
        for (Thread thread : threads) {
            if (thread.isAlive()) {
                log.warn(
                        "pipeline '{}': thread {} does not end; closing what it waits for",
                        parts.name(),
                        thread.getName());
            }
        }
    }

    private static void join(List<Thread> threads, long deadlineNanos) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                // At least a millisecond, so that a thread that has ended counts as such whatever the time.
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1_000_000, deadlineNanos - System.nanoTime()));
            } catch (InterruptedException e) {
                // Who interrupts the thread that tidies up wants it to be quick about it, and tidying up is quick.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll() {
        close("source", parts.source().name(), parts.source()::close);
        for (PostSink sink : parts.sinks()) {
            close("sink", sink.name(), sink::close);
        }
        close("dead letters", parts.deadLetters().name(), parts.deadLetters()::close);
    }

    private void close(String what, String name, Runnable close) {
        try {
            close.run();
        } catch (RuntimeException | Error e) {
            log.warn("pipeline '{}': {} '{}' failed to close", parts.name(), what, name, e);
        }
    }

    /** Passes on what the source tells. */
    private final class Ear implements SourceListener {
        @Override
        public void gap(SourceGap gap) {
            log.warn(
                    "pipeline '{}': source '{}' may have missed posts from {} to {}: {}",
                    parts.name(),
                    parts.source().name(),
                    gap.start(),
                    gap.end(),
                    gap.reason());
            parts.listener().gap(gap);
        }

        @Override
        public void disconnected(Throwable cause) {
            parts.listener().disconnected(cause);
        }

        @Override
        public void connected() {
            parts.listener().connected();
        }
    }
}
