package dev.sentiment4j.batch;

import dev.sentiment4j.InferenceException;
import dev.sentiment4j.batch.Computation.Item;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.InferenceBackend;
import dev.sentiment4j.spi.InferenceLane;
import dev.sentiment4j.spi.InferenceOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane's loop: take a batch, run it, hand out the rows. Used by its own thread, or, while that sleeps, by a caller
 * who has borrowed its seat; the queue's lock hands the engine from one to the other.
 *
 * <p>A batch that fails is halved and run again until only the text that breaks it fails. After an {@link Error} the
 * engine's lane is opened anew, since its state is unknown. Whatever else kills the loop leaves its texts in
 * {@link #held()}, for the {@link Batcher} to give back to the queue.
 */
final class Lane implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    private final BatchQueue queue;
    private final InferenceBackend backend;
    private final AnalyzerListener listener;
    private final ServiceRate rate;
    private final LongSupplier nanoClock;
    private final BatchQueue.Seat seat;
    private volatile List<Item> held = List.of();
    private volatile @Nullable Thread borrower;
    private @Nullable InferenceLane engine;

    Lane(
            BatchQueue queue,
            InferenceBackend backend,
            AnalyzerListener listener,
            ServiceRate rate,
            LongSupplier nanoClock) {
        this.queue = queue;
        this.backend = backend;
        this.listener = listener;
        this.rate = rate;
        this.nanoClock = nanoClock;
        this.seat = queue.join(this::runFor);
    }

    BatchQueue.Seat seat() {
        return seat;
    }

    /** The thread that runs a text with this lane's engine meanwhile; null if it is nobody but the lane. */
    @Nullable
    Thread borrower() {
        return borrower;
    }

    /** Returns when the queue is closed and empty. */
    @Override
    public void run() {
        try {
            List<Item> batch;
            while ((batch = queue.take(seat, items -> held = items)) != null) {
                // An interrupt that a callback left behind must not reach the engine. One from close() comes after the
                // texts were failed, so running them sees what this call wipes away.
                Thread.interrupted();
                runOrSplit(batch);
                held = List.of();
            }
        } finally {
            queue.leave(seat);
            closeEngine();
        }
    }

    /** The texts that the lane took and has not answered; of interest when its thread has died. */
    List<Item> held() {
        return held.stream().filter(item -> !item.computation().isSettled()).toList();
    }

    /**
     * Runs texts on the calling thread, which has borrowed the seat and gives it back afterwards. They are settled on
     * return, whatever happens: there is no thread here that could die and be replaced.
     */
    private void runFor(List<Item> items) {
        borrower = Thread.currentThread();
        held = items;
        try {
            runOrSplit(items);
        } catch (Throwable t) {
            closeEngine();
            items.forEach(item -> item.fail(failure(t)));
        } finally {
            held = List.of();
            borrower = null;
        }
    }

    private void runOrSplit(List<Item> taken) {
        long now = nanoClock.getAsLong();
        Map<Boolean, List<Item>> parts = taken.stream().collect(Collectors.partitioningBy(item -> item.isOpen(now)));
        queue.bury(parts.getOrDefault(false, List.of()));
        List<Item> batch = parts.getOrDefault(true, List.of());
        if (batch.isEmpty()) {
            return;
        }
        InferenceOutput output;
        try {
            output = infer(batch);
        } catch (Throwable t) {
            listener.failed(batch.size(), t);
            if (t instanceof Error) {
                closeEngine();
                listener.laneReplaced(t);
            }
            if (batch.size() == 1) {
                batch.get(0).fail(failure(t));
            } else {
                int middle = batch.size() / 2;
                runOrSplit(batch.subList(0, middle));
                Thread.interrupted();
                runOrSplit(batch.subList(middle, batch.size()));
            }
            return;
        }
        for (int row = 0; row < batch.size(); row++) {
            batch.get(row).complete(output, row);
        }
    }

    private InferenceOutput infer(List<Item> batch) {
        InferenceLane lane = engine;
        if (lane == null) {
            lane = backend.openLane();
            engine = lane;
        }
        List<int[]> sequences = new ArrayList<>(batch.size());
        for (Item item : batch) {
            sequences.add(item.ids());
        }
        TokenBatch tokens = TokenBatch.of(sequences);
        long start = nanoClock.getAsLong();
        InferenceOutput output = lane.infer(tokens);
        long end = nanoClock.getAsLong();
        if (output.rows() != batch.size()) {
            throw new InferenceException("the engine answered " + output.rows() + " of " + batch.size()
                    + " texts; this is a defect of the backend");
        }
        rate.batchRan(batch.size(), end - start);
        long longestWait = 0;
        for (Item item : batch) {
            longestWait = Math.max(longestWait, start - item.computation().submittedNanos());
        }
        listener.batchCompleted(new AnalyzerListener.BatchEvent(
                batch.size(),
                tokens.tokens(),
                backend.cost().of(tokens.longest(), tokens.size(), tokens.tokens()),
                longestWait,
                end - start,
                queue.depth()));
        return output;
    }

    private static InferenceException failure(Throwable t) {
        return t instanceof InferenceException e
                ? e
                : new InferenceException(
                        "the engine failed on this text, alone and after retries; other texts are unaffected: "
                                + t.getClass().getSimpleName(),
                        t);
    }

    private void closeEngine() {
        InferenceLane lane = engine;
        engine = null;
        if (lane == null) {
            return;
        }
        try {
            lane.close();
        } catch (RuntimeException | Error e) {
            log.warn("an engine's lane did not close cleanly; some of its memory may stay taken", e);
        }
    }
}
