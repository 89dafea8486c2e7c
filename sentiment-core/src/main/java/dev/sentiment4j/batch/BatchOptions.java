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

    /** {@value}: as many as the processors allow. */
    public static final int AUTO = 0;
    /** {@value} texts. */
    public static final int DEFAULT_MAX_BATCH_SIZE = 16;
    /** {@value} tokens, padding included. */
    public static final int DEFAULT_MAX_BATCH_TOKENS = 512;
    /** {@value} texts admitted and unanswered. */
    public static final int DEFAULT_QUEUE_CAPACITY = 1024;

    private static final BatchOptions DEFAULTS = builder().build();

    private final int lanes;
    private final int intraOpThreads;
    private final int maxBatchSize;
    private final int maxBatchTokens;
    private final Duration maxDelay;
    private final int queueCapacity;
    private final Admission admission;
    private final Duration maxWait;
    private final Duration closeTimeout;

    private BatchOptions(Builder b) {
        this.lanes = b.lanes;
        this.intraOpThreads = b.intraOpThreads;
        this.maxBatchSize = b.maxBatchSize;
        this.maxBatchTokens = b.maxBatchTokens;
        this.maxDelay = b.maxDelay;
        this.queueCapacity = b.queueCapacity;
        this.admission = b.admission;
        this.maxWait = b.maxWait;
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
        b.maxDelay = maxDelay;
        b.queueCapacity = queueCapacity;
        b.admission = admission;
        b.maxWait = maxWait;
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

    /** The most texts in one batch. */
    public int maxBatchSize() {
        return maxBatchSize;
    }

    /**
     * The most tokens in one batch as the engine counts them (padding included); a single longer text still runs,
     * alone.
     */
    public int maxBatchTokens() {
        return maxBatchTokens;
    }

    /**
     * How long a free lane may wait for a batch to fill, counted from the first text's submission; zero (default): not
     * at all.
     */
    public Duration maxDelay() {
        return maxDelay;
    }

    /** Texts admitted and not yet answered, at most. */
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
                && maxDelay.equals(b.maxDelay)
                && queueCapacity == b.queueCapacity
                && admission == b.admission
                && maxWait.equals(b.maxWait)
                && closeTimeout.equals(b.closeTimeout);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                lanes,
                intraOpThreads,
                maxBatchSize,
                maxBatchTokens,
                maxDelay,
                queueCapacity,
                admission,
                maxWait,
                closeTimeout);
    }

    @Override
    public String toString() {
        return "BatchOptions[lanes=" + (lanes == AUTO ? "auto" : lanes) + ", intraOpThreads="
                + (intraOpThreads == AUTO ? "auto" : intraOpThreads) + ", maxBatchSize=" + maxBatchSize
                + ", maxBatchTokens=" + maxBatchTokens + ", maxDelay=" + maxDelay + ", queueCapacity=" + queueCapacity
                + ", admission=" + admission + ", maxWait=" + maxWait + ", closeTimeout="
                + closeTimeout + "]";
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private int lanes = AUTO;
        private int intraOpThreads = AUTO;
        private int maxBatchSize = DEFAULT_MAX_BATCH_SIZE;
        private int maxBatchTokens = DEFAULT_MAX_BATCH_TOKENS;
        private Duration maxDelay = Duration.ZERO;
        private int queueCapacity = DEFAULT_QUEUE_CAPACITY;
        private Admission admission = Admission.REJECT;
        private Duration maxWait = Duration.ofSeconds(1);
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
            atLeast(problems, "maxBatchSize", maxBatchSize, 1);
            atLeast(problems, "maxBatchTokens", maxBatchTokens, 1);
            atLeast(problems, "queueCapacity", queueCapacity, 1);
            notNegative(problems, "maxDelay", maxDelay);
            notNegative(problems, "maxWait", maxWait);
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
