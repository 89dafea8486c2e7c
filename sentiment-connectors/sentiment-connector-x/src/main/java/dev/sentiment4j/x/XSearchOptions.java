package dev.sentiment4j.x;

import dev.sentiment4j.http.OptionChecks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link XRecentSearchSource} looks for, and how often. Immutable and thread-safe; {@link Builder#build()}
 * reports every bad value at once.
 */
public final class XSearchOptions {
    private final String query;
    private final Duration interval;
    private final Duration lookBack;
    private final @Nullable String sinceId;
    private final int pollPostLimit;
    private final long postsPerDay;
    private final int bufferCapacity;
    private final int dedupWindow;
    private final String checkpointKey;
    private final Duration checkpointInterval;

    private XSearchOptions(Builder b) {
        this.query = b.query;
        this.interval = b.interval;
        this.lookBack = b.lookBack;
        this.sinceId = b.sinceId;
        this.pollPostLimit = b.pollPostLimit;
        this.postsPerDay = b.postsPerDay;
        this.bufferCapacity = b.bufferCapacity;
        this.dedupWindow = b.dedupWindow;
        this.checkpointKey = b.key();
        this.checkpointInterval = b.checkpointInterval;
    }

    /** A search with defaults for the rest. */
    public static XSearchOptions of(String query) {
        return builder(query).build();
    }

    public static Builder builder(String query) {
        return new Builder(query);
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder b = new Builder(query);
        b.interval = interval;
        b.lookBack = lookBack;
        b.sinceId = sinceId;
        b.pollPostLimit = pollPostLimit;
        b.postsPerDay = postsPerDay;
        b.bufferCapacity = bufferCapacity;
        b.dedupWindow = dedupWindow;
        b.checkpointKey = checkpointKey;
        b.checkpointInterval = checkpointInterval;
        return b;
    }

    /** What to look for, in X's language; at most 512 characters, of Enterprise access 4096; required. */
    public String query() {
        return query;
    }

    /** How long to wait between two searches; default 1 minute. */
    public Duration interval() {
        return interval;
    }

    /** How far back the first search reaches without {@link #sinceId()}; default zero, at most seven days. */
    public Duration lookBack() {
        return lookBack;
    }

    /**
     * After which post the first search begins; empty (default) for {@link #lookBack()}. A checkpoint that is there
     * goes before it.
     */
    public Optional<String> sinceId() {
        return Optional.ofNullable(sinceId);
    }

    /** Posts that one search may bring; default 5,000. What is beyond is told as a gap. */
    public int pollPostLimit() {
        return pollPostLimit;
    }

    /** New posts to read in a day of UTC; 0 (default) for no limit. */
    public long postsPerDay() {
        return postsPerDay;
    }

    /** Posts that wait to be polled; default 10,000. When it is full, searching pauses. */
    public int bufferCapacity() {
        return bufferCapacity;
    }

    /** Ids that are remembered so that each post comes once; default 100,000, some 15 MB. */
    public int dedupWindow() {
        return dedupWindow;
    }

    /** Under which key a checkpoint store keeps the place; default made of the query. One source has it at a time. */
    public String checkpointKey() {
        return checkpointKey;
    }

    /** How often the place is saved; default 5 seconds. */
    public Duration checkpointInterval() {
        return checkpointInterval;
    }

    /** All but the query, which may name people. */
    @Override
    public String toString() {
        return "XSearchOptions[query of " + query.length() + " characters, interval=" + interval + ", lookBack="
                + lookBack + ", sinceId=" + sinceId + ", pollPostLimit=" + pollPostLimit + ", postsPerDay="
                + postsPerDay + ", bufferCapacity=" + bufferCapacity + ", dedupWindow=" + dedupWindow
                + ", checkpointKey=" + checkpointKey
                + ", checkpointInterval=" + checkpointInterval + "]";
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private final String query;
        private Duration interval = Duration.ofMinutes(1);
        private Duration lookBack = Duration.ZERO;
        private @Nullable String sinceId;
        private int pollPostLimit = 5_000;
        private long postsPerDay;
        private int bufferCapacity = 10_000;
        private int dedupWindow = 100_000;
        private @Nullable String checkpointKey;
        private Duration checkpointInterval = Duration.ofSeconds(5);

        private Builder(String query) {
            this.query = Objects.requireNonNull(query, "query");
        }

        public Builder interval(Duration interval) {
            this.interval = Objects.requireNonNull(interval, "interval");
            return this;
        }

        public Builder lookBack(Duration time) {
            this.lookBack = Objects.requireNonNull(time, "time");
            return this;
        }

        /** Null for none. */
        public Builder sinceId(@Nullable String postId) {
            this.sinceId = postId;
            return this;
        }

        public Builder pollPostLimit(int posts) {
            this.pollPostLimit = posts;
            return this;
        }

        public Builder postsPerDay(long posts) {
            this.postsPerDay = posts;
            return this;
        }

        public Builder bufferCapacity(int posts) {
            this.bufferCapacity = posts;
            return this;
        }

        public Builder dedupWindow(int ids) {
            this.dedupWindow = ids;
            return this;
        }

        public Builder checkpointKey(String key) {
            this.checkpointKey = Objects.requireNonNull(key, "key");
            return this;
        }

        public Builder checkpointInterval(Duration interval) {
            this.checkpointInterval = Objects.requireNonNull(interval, "interval");
            return this;
        }

        /** Not the query itself, which may be long and may name people. */
        private String key() {
            String key = checkpointKey;
            return key != null ? key : "x/search/" + UUID.nameUUIDFromBytes(query.getBytes(StandardCharsets.UTF_8));
        }

        /**
         * The options.
         *
         * @throws dev.sentiment4j.InvalidOptionsException listing every value that cannot work
         */
        public XSearchOptions build() {
            List<String> problems = new ArrayList<>();
            OptionChecks.notBlank(problems, "query", query);
            if (query.length() > 4096) {
                problems.add("query has " + query.length() + " characters: must be at most 4096");
            }
            OptionChecks.between(problems, "interval", interval, Duration.ofSeconds(1), Duration.ofDays(6));
            OptionChecks.between(problems, "lookBack", lookBack, Duration.ZERO, SearchClient.REACH);
            if (sinceId != null && !sinceId.matches("[0-9]{1,19}")) {
                problems.add("sinceId: must be the id of a post, 1 to 19 digits");
            }
            OptionChecks.between(problems, "pollPostLimit", pollPostLimit, 10, 1_000_000);
            OptionChecks.between(problems, "postsPerDay", postsPerDay, 0, Long.MAX_VALUE);
            OptionChecks.between(problems, "bufferCapacity", bufferCapacity, 1, 10_000_000);
            OptionChecks.between(problems, "dedupWindow", dedupWindow, 1000, 10_000_000);
            OptionChecks.checkpointKey(problems, key());
            OptionChecks.between(
                    problems, "checkpointInterval", checkpointInterval, Duration.ofMillis(1), Duration.ofDays(1));
            OptionChecks.report("X search options", problems);
            return new XSearchOptions(this);
        }
    }
}
