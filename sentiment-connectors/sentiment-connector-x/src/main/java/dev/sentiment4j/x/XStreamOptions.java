package dev.sentiment4j.x;

import dev.sentiment4j.http.OptionChecks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link XFilteredStreamSource} reads, and how it fills gaps. Immutable and thread-safe; {@link Builder#build()}
 * reports every bad value at once.
 */
public final class XStreamOptions {
    /** How what was posted while no stream was read is got. */
    public enum GapFilling {
        /** Not at all: every gap is told to the listener. */
        NONE,
        /** By recent search, with the stream's rules as the query. */
        SEARCH,
        /** By X itself when it is connected to again, up to five minutes back; Enterprise access only. */
        BACKFILL
    }

    private static final XStreamOptions DEFAULTS = builder().build();

    private final GapFilling gapFilling;
    private final Duration searchDelay;
    private final int searchQueryLength;
    private final int gapPostLimit;
    private final @Nullable String resumeAfter;
    private final Duration readIdleLimit;
    private final boolean closeStaleConnections;
    private final int connectBudget;
    private final long postsPerDay;
    private final int bufferCapacity;
    private final int dedupWindow;
    private final String checkpointKey;
    private final Duration checkpointInterval;
    private final int maxLineBytes;

    private XStreamOptions(Builder b) {
        this.gapFilling = b.gapFilling;
        this.searchDelay = b.searchDelay;
        this.searchQueryLength = b.searchQueryLength;
        this.gapPostLimit = b.gapPostLimit;
        this.resumeAfter = b.resumeAfter;
        this.readIdleLimit = b.readIdleLimit;
        this.closeStaleConnections = b.closeStaleConnections;
        this.connectBudget = b.connectBudget;
        this.postsPerDay = b.postsPerDay;
        this.bufferCapacity = b.bufferCapacity;
        this.dedupWindow = b.dedupWindow;
        this.checkpointKey = b.checkpointKey;
        this.checkpointInterval = b.checkpointInterval;
        this.maxLineBytes = b.maxLineBytes;
    }

    public static XStreamOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder b = new Builder();
        b.gapFilling = gapFilling;
        b.searchDelay = searchDelay;
        b.searchQueryLength = searchQueryLength;
        b.gapPostLimit = gapPostLimit;
        b.resumeAfter = resumeAfter;
        b.readIdleLimit = readIdleLimit;
        b.closeStaleConnections = closeStaleConnections;
        b.connectBudget = connectBudget;
        b.postsPerDay = postsPerDay;
        b.bufferCapacity = bufferCapacity;
        b.dedupWindow = dedupWindow;
        b.checkpointKey = checkpointKey;
        b.checkpointInterval = checkpointInterval;
        b.maxLineBytes = maxLineBytes;
        return b;
    }

    /** How gaps are filled; default {@link GapFilling#SEARCH}. */
    public GapFilling gapFilling() {
        return gapFilling;
    }

    /** How long after a gap to search for it, as search learns of posts later than streams; default 45 seconds. */
    public Duration searchDelay() {
        return searchDelay;
    }

    /** Characters of a search that the access allows; default 512, of Enterprise access up to 4096. */
    public int searchQueryLength() {
        return searchQueryLength;
    }

    /** Posts that one search for a gap may bring, which cost as much as others; default 10,000. */
    public int gapPostLimit() {
        return gapPostLimit;
    }

    /**
     * After which post to go on, such as {@link XFilteredStreamSource#position()} of an earlier run: what was posted
     * since is searched for. Empty (default) to begin now. A checkpoint that is there goes before it.
     */
    public Optional<String> resumeAfter() {
        return Optional.ofNullable(resumeAfter);
    }

    /** How long a stream may be without a byte before it counts as dead; default 30 seconds. X sends one every 20. */
    public Duration readIdleLimit() {
        return readIdleLimit;
    }

    /**
     * Whether to close all connections of the app when X says that there are too many: one that broke may count for a
     * day. Default no, as the other connection may be somebody's.
     */
    public boolean closeStaleConnections() {
        return closeStaleConnections;
    }

    /**
     * Requests for the stream in any 15 minutes; default 50, as X has it. Each attempt counts as two, since the JDK's
     * client may repeat one by itself.
     */
    public int connectBudget() {
        return connectBudget;
    }

    /**
     * New posts to read in a day of UTC, streamed or searched for; 0 (default) for no limit. When they are read, the
     * stream is closed until the next day, and the gap is told. Counts from the making of the source.
     */
    public long postsPerDay() {
        return postsPerDay;
    }

    /**
     * Posts that wait to be polled; default 10,000. When it is full, reading pauses: X keeps a little, then it
     * disconnects, and what it did not keep is a gap to be filled.
     */
    public int bufferCapacity() {
        return bufferCapacity;
    }

    /** Ids that are remembered so that each post comes once; default 100,000, some 15 MB. */
    public int dedupWindow() {
        return dedupWindow;
    }

    /** Under which key a checkpoint store keeps the place; default "x/stream". One source has it at a time. */
    public String checkpointKey() {
        return checkpointKey;
    }

    /** How often the place is saved; default 5 seconds. */
    public Duration checkpointInterval() {
        return checkpointInterval;
    }

    /** The longest line that is read as a post; default 4 MiB. A longer one comes as malformed, with its beginning. */
    public int maxLineBytes() {
        return maxLineBytes;
    }

    @Override
    public String toString() {
        return "XStreamOptions[gapFilling=" + gapFilling + ", searchDelay=" + searchDelay + ", searchQueryLength="
                + searchQueryLength + ", gapPostLimit=" + gapPostLimit + ", resumeAfter=" + resumeAfter
                + ", readIdleLimit=" + readIdleLimit + ", closeStaleConnections=" + closeStaleConnections
                + ", connectBudget=" + connectBudget + ", postsPerDay=" + postsPerDay + ", bufferCapacity="
                + bufferCapacity + ", dedupWindow=" + dedupWindow + ", checkpointKey=" + checkpointKey
                + ", checkpointInterval=" + checkpointInterval + ", maxLineBytes=" + maxLineBytes + "]";
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private GapFilling gapFilling = GapFilling.SEARCH;
        private Duration searchDelay = Duration.ofSeconds(45);
        private int searchQueryLength = 512;
        private int gapPostLimit = 10_000;
        private @Nullable String resumeAfter;
        private Duration readIdleLimit = Duration.ofSeconds(30);
        private boolean closeStaleConnections;
        private int connectBudget = 50;
        private long postsPerDay;
        private int bufferCapacity = 10_000;
        private int dedupWindow = 100_000;
        private String checkpointKey = "x/stream";
        private Duration checkpointInterval = Duration.ofSeconds(5);
        private int maxLineBytes = 4 << 20;

        private Builder() {}

        public Builder gapFilling(GapFilling filling) {
            this.gapFilling = Objects.requireNonNull(filling, "filling");
            return this;
        }

        public Builder searchDelay(Duration delay) {
            this.searchDelay = Objects.requireNonNull(delay, "delay");
            return this;
        }

        public Builder searchQueryLength(int characters) {
            this.searchQueryLength = characters;
            return this;
        }

        public Builder gapPostLimit(int posts) {
            this.gapPostLimit = posts;
            return this;
        }

        /** Null for none. */
        public Builder resumeAfter(@Nullable String postId) {
            this.resumeAfter = postId;
            return this;
        }

        public Builder readIdleLimit(Duration limit) {
            this.readIdleLimit = Objects.requireNonNull(limit, "limit");
            return this;
        }

        public Builder closeStaleConnections(boolean close) {
            this.closeStaleConnections = close;
            return this;
        }

        public Builder connectBudget(int requests) {
            this.connectBudget = requests;
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

        public Builder maxLineBytes(int bytes) {
            this.maxLineBytes = bytes;
            return this;
        }

        /**
         * The options.
         *
         * @throws dev.sentiment4j.InvalidOptionsException listing every value that cannot work
         */
        public XStreamOptions build() {
            List<String> problems = new ArrayList<>();
            OptionChecks.between(problems, "searchDelay", searchDelay, Duration.ofSeconds(30), Duration.ofHours(1));
            OptionChecks.between(problems, "searchQueryLength", searchQueryLength, 32, 4096);
            OptionChecks.between(problems, "gapPostLimit", gapPostLimit, 10, 1_000_000);
            if (resumeAfter != null && !resumeAfter.matches("[0-9]{1,19}")) {
                problems.add("resumeAfter: must be the id of a post, 1 to 19 digits");
            }
            OptionChecks.between(
                    problems, "readIdleLimit", readIdleLimit, Duration.ofSeconds(21), Duration.ofMinutes(10));
            OptionChecks.between(problems, "connectBudget", connectBudget, 2, 10_000);
            OptionChecks.between(problems, "postsPerDay", postsPerDay, 0, Long.MAX_VALUE);
            OptionChecks.between(problems, "bufferCapacity", bufferCapacity, 1, 10_000_000);
            OptionChecks.between(problems, "dedupWindow", dedupWindow, 1000, 10_000_000);
            OptionChecks.checkpointKey(problems, checkpointKey);
            OptionChecks.between(
                    problems, "checkpointInterval", checkpointInterval, Duration.ofMillis(1), Duration.ofDays(1));
            OptionChecks.between(problems, "maxLineBytes", maxLineBytes, 1 << 16, 1 << 28);
            OptionChecks.report("X stream options", problems);
            return new XStreamOptions(this);
        }
    }
}
