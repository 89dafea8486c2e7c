package dev.sentiment4j.batch;

import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.Priority;
import dev.sentiment4j.batch.InferenceTask.Row;
import dev.sentiment4j.spi.AnalyzerListener.DropCause;
import dev.sentiment4j.spi.InferenceOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Model inputs that are computed once for every task that waits for them: those of one text (or its windows), and of
 * others with the same tokens that joined while it was in work. Settled once, with rows or a failure for all who wait,
 * or without either when nobody waits any longer; nobody can join after that. Thread-safe.
 */
final class Computation {
    /** One model input. */
    final class Item {
        private final int index;
        private int lanesLost;

        private Item(int index) {
            this.index = index;
        }

        int[] ids() {
            return inputs.get(index);
        }

        /** Counts a lane that died with this item; false when it has been unlucky too often to be innocent. */
        synchronized boolean survives() {
            return ++lanesLost < 3;
        }

        Computation computation() {
            return Computation.this;
        }

        /** Whether it still makes sense to run it. Asked by the lane that holds it. */
        boolean isOpen(long nowNanos) {
            return rows[index] == null && !isSettledOrUnwanted(nowNanos);
        }

        /**
         * Gives the item its row. A second time has no effect: a lane that dies may have answered some of its items.
         */
        void complete(InferenceOutput output, int row) {
            if (rows[index] != null) {
                return;
            }
            rows[index] = new Row(output, row);
            if (missing.decrementAndGet() == 0) {
                List<Row> all = Arrays.stream(rows).map(Objects::requireNonNull).toList();
                settle().forEach(task -> task.complete(all));
            }
        }

        void fail(Throwable cause) {
            Computation.this.fail(cause);
        }
    }

    private final TokenSequences inputs;
    private final List<Item> items;
    private final @Nullable Row[] rows;
    private final AtomicInteger missing;
    private final Priority priority;
    private final long submittedNanos;
    private final Consumer<Computation> onSettled;
    private final List<InferenceTask> tasks = new ArrayList<>(1);
    private State state = State.OPEN;

    private enum State {
        OPEN,
        /** With rows or a failure. */
        SETTLED,
        /** Nobody waits for it any longer, and those whose time has run out have not been told yet. */
        UNWANTED,
        /** Unwanted, and everybody told. */
        BURIED
    }

    /**
     * A computation for its first task.
     *
     * @param onSettled run once, before any task hears of it
     */
    Computation(TokenSequences inputs, InferenceTask first, Consumer<Computation> onSettled) {
        this.inputs = inputs;
        this.rows = new Row[inputs.size()];
        this.missing = new AtomicInteger(inputs.size());
        this.priority = first.priority();
        this.submittedNanos = first.submittedNanos();
        this.onSettled = onSettled;
        this.tasks.add(first);
        List<Item> list = new ArrayList<>(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            list.add(new Item(i));
        }
        this.items = List.copyOf(list);
    }

    List<Item> items() {
        return items;
    }

    TokenSequences inputs() {
        return inputs;
    }

    Priority priority() {
        return priority;
    }

    /** When its first task was submitted: the age that counts in the queue. */
    long submittedNanos() {
        return submittedNanos;
    }

    /** Lets another task wait for the same rows; false if it is too late. */
    synchronized boolean join(InferenceTask task) {
        if (state != State.OPEN) {
            return false;
        }
        tasks.add(task);
        return true;
    }

    synchronized boolean isSettled() {
        return state != State.OPEN;
    }

    /**
     * Whether nothing is left to do. If nobody waits any longer it is unwanted for good, and whoever found that out
     * owes it a {@link #bury}.
     */
    boolean isSettledOrUnwanted(long nowNanos) {
        synchronized (this) {
            if (state != State.OPEN) {
                return true;
            }
            for (InferenceTask task : tasks) {
                if (!task.isDone() && !task.isExpired(nowNanos)) {
                    return false;
                }
            }
            state = State.UNWANTED;
        }
        onSettled.accept(this);
        return true;
    }

    /**
     * Tells those whose time has run out, if it was unwanted; without effect a second time. Must not be called under a
     * lock, since callbacks may do anything.
     *
     * @param expired makes the failure of a task that nobody cancelled
     * @param onDrop told of every task
     */
    void bury(long nowNanos, Supplier<DeadlineExceededException> expired, Consumer<DropCause> onDrop) {
        synchronized (this) {
            if (state != State.UNWANTED) {
                return;
            }
            state = State.BURIED;
        }
        for (InferenceTask task : tasks) {
            boolean late = task.isExpired(nowNanos);
            if (!task.isDone()) {
                task.fail(expired.get());
            }
            onDrop.accept(late ? DropCause.EXPIRED : DropCause.CANCELLED);
        }
    }

    private void fail(Throwable cause) {
        settle().forEach(task -> task.fail(cause));
    }

    /** Those to be told. Whoever was cancelled or has expired ignores it. */
    private List<InferenceTask> settle() {
        synchronized (this) {
            if (state != State.OPEN) {
                return List.copyOf(tasks);
            }
            state = State.SETTLED;
        }
        onSettled.accept(this);
        return tasks;
    }
}
