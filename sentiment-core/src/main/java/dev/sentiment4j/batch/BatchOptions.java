package dev.sentiment4j.batch;

import dev.sentiment4j.InvalidOptionsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How texts are admitted, gathered and run. Immutable and thread-safe; {@link Builder#build()} reports every bad value
 * at once.
 */
public final class BatchOptions {
    /** What happens to a text when the analyzer is full. */
    public enum Admission {
        /** It is refused with {@link dev.sentiment4j.OverloadedException}, at once. */
        REJECT,
        /** The caller waits for room, at most {@link BatchOptions#maxWait()}, then it is refused. */
        WAIT,
        /** The caller waits for room as long as it takes. */
        BLOCK
    }

    /** {@value}: left to the library: by the processors, the model and {@link Tuning}. */
    public static final int AUTO = 0;
    /** {@value} texts. */
    public static final int DEFAULT_MAX_BATCH_SIZE = 64;
    /** {@value} tokens, padding included. */
    public static final int DEFAULT_MAX_BATCH_TOKENS = 512;
    /** {@value} tokens: about what reading the weights once costs a processor, for models of 10 to 100 MB. */
    public static final int DEFAULT_CALL_OVERHEAD_TOKENS = 12;
    /** {@value} texts admitted and unanswered. */
    public static final int DEFAULT_QUEUE_CAPACITY = 1024;
    /** {@value} texts of lists and streams in work. */
    public static final int DEFAULT_BULK_WINDOW = 2048;

    private static final BatchOptions DEFAULTS = builder().build();

    private final int lanes;
    private final int intraOpThreads;
    private final int maxBatchSize;
    private final int maxBatchTokens;
    private final int callOverheadTokens;
    private final Duration maxDelay;
    private final int queueCapacity;
    private final Admission admission;
    private final Duration maxWait;
    private final Duration maxPredictedWait;
    private final Duration burstTolerance;
    private final int bulkWindow;
    private final Duration bulkAging;
    private final Duration closeTimeout;

    private BatchOptions(Builder b) {
        this.lanes = b.lanes;
        this.intraOpThreads = b.intraOpThreads;
        this.maxBatchSize = b.maxBatchSize;
        this.maxBatchTokens = b.maxBatchTokens;
        this.callOverheadTokens = b.callOverheadTokens;
        this.maxDelay = b.maxDelay;
        this.queueCapacity = b.queueCapacity;
        this.admission = b.admission;
        this.maxWait = b.maxWait;
        this.maxPredictedWait = b.maxPredictedWait;
        this.burstTolerance = b.burstTolerance;
        this.bulkWindow = b.bulkWindow;
        this.bulkAging = b.bulkAging;
        this.closeTimeout = b.closeTimeout;
    }

    public static BatchOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder b = new Builder();
        b.lanes = lanes;
        b.intraOpThreads = intraOpThreads;
        b.maxBatchSize = maxBatchSize;
        b.maxBatchTokens = maxBatchTokens;
        b.callOverheadTokens = callOverheadTokens;
        b.maxDelay = maxDelay;
        b.queueCapacity = queueCapacity;
        b.admission = admission;
        b.maxWait = maxWait;
        b.maxPredictedWait = maxPredictedWait;
        b.burstTolerance = burstTolerance;
        b.bulkWindow = bulkWindow;
        b.bulkAging = bulkAging;
        b.closeTimeout = closeTimeout;
        return b;
    }

    /** Streams of inference calls; {@link #AUTO} (default) for one per processor and {@link #intraOpThreads()}. */
    public int lanes() {
        return lanes;
    }

    /** Threads of one inference call; {@link #AUTO} (default) for 1. */
    public int intraOpThreads() {
        return intraOpThreads;
    }

    /** The most texts in one batch; {@link #AUTO} (default) for {@value #DEFAULT_MAX_BATCH_SIZE}. */
    public int maxBatchSize() {
        return maxBatchSize;
    }

    /**
     * The most tokens in one batch as the engine counts them (padding included); a single longer text still runs,
     * alone. {@link #AUTO} (default) for {@value #DEFAULT_MAX_BATCH_TOKENS}.
     */
    public int maxBatchTokens() {
        return maxBatchTokens;
    }

    /**
     * What an engine call costs beyond its tokens, in tokens: the planner weighs it against padding. {@link #AUTO}
     * (default) for {@value #DEFAULT_CALL_OVERHEAD_TOKENS}, right for a processor; an accelerator has hundreds, and
     * larger batches.
     */
    public int callOverheadTokens() {
        return callOverheadTokens;
    }

    /**
     * How long a free lane may wait for a batch to fill, counted from the first text's submission; zero (default): not
     * at all.
     */
    public Duration maxDelay() {
        return maxDelay;
    }

    /** Interactive texts admitted and not yet answered, at most. */
    public int queueCapacity() {
        return queueCapacity;
    }

    /** What happens when the queue is full; by default {@link Admission#REJECT}. */
    public Admission admission() {
        return admission;
    }

    /** How long {@link Admission#WAIT} waits; default 1 second. */
    public Duration maxWait() {
        return maxWait;
    }

    /**
     * How long an interactive text may have to wait for its answer, as predicted from what is in work, before the
     * admission policy applies as if the queue were full; default 5 seconds. Holds only while the queue has not emptied
     * for {@link #burstTolerance()}. A service with a latency goal sets it to that.
     */
    public Duration maxPredictedWait() {
        return maxPredictedWait;
    }

    /**
     * How long a queue may stand before {@link #maxPredictedWait()} bounds it: shorter bursts are let in up to
     * {@link #queueCapacity()}; default 1 second.
     */
    public Duration burstTolerance() {
        return burstTolerance;
    }

    /**
     * Bulk texts (of lists, streams, and those asked for with {@link dev.sentiment4j.Priority#BULK}) in work, at most,
     * apart from {@link #queueCapacity()}: the larger, the less padding and the more memory; default
     * {@value #DEFAULT_BULK_WINDOW}.
     */
    public int bulkWindow() {
        return bulkWindow;
    }

    /** How much later than it came a bulk text takes its turn among interactive ones; default 500 ms. */
    public Duration bulkAging() {
        return bulkAging;
    }

    /** How long {@code close()} lets accepted work finish; default 10 seconds. */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof BatchOptions b
                && lanes == b.lanes
                && intraOpThreads == b.intraOpThreads
                && maxBatchSize == b.maxBatchSize
                && maxBatchTokens == b.maxBatchTokens
                && callOverheadTokens == b.callOverheadTokens
                && maxDelay.equals(b.maxDelay)
                && queueCapacity == b.queueCapacity
                && admission == b.admission
                && maxWait.equals(b.maxWait)
                && maxPredictedWait.equals(b.maxPredictedWait)
                && burstTolerance.equals(b.burstTolerance)
                && bulkWindow == b.bulkWindow
                && bulkAging.equals(b.bulkAging)
                && closeTimeout.equals(b.closeTimeout);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                lanes,
                intraOpThreads,
                maxBatchSize,
                maxBatchTokens,
                callOverheadTokens,
                maxDelay,
                queueCapacity,
                admission,
                maxWait,
                maxPredictedWait,
                burstTolerance,
                bulkWindow,
                bulkAging,
                closeTimeout);
    }

    @Override
    public String toString() {
        return "BatchOptions[lanes=" + autoOr(lanes) + ", intraOpThreads=" + autoOr(intraOpThreads) + ", maxBatchSize="
                + autoOr(maxBatchSize) + ", maxBatchTokens=" + autoOr(maxBatchTokens) + ", callOverheadTokens="
                + autoOr(callOverheadTokens) + ", maxDelay=" + maxDelay + ", queueCapacity=" + queueCapacity
                + ", admission=" + admission + ", maxWait=" + maxWait + ", maxPredictedWait=" + maxPredictedWait
                + ", burstTolerance=" + burstTolerance + ", bulkWindow=" + bulkWindow + ", bulkAging=" + bulkAging
                + ", closeTimeout=" + closeTimeout + "]";
    }

    private static String autoOr(int value) {
        return value == AUTO ? "auto" : Integer.toString(value);
    }

    /** These options with the batch limits filled in that were left open; lanes are {@link ThreadPlan}'s. */
    public BatchOptions resolved() {
        return toBuilder()
                .maxBatchSize(maxBatchSize == AUTO ? DEFAULT_MAX_BATCH_SIZE : maxBatchSize)
                .maxBatchTokens(maxBatchTokens == AUTO ? DEFAULT_MAX_BATCH_TOKENS : maxBatchTokens)
                .callOverheadTokens(callOverheadTokens == AUTO ? DEFAULT_CALL_OVERHEAD_TOKENS : callOverheadTokens)
                .build();
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private int lanes = AUTO;
        private int intraOpThreads = AUTO;
        private int maxBatchSize = AUTO;
        private int maxBatchTokens = AUTO;
        private int callOverheadTokens = AUTO;
        private Duration maxDelay = Duration.ZERO;
        private int queueCapacity = DEFAULT_QUEUE_CAPACITY;
        private Admission admission = Admission.REJECT;
        private Duration maxWait = Duration.ofSeconds(1);
        private Duration maxPredictedWait = Duration.ofSeconds(5);
        private Duration burstTolerance = Duration.ofSeconds(1);
        private int bulkWindow = DEFAULT_BULK_WINDOW;
        private Duration bulkAging = Duration.ofMillis(500);
        private Duration closeTimeout = Duration.ofSeconds(10);

        private Builder() {}

        public Builder lanes(int lanes) {
            this.lanes = lanes;
            return this;
        }

        public Builder intraOpThreads(int intraOpThreads) {
            this.intraOpThreads = intraOpThreads;
            return this;
        }

        public Builder maxBatchSize(int maxBatchSize) {
            this.maxBatchSize = maxBatchSize;
            return this;
        }

        public Builder maxBatchTokens(int maxBatchTokens) {
            this.maxBatchTokens = maxBatchTokens;
            return this;
        }

        public Builder maxDelay(Duration maxDelay) {
            this.maxDelay = Objects.requireNonNull(maxDelay, "maxDelay");
            return this;
        }

        public Builder queueCapacity(int queueCapacity) {
            this.queueCapacity = queueCapacity;
            return this;
        }

        public Builder admission(Admission admission) {
            this.admission = Objects.requireNonNull(admission, "admission");
            return this;
        }

        public Builder maxWait(Duration maxWait) {
            this.maxWait = Objects.requireNonNull(maxWait, "maxWait");
            return this;
        }

        public Builder callOverheadTokens(int callOverheadTokens) {
            this.callOverheadTokens = callOverheadTokens;
            return this;
        }

        public Builder maxPredictedWait(Duration maxPredictedWait) {
            this.maxPredictedWait = Objects.requireNonNull(maxPredictedWait, "maxPredictedWait");
            return this;
        }

        public Builder burstTolerance(Duration burstTolerance) {
            this.burstTolerance = Objects.requireNonNull(burstTolerance, "burstTolerance");
            return this;
        }

        public Builder bulkWindow(int bulkWindow) {
            this.bulkWindow = bulkWindow;
            return this;
        }

        public Builder bulkAging(Duration bulkAging) {
            this.bulkAging = Objects.requireNonNull(bulkAging, "bulkAging");
            return this;
        }

        public Builder closeTimeout(Duration closeTimeout) {
            this.closeTimeout = Objects.requireNonNull(closeTimeout, "closeTimeout");
            return this;
        }

        /**
         * The options.
         *
         * @throws InvalidOptionsException listing every value that cannot work
         */
        public BatchOptions build() {
            List<String> problems = new ArrayList<>();
            atLeast(problems, "lanes", lanes, 0);
            atLeast(problems, "intraOpThreads", intraOpThreads, 0);
            atLeast(problems, "maxBatchSize", maxBatchSize, 0);
            atLeast(problems, "maxBatchTokens", maxBatchTokens, 0);
            atLeast(problems, "callOverheadTokens", callOverheadTokens, 0);
            atLeast(problems, "queueCapacity", queueCapacity, 1);
            atLeast(problems, "bulkWindow", bulkWindow, 1);
            notNegative(problems, "maxDelay", maxDelay);
            notNegative(problems, "maxWait", maxWait);
            notNegative(problems, "maxPredictedWait", maxPredictedWait);
            notNegative(problems, "burstTolerance", burstTolerance);
            notNegative(problems, "bulkAging", bulkAging);
            notNegative(problems, "closeTimeout", closeTimeout);
            if (!problems.isEmpty()) {
                throw new InvalidOptionsException("batch options", problems);
            }
            return new BatchOptions(this);
        }

        private static void atLeast(List<String> problems, String name, int value, int floor) {
            if (value < floor) {
                problems.add(name + " = " + value + ": must be at least " + floor);
            }
        }

        private static void notNegative(List<String> problems, String name, Duration value) {
            if (value.isNegative()) {
                problems.add(name + " = " + value + ": must not be negative");
            } else if (value.compareTo(Duration.ofDays(1)) > 0) {
                problems.add(name + " = " + value + ": must be at most one day");
            }
        }
    }
}
