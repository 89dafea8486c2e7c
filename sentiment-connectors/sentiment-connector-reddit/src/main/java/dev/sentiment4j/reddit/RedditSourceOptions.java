package dev.sentiment4j.reddit;

import dev.sentiment4j.http.OptionChecks;
import dev.sentiment4j.pipeline.CheckpointStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link RedditSource} reads, and how. Immutable and thread-safe; {@link Builder#build()} reports every bad
 * value at once.
 */
public final class RedditSourceOptions {
    /** {@value} subreddits of one source. */
    public static final int MAX_SUBREDDITS = 100;

    /** What a subreddit has. */
    public enum Kind {
        POSTS("new"),
        COMMENTS("comments");

        private final String listing;

        Kind(String listing) {
            this.listing = listing;
        }

        String listing() {
            return listing;
        }
    }

    /** Where a source begins that has no checkpoint. */
    public enum Start {
        /** With what is written after it is opened, to the second, also if Reddit answers only later. */
        NOW,
        /** With the oldest that Reddit still lists, some thousand items back. */
        EARLIEST
    }

    private final List<String> subreddits;
    private final Set<Kind> kinds;
    private final Start start;
    private final Duration minPollInterval;
    private final Duration maxPollInterval;
    private final int dedupWindow;
    private final int bufferCapacity;
    private final List<Duration> recheckAfter;
    private final int recheckCapacity;
    private final String checkpointKey;
    private final Duration checkpointInterval;

    private RedditSourceOptions(Builder b, String checkpointKey) {
        this.subreddits = List.copyOf(b.subreddits);
        this.kinds = Collections.unmodifiableSet(EnumSet.copyOf(b.kinds));
        this.start = b.start;
        this.minPollInterval = b.minPollInterval;
        this.maxPollInterval = b.maxPollInterval;
        this.dedupWindow = b.dedupWindow;
        this.bufferCapacity = b.bufferCapacity;
        this.recheckAfter = List.copyOf(b.recheckAfter);
        this.recheckCapacity = b.recheckCapacity;
        this.checkpointKey = checkpointKey;
        this.checkpointInterval = b.checkpointInterval;
    }

    /** Starts options for subreddits, given without "r/". */
    public static Builder builder(String... subreddits) {
        return new Builder().subreddits(List.of(subreddits));
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder b = new Builder();
        b.subreddits = subreddits;
        b.kinds = kinds;
        b.start = start;
        b.minPollInterval = minPollInterval;
        b.maxPollInterval = maxPollInterval;
        b.dedupWindow = dedupWindow;
        b.bufferCapacity = bufferCapacity;
        b.recheckAfter = recheckAfter;
        b.recheckCapacity = recheckCapacity;
        b.checkpointKey = checkpointKey;
        b.checkpointInterval = checkpointInterval;
        return b;
    }

    /** Names without "r/", read together; "all" is all of Reddit. 1 to {@value #MAX_SUBREDDITS}, without repetition. */
    public List<String> subreddits() {
        return subreddits;
    }

    /** What of them; default both. */
    public Set<Kind> kinds() {
        return kinds;
    }

    /** Where to begin without a checkpoint; default {@link Start#NOW}. */
    public Start start() {
        return start;
    }

    /** How often a listing is asked for at most; default 1 second. */
    public Duration minPollInterval() {
        return minPollInterval;
    }

    /** How often it is at least, while nothing new comes; default 30 seconds. */
    public Duration maxPollInterval() {
        return maxPollInterval;
    }

    /**
     * How many items of each listing are remembered, so that none comes twice; default 20 000, at least 2 000. Memory:
     * some 200 bytes each.
     */
    public int dedupWindow() {
        return dedupWindow;
    }

    /** How many events are kept for a pipeline that is busy before Reddit is asked no more; default 10 000. */
    public int bufferCapacity() {
        return bufferCapacity;
    }

    /**
     * How long after an item was delivered to look whether it was edited, deleted or removed, in ascending order;
     * default 10 minutes, 1, 6, 24 and 47 hours; empty for never. A hundred items are one request.
     */
    public List<Duration> recheckAfter() {
        return recheckAfter;
    }

    /**
     * How many items are looked after at most; default 50 000. Beyond that the oldest are looked after no more. Memory:
     * some 250 bytes each.
     */
    public int recheckCapacity() {
        return recheckCapacity;
    }

    /** Under which key the place is kept; by default "reddit/" and the subreddits. */
    public String checkpointKey() {
        return checkpointKey;
    }

    /** How often the place is kept at most; default 5 seconds. What came since comes again after a crash. */
    public Duration checkpointInterval() {
        return checkpointInterval;
    }

    @Override
    public String toString() {
        return "RedditSourceOptions[subreddits=" + subreddits + ", kinds=" + kinds + ", start=" + start
                + ", minPollInterval=" + minPollInterval + ", maxPollInterval=" + maxPollInterval + ", dedupWindow="
                + dedupWindow + ", bufferCapacity=" + bufferCapacity + ", recheckAfter=" + recheckAfter
                + ", recheckCapacity=" + recheckCapacity + ", checkpointKey=" + checkpointKey + ", checkpointInterval="
                + checkpointInterval + "]";
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private List<String> subreddits = List.of();
        private Set<Kind> kinds = EnumSet.allOf(Kind.class);
        private Start start = Start.NOW;
        private Duration minPollInterval = Duration.ofSeconds(1);
        private Duration maxPollInterval = Duration.ofSeconds(30);
        private int dedupWindow = 20_000;
        private int bufferCapacity = 10_000;
        private List<Duration> recheckAfter = List.of(
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                Duration.ofHours(6),
                Duration.ofHours(24),
                Duration.ofHours(47));
        private int recheckCapacity = 50_000;
        private @Nullable String checkpointKey;
        private Duration checkpointInterval = Duration.ofSeconds(5);

        private Builder() {}

        public Builder subreddits(Collection<String> names) {
            this.subreddits = List.copyOf(names);
            return this;
        }

        public Builder kinds(Collection<Kind> kinds) {
            this.kinds = Set.copyOf(kinds);
            return this;
        }

        public Builder start(Start start) {
            this.start = Objects.requireNonNull(start, "start");
            return this;
        }

        public Builder minPollInterval(Duration interval) {
            this.minPollInterval = Objects.requireNonNull(interval, "interval");
            return this;
        }

        public Builder maxPollInterval(Duration interval) {
            this.maxPollInterval = Objects.requireNonNull(interval, "interval");
            return this;
        }

        public Builder dedupWindow(int items) {
            this.dedupWindow = items;
            return this;
        }

        public Builder bufferCapacity(int events) {
            this.bufferCapacity = events;
            return this;
        }

        public Builder recheckAfter(Collection<Duration> ages) {
            this.recheckAfter = List.copyOf(ages);
            return this;
        }

        public Builder recheckCapacity(int items) {
            this.recheckCapacity = items;
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

        /**
         * The options.
         *
         * @throws dev.sentiment4j.InvalidOptionsException listing every value that cannot work
         */
        public RedditSourceOptions build() {
            List<String> problems = new ArrayList<>();
            OptionChecks.between(problems, "subreddits", subreddits.size(), 1, MAX_SUBREDDITS);
            Set<String> distinct = new LinkedHashSet<>();
            for (String name : subreddits) {
                if (!name.matches("[A-Za-z0-9][A-Za-z0-9_]{1,20}|u_[A-Za-z0-9_-]{3,20}")) {
                    problems.add("subreddits: a name has 2 to 21 letters, digits and underscores, without \"r/\"");
                } else if (!distinct.add(name.toLowerCase(Locale.ROOT))) {
                    problems.add("subreddits: " + name + " is there twice");
                }
            }
            if (kinds.isEmpty()) {
                problems.add("kinds: must not be empty");
            }
            OptionChecks.between(
                    problems, "minPollInterval", minPollInterval, Duration.ofMillis(100), Duration.ofHours(1));
            OptionChecks.between(problems, "maxPollInterval", maxPollInterval, minPollInterval, Duration.ofHours(24));
            OptionChecks.between(problems, "dedupWindow", dedupWindow, 2_000, 1_000_000);
            OptionChecks.between(problems, "bufferCapacity", bufferCapacity, 1, 1_000_000);
            OptionChecks.between(problems, "recheckCapacity", recheckCapacity, 1, 50_000);
            OptionChecks.positive(problems, "checkpointInterval", checkpointInterval);
            Duration before = Duration.ZERO;
            for (Duration age : recheckAfter) {
                if (age.compareTo(before) <= 0 || age.compareTo(Duration.ofDays(30)) > 0) {
                    problems.add("recheckAfter: must be positive, ascending and at most 30 days");
                    break;
                }
                before = age;
            }
            String key = checkpointKey;
            if (key == null) {
                key = "reddit/" + String.join("+", distinct);
                if (key.length() > CheckpointStore.MAX_KEY / 2) {
                    problems.add("checkpointKey: must be set for so many subreddits");
                }
            } else if (key.isBlank() || key.length() > CheckpointStore.MAX_KEY / 2) {
                problems.add("checkpointKey: must have 1 to " + CheckpointStore.MAX_KEY / 2 + " characters");
            }
            OptionChecks.report("Reddit source options", problems);
            return new RedditSourceOptions(this, key);
        }
    }
}
