package dev.sentiment4j.batch;

import dev.sentiment4j.spi.InferenceOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The model inputs of one text (one, or its windows) on their way through the queue. Completes exactly once: with the
 * rows of all inputs, or with the first failure. Internal to the engine room and the analyzer. Thread-safe.
 */
public final class InferenceTask {
    /** One row of logits: a row of an {@link InferenceOutput} that other texts of the batch share. */
    public record Row(InferenceOutput output, int row) {
        /** The logits of a graph output. */
        public float[] logits(String name) {
            return output.row(name, row);
        }
    }

    /** One model input of the task. */
    final class Item {
        private final int index;
        private final int[] ids;
        private int lanesLost;

        private Item(int index, int[] ids) {
            this.index = index;
            this.ids = ids;
        }

        int[] ids() {
            return ids;
        }

        /** Counts a lane that died with this item; false when it has been unlucky too often to be innocent. */
        synchronized boolean survives() {
            return ++lanesLost < 3;
        }

        boolean isFirst() {
            return index == 0;
        }

        InferenceTask task() {
            return InferenceTask.this;
        }

        /** Whether it still makes sense to run it. Asked by the lane that holds it. */
        boolean isOpen() {
            return !isDone() && rows[index] == null;
        }

        /**
         * Gives the item its row. A second time has no effect: a lane that dies may have answered some of its items.
         */
        void complete(InferenceOutput output, int row) {
            if (rows[index] != null) {
                return;
            }
            rows[index] = new Row(output, row);
            if (missing.decrementAndGet() == 0 && finish()) {
                done.complete(Arrays.stream(rows).map(Objects::requireNonNull).toList());
            }
        }

        void fail(Throwable cause) {
            InferenceTask.this.fail(cause);
        }
    }

    private final List<Item> items;
    private final @Nullable Row[] rows;
    private final AtomicInteger missing;
    private final long submittedNanos;
    private final long deadlineNanos;
    private final Runnable onFinish;
    private final AtomicBoolean finished = new AtomicBoolean();
    private final CompletableFuture<List<Row>> done = new CompletableFuture<>();

    InferenceTask(List<int[]> inputs, long submittedNanos, long deadlineNanos, Runnable onFinish) {
        this.rows = new Row[inputs.size()];
        this.missing = new AtomicInteger(inputs.size());
        this.submittedNanos = submittedNanos;
        this.deadlineNanos = deadlineNanos;
        this.onFinish = onFinish;
        List<Item> list = new ArrayList<>(inputs.size());
        for (int[] ids : inputs) {
            list.add(new Item(list.size(), ids));
        }
        this.items = List.copyOf(list);
    }

    List<Item> items() {
        return items;
    }

    long submittedNanos() {
        return submittedNanos;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /**
     * The rows, one for each input in order; for reading only. Completed on a lane: what hangs on it must be quick, or
     * asynchronous.
     */
    public CompletableFuture<List<Row>> done() {
        return done;
    }

    /** Completes the task with a failure, unless it is done. */
    void fail(Throwable cause) {
        if (finish()) {
            done.completeExceptionally(cause);
        }
    }

    boolean isDone() {
        return finished.get();
    }

    /** True for the first to finish the task. Places are given back before anybody hears of the result. */
    private boolean finish() {
        if (!finished.compareAndSet(false, true)) {
            return false;
        }
        onFinish.run();
        return true;
    }
}
