package dev.sentiment4j.pipeline;

import dev.sentiment4j.InvalidOptionsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How much a pipeline holds, how it waits and when it gives up. Immutable and thread-safe; {@link Builder#build()}
 * reports every bad value at once.
 */
public final class PipelineOptions {
    /** {@value} deliveries. */
    public static final int DEFAULT_BATCH_SIZE = 500;
    /** {@value}: left to the library. */
    public static final int AUTO = 0;
    /** {@value} batches. */
    public static final int DEFAULT_ANALYSIS_CONCURRENCY = 3;
    /** {@value} deliveries. */
    public static final int DEFAULT_MAX_IN_FLIGHT = 2048;
    /** {@value} characters. */
    public static final long DEFAULT_MAX_IN_FLIGHT_CHARS = 16_000_000;
    /** {@value} attempts. */
    public static final int DEFAULT_ANALYSIS_ATTEMPTS = 5;
    /** {@value} events. */
    public static final int DEFAULT_MAX_CONSECUTIVE_FAILURES = 100;
    /** {@value}: no limit. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private static final PipelineOptions DEFAULTS = builder().build();

    private final int batchSize;
    private final int analysisBatchSize;
    private final int analysisConcurrency;
    private final int maxInFlight;
    private final long maxInFlightChars;
    private final Duration pollTimeout;
    private final RetryPolicy retry;
    private final int analysisAttempts;
    private final int maxConsecutiveFailures;
    private final int maxDeliveries;
    private final Duration stopTimeout;

    private PipelineOptions(Builder b) {
        this.batchSize = b.batchSize;
        this.analysisBatchSize = b.analysisBatchSize;
        this.analysisConcurrency = b.analysisConcurrency;
        this.maxInFlight = b.maxInFlight;
        this.maxInFlightChars = b.maxInFlightChars;
        this.pollTimeout = b.pollTimeout;
        this.retry = b.retry;
        this.analysisAttempts = b.analysisAttempts;
        this.maxConsecutiveFailures = b.maxConsecutiveFailures;
        this.maxDeliveries = b.maxDeliveries;
        this.stopTimeout = b.stopTimeout;
    }

    public static PipelineOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder b = new Builder();
        b.batchSize = batchSize;
        b.analysisBatchSize = analysisBatchSize;
        b.analysisConcurrency = analysisConcurrency;
        b.maxInFlight = maxInFlight;
        b.maxInFlightChars = maxInFlightChars;
        b.pollTimeout = pollTimeout;
        b.retry = retry;
        b.analysisAttempts = analysisAttempts;
        b.maxConsecutiveFailures = maxConsecutiveFailures;
        b.maxDeliveries = maxDeliveries;
        b.stopTimeout = stopTimeout;
        return b;
    }

    /**
     * The most deliveries of one poll, and the most events of one write to a sink; default
     * {@value #DEFAULT_BATCH_SIZE}. Batches fill themselves when there is much to do, and are never waited for.
     */
    public int batchSize() {
        return batchSize;
    }

    /**
     * The most posts that go to the analyzer in one list; {@link #AUTO} (default) for 64 for each of its lanes, from
     * 128 to 512. Larger ones pack a little better and make stopping slower.
     */
    public int analysisBatchSize() {
        return analysisBatchSize;
    }

    /**
     * Lists that are with the analyzer at the same time, a thread each, so that it has work while a list ends; default
     * {@value #DEFAULT_ANALYSIS_CONCURRENCY}.
     */
    public int analysisConcurrency() {
        return analysisConcurrency;
    }

    /** Deliveries polled and not acknowledged, at most; default {@value #DEFAULT_MAX_IN_FLIGHT}. */
    public int maxInFlight() {
        return maxInFlight;
    }

    /**
     * Once the texts in flight have so many characters, nothing is polled until some are done; default
     * {@value #DEFAULT_MAX_IN_FLIGHT_CHARS}. One poll may go beyond it.
     */
    public long maxInFlightChars() {
        return maxInFlightChars;
    }

    /** How long a poll waits for the first delivery, and so how soon an idle pipeline stops; default 500 ms. */
    public Duration pollTimeout() {
        return pollTimeout;
    }

    /** How long to wait between attempts at what can heal. */
    public RetryPolicy retry() {
        return retry;
    }

    /**
     * After so many attempts, a post whose analysis fails in a retriable way (a timeout) goes to the dead letters;
     * default {@value #DEFAULT_ANALYSIS_ATTEMPTS}. An analyzer that is overloaded is waited for without limit.
     */
    public int analysisAttempts() {
        return analysisAttempts;
    }

    /**
     * So many posts in a row that fail alone, in the analyzer or in the same sink, are not the posts' fault: the
     * pipeline stops as failed rather than turn everything into dead letters; default
     * {@value #DEFAULT_MAX_CONSECUTIVE_FAILURES}. {@link Rejection}s and malformed entries do not count.
     */
    public int maxConsecutiveFailures() {
        return maxConsecutiveFailures;
    }

    /**
     * An entry that has been delivered more often than this goes to the dead letters unread, since it may be what makes
     * consumers crash; default {@link #UNLIMITED}. Crashes and claims count, whosever fault they were.
     */
    public int maxDeliveries() {
        return maxDeliveries;
    }

    /**
     * How long a pipeline that stops lets what is in work finish, before it gives it back; default 3 seconds. Giving
     * back and closing come on top.
     */
    public Duration stopTimeout() {
        return stopTimeout;
    }

    /** The size of a list for an analyzer of so many lanes: enough to fill their batches, and to choose from. */
    int analysisBatchSize(int lanes) {
        return analysisBatchSize == AUTO ? Math.max(128, Math.min(64 * lanes, 512)) : analysisBatchSize;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof PipelineOptions p
                && batchSize == p.batchSize
                && analysisBatchSize == p.analysisBatchSize
                && analysisConcurrency == p.analysisConcurrency
                && maxInFlight == p.maxInFlight
                && maxInFlightChars == p.maxInFlightChars
                && pollTimeout.equals(p.pollTimeout)
                && retry.equals(p.retry)
                && analysisAttempts == p.analysisAttempts
                && maxConsecutiveFailures == p.maxConsecutiveFailures
                && maxDeliveries == p.maxDeliveries
                && stopTimeout.equals(p.stopTimeout);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                batchSize,
                analysisBatchSize,
                analysisConcurrency,
                maxInFlight,
                maxInFlightChars,
                pollTimeout,
                retry,
                analysisAttempts,
                maxConsecutiveFailures,
                maxDeliveries,
                stopTimeout);
    }

    @Override
    public String toString() {
        return "PipelineOptions[batchSize=" + batchSize + ", analysisBatchSize="
                + (analysisBatchSize == AUTO ? "auto" : analysisBatchSize)
                + ", analysisConcurrency=" + analysisConcurrency + ", maxInFlight=" + maxInFlight
                + ", maxInFlightChars=" + maxInFlightChars + ", pollTimeout=" + pollTimeout + ", retry=" + retry
                + ", analysisAttempts=" + analysisAttempts + ", maxConsecutiveFailures=" + maxConsecutiveFailures
                + ", maxDeliveries=" + (maxDeliveries == UNLIMITED ? "unlimited" : maxDeliveries) + ", stopTimeout="
                + stopTimeout + "]";
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private int batchSize = DEFAULT_BATCH_SIZE;
        private int analysisBatchSize = AUTO;
        private int analysisConcurrency = DEFAULT_ANALYSIS_CONCURRENCY;
        private int maxInFlight = DEFAULT_MAX_IN_FLIGHT;
        private long maxInFlightChars = DEFAULT_MAX_IN_FLIGHT_CHARS;
        private Duration pollTimeout = Duration.ofMillis(500);
        private RetryPolicy retry = RetryPolicy.defaults();
        private int analysisAttempts = DEFAULT_ANALYSIS_ATTEMPTS;
        private int maxConsecutiveFailures = DEFAULT_MAX_CONSECUTIVE_FAILURES;
        private int maxDeliveries = UNLIMITED;
        private Duration stopTimeout = Duration.ofSeconds(3);

        private Builder() {}

        public Builder batchSize(int batchSize) {
            this.batchSize = batchSize;
            return this;
        }

        public Builder analysisBatchSize(int analysisBatchSize) {
            this.analysisBatchSize = analysisBatchSize;
            return this;
        }

        public Builder analysisConcurrency(int analysisConcurrency) {
            this.analysisConcurrency = analysisConcurrency;
            return this;
        }

        public Builder maxInFlight(int maxInFlight) {
            this.maxInFlight = maxInFlight;
            return this;
        }

        public Builder maxInFlightChars(long maxInFlightChars) {
            this.maxInFlightChars = maxInFlightChars;
            return this;
        }

        public Builder pollTimeout(Duration pollTimeout) {
            this.pollTimeout = Objects.requireNonNull(pollTimeout, "pollTimeout");
            return this;
        }

        public Builder retry(RetryPolicy retry) {
            this.retry = Objects.requireNonNull(retry, "retry");
            return this;
        }

        public Builder analysisAttempts(int analysisAttempts) {
            this.analysisAttempts = analysisAttempts;
            return this;
        }

        public Builder maxConsecutiveFailures(int maxConsecutiveFailures) {
            this.maxConsecutiveFailures = maxConsecutiveFailures;
            return this;
        }

        public Builder maxDeliveries(int maxDeliveries) {
            this.maxDeliveries = maxDeliveries;
            return this;
        }

        public Builder stopTimeout(Duration stopTimeout) {
            this.stopTimeout = Objects.requireNonNull(stopTimeout, "stopTimeout");
            return this;
        }

        /**
         * The options.
         *
         * @throws InvalidOptionsException listing every value that cannot work
         */
        public PipelineOptions build() {
            List<String> problems = new ArrayList<>();
            positive(problems, "batchSize", batchSize);
            if (analysisBatchSize < 0) {
                problems.add("analysisBatchSize = " + analysisBatchSize + ": must be at least 0");
            }
            positive(problems, "analysisConcurrency", analysisConcurrency);
            positive(problems, "maxInFlight", maxInFlight);
            positive(problems, "maxInFlightChars", maxInFlightChars);
            positive(problems, "analysisAttempts", analysisAttempts);
            positive(problems, "maxConsecutiveFailures", maxConsecutiveFailures);
            positive(problems, "maxDeliveries", maxDeliveries);
            if (analysisConcurrency > 64) {
                problems.add("analysisConcurrency = " + analysisConcurrency + ": must be at most 64");
            }
            if (pollTimeout.isNegative() || pollTimeout.isZero() || pollTimeout.compareTo(Duration.ofMinutes(1)) > 0) {
                problems.add("pollTimeout = " + pollTimeout + ": must be positive, and at most one minute");
            }
            if (stopTimeout.isNegative() || stopTimeout.compareTo(Duration.ofHours(1)) > 0) {
                problems.add("stopTimeout = " + stopTimeout + ": must not be negative, and at most one hour");
            }
            if (!problems.isEmpty()) {
                throw new InvalidOptionsException("pipeline options", problems);
            }
            return new PipelineOptions(this);
        }

        private static void positive(List<String> problems, String name, long value) {
            if (value < 1) {
                problems.add(name + " = " + value + ": must be at least 1");
            }
        }
    }
}
