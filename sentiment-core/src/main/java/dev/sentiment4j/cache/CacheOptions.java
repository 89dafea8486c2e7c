package dev.sentiment4j.cache;

import dev.sentiment4j.InvalidOptionsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How much an in-memory cache keeps, and for how long. Immutable and thread-safe. */
public final class CacheOptions {
    /** {@value} results, about a kilobyte each. */
    public static final long DEFAULT_MAX_RESULTS = 10_000;

    private final long maxResults;
    private final @Nullable Duration timeToLive;

    private CacheOptions(Builder b) {
        this.maxResults = b.maxResults;
        this.timeToLive = b.timeToLive;
    }

    /** {@value #DEFAULT_MAX_RESULTS} results, kept as long as there is room. */
    public static CacheOptions defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The most results kept. */
    public long maxResults() {
        return maxResults;
    }

    /** How long a result is kept at most; empty (default) for as long as there is room. */
    public Optional<Duration> timeToLive() {
        return Optional.ofNullable(timeToLive);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof CacheOptions c && maxResults == c.maxResults && Objects.equals(timeToLive, c.timeToLive);
    }

    @Override
    public int hashCode() {
        return Objects.hash(maxResults, timeToLive);
    }

    @Override
    public String toString() {
        return "CacheOptions[maxResults=" + maxResults + ", timeToLive=" + (timeToLive == null ? "none" : timeToLive)
                + "]";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private long maxResults = DEFAULT_MAX_RESULTS;
        private @Nullable Duration timeToLive;

        private Builder() {}

        public Builder maxResults(long maxResults) {
            this.maxResults = maxResults;
            return this;
        }

        public Builder timeToLive(Duration timeToLive) {
            this.timeToLive = Objects.requireNonNull(timeToLive, "timeToLive");
            return this;
        }

        /**
         * The options.
         *
         * @throws InvalidOptionsException listing every value that cannot work
         */
        public CacheOptions build() {
            List<String> problems = new ArrayList<>();
            if (maxResults < 1) {
                problems.add("maxResults = " + maxResults + ": must be at least 1");
            }
            if (timeToLive != null && (timeToLive.isZero() || timeToLive.isNegative())) {
                problems.add("timeToLive = " + timeToLive + ": must be positive");
            }
            if (!problems.isEmpty()) {
                throw new InvalidOptionsException("cache options", problems);
            }
            return new CacheOptions(this);
        }
    }
}
