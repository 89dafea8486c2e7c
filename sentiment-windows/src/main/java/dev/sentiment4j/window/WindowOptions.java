package dev.sentiment4j.window;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.Post;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which windows, by which dimensions, and how much they hold. Immutable, and thread-safe if its functions are;
 * {@link Builder#build()} reports every bad value at once.
 */
public final class WindowOptions {
    /** {@value} cells of a group, the rest aside. */
    public static final int DEFAULT_MAX_CELLS = 100;
    /** {@value} posts. */
    public static final int DEFAULT_MAX_POSTS = 500_000;
    /** {@value} posts. */
    public static final int DEFAULT_SAMPLES = 5;
    /** {@value}. */
    public static final double DEFAULT_THRESHOLD = 0.5;
    /** {@value} panes: the most that the longest window may be put together from. */
    public static final int MAX_PANES = 50_000;

    private final List<WindowSpec> windows;
    private final Map<String, Dimension> dimensions;
    private final List<List<String>> groups;
    private final int maxCells;
    private final int maxPosts;
    private final int samples;
    private final boolean sketches;
    private final double toxicityThreshold;
    private final double churnThreshold;
    private final Duration maxDelay;
    private final Duration allowedLateness;
    private final Duration maxFuture;
    private final Duration idleTimeout;
    private final Function<? super Post, ? extends @Nullable Instant> eventTime;
    private final @Nullable ToDoubleFunction<? super AnalyzedPost> churn;

    private WindowOptions(Builder b, List<List<String>> groups) {
        this.windows = List.copyOf(b.windows);
        this.dimensions = new LinkedHashMap<>(b.dimensions);
        this.groups = groups;
        this.maxCells = b.maxCells;
        this.maxPosts = b.maxPosts;
        this.samples = b.samples;
        this.sketches = b.sketches;
        this.toxicityThreshold = b.toxicityThreshold;
        this.churnThreshold = b.churnThreshold;
        this.maxDelay = b.maxDelay;
        this.allowedLateness = b.allowedLateness;
        this.maxFuture = b.maxFuture;
        this.idleTimeout = b.idleTimeout;
        this.eventTime = b.eventTime;
        this.churn = b.churn;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The windows; at least one. */
    public List<WindowSpec> windows() {
        return windows;
    }

    /** The dimensions, in their order; none for the overall cell alone. */
    public List<Dimension> dimensions() {
        return List.copyOf(dimensions.values());
    }

    /**
     * What posts are counted by, like the grouping sets of SQL: each list of dimensions has a cell for each combination
     * of values that occurs. Always there, and not in this list, is the cell of all posts. By default each dimension
     * alone.
     */
    public List<List<String>> groups() {
        return groups;
    }

    /**
     * The most cells that a group has in a stretch of time, without that of the rest; default
     * {@value #DEFAULT_MAX_CELLS}. Values that were frequent before have places kept for them, others get one while
     * there are any; what comes later counts in {@link CellKey#rest}.
     */
    public int maxCells() {
        return maxCells;
    }

    /**
     * The most posts that are remembered by their keys, so that repetition, edits and deletions take effect; default
     * {@value #DEFAULT_MAX_POSTS}, some 300 bytes each. Beyond it the oldest are forgotten: they stay counted, but can
     * no longer be corrected, and count again when they come again ({@link WindowTally#forgotten()}).
     */
    public int maxPosts() {
        return maxPosts;
    }

    /** The most keys of posts that a cell shows as examples; default {@value #DEFAULT_SAMPLES}, 0 for none. */
    public int samples() {
        return samples;
    }

    /** Whether distinct authors and quantiles of scores are estimated; default yes. Some 8 kB more a cell. */
    public boolean sketches() {
        return sketches;
    }

    /** From which probability on a post counts as toxic; default {@value #DEFAULT_THRESHOLD}. */
    public double toxicityThreshold() {
        return toxicityThreshold;
    }

    /** From which risk on a post counts as at risk of churn; default {@value #DEFAULT_THRESHOLD}. */
    public double churnThreshold() {
        return churnThreshold;
    }

    /**
     * How far posts come out of order: the watermark, up to which all posts are taken to be there, is so far behind the
     * latest post; default 10 s.
     */
    public Duration maxDelay() {
        return maxDelay;
    }

    /**
     * How long after the watermark has passed a window's end late posts, edits and deletions still correct it; default
     * 1 min. Posts that are later than that for every window are counted as late, and otherwise left out.
     */
    public Duration allowedLateness() {
        return allowedLateness;
    }

    /**
     * How far ahead of the clock a post's time may be; default 1 min. A post from further in the future would close
     * every window there is: it is counted as such, and otherwise left out.
     */
    public Duration maxFuture() {
        return maxFuture;
    }

    /**
     * When no post has come for so long, {@link SentimentWindows#tick()} lets the watermark follow the clock; default
     * 30 s. Not for replays, whose posts are older than the clock: they do not call it.
     */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    /** When a post counts; by default when it was {@linkplain Post#createdAt() created}. Null for "not known". */
    Function<? super Post, ? extends @Nullable Instant> eventTime() {
        return eventTime;
    }

    /** The churn risk of a post, 0 to 1, if it is to be counted; NaN for "not known". */
    Optional<ToDoubleFunction<? super AnalyzedPost>> churn() {
        return Optional.ofNullable(churn);
    }

    /** Whether churn risk is counted: whether there is a function for it. */
    public boolean countsChurn() {
        return churn != null;
    }

    Dimension dimension(String name) {
        return Objects.requireNonNull(dimensions.get(name));
    }

    @Override
    public String toString() {
        return "WindowOptions[windows=" + windows + ", groups=" + groups + ", maxCells=" + maxCells + ", maxPosts="
                + maxPosts + ", samples=" + samples + ", sketches=" + sketches + ", toxicityThreshold="
                + toxicityThreshold + ", churnThreshold=" + churnThreshold + ", maxDelay=" + maxDelay
                + ", allowedLateness=" + allowedLateness + ", maxFuture=" + maxFuture + ", idleTimeout=" + idleTimeout
                + "]";
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private static final String NAME = "[A-Za-z][A-Za-z0-9_-]{0,49}";

        private final List<WindowSpec> windows = new ArrayList<>();
        private final Map<String, Dimension> dimensions = new LinkedHashMap<>();
        private final List<String> twice = new ArrayList<>();
        private final List<List<String>> groups = new ArrayList<>();
        private int maxCells = DEFAULT_MAX_CELLS;
        private int maxPosts = DEFAULT_MAX_POSTS;
        private int samples = DEFAULT_SAMPLES;
        private boolean sketches = true;
        private double toxicityThreshold = DEFAULT_THRESHOLD;
        private double churnThreshold = DEFAULT_THRESHOLD;
        private Duration maxDelay = Duration.ofSeconds(10);
        private Duration allowedLateness = Duration.ofMinutes(1);
        private Duration maxFuture = Duration.ofMinutes(1);
        private Duration idleTimeout = Duration.ofSeconds(30);
        private Function<? super Post, ? extends @Nullable Instant> eventTime = Post::createdAt;
        private @Nullable ToDoubleFunction<? super AnalyzedPost> churn;

        private Builder() {}

        /** Adds windows. */
        public Builder window(WindowSpec window) {
            windows.add(Objects.requireNonNull(window, "window"));
            return this;
        }

        /** Adds a dimension. */
        public Builder dimension(Dimension dimension) {
            if (dimensions.putIfAbsent(dimension.name(), dimension) != null) {
                twice.add(dimension.name());
            }
            return this;
        }

        /** Adds dimensions. */
        public Builder dimensions(Collection<Dimension> more) {
            more.forEach(this::dimension);
            return this;
        }

        /** Adds a group; with the first, the groups by each dimension alone are no longer there by themselves. */
        public Builder group(String... names) {
            groups.add(List.of(names));
            return this;
        }

        public Builder maxCells(int maxCells) {
            this.maxCells = maxCells;
            return this;
        }

        public Builder maxPosts(int maxPosts) {
            this.maxPosts = maxPosts;
            return this;
        }

        public Builder samples(int samples) {
            this.samples = samples;
            return this;
        }

        public Builder sketches(boolean sketches) {
            this.sketches = sketches;
            return this;
        }

        public Builder toxicityThreshold(double toxicityThreshold) {
            this.toxicityThreshold = toxicityThreshold;
            return this;
        }

        public Builder churnThreshold(double churnThreshold) {
            this.churnThreshold = churnThreshold;
            return this;
        }

        public Builder maxDelay(Duration maxDelay) {
            this.maxDelay = Objects.requireNonNull(maxDelay, "maxDelay");
            return this;
        }

        public Builder allowedLateness(Duration allowedLateness) {
            this.allowedLateness = Objects.requireNonNull(allowedLateness, "allowedLateness");
            return this;
        }

        public Builder maxFuture(Duration maxFuture) {
            this.maxFuture = Objects.requireNonNull(maxFuture, "maxFuture");
            return this;
        }

        public Builder idleTimeout(Duration idleTimeout) {
            this.idleTimeout = Objects.requireNonNull(idleTimeout, "idleTimeout");
            return this;
        }

        /**
         * When a post counts; default {@link Post#createdAt()}.
         *
         * @param eventTime the same for every version of a post; null, or an exception, for a post whose time is not
         *     known: it is counted as such, and otherwise left out
         */
        public Builder eventTime(Function<? super Post, ? extends @Nullable Instant> eventTime) {
            this.eventTime = Objects.requireNonNull(eventTime, "eventTime");
            return this;
        }

        /**
         * Counts churn risk, such as {@code new ChurnScorer(ChurnOptions.defaults())::risk}; default none.
         *
         * @param churn 0 to 1; anything else, NaN for one, counts as not known
         */
        public Builder churn(ToDoubleFunction<? super AnalyzedPost> churn) {
            this.churn = Objects.requireNonNull(churn, "churn");
            return this;
        }

        /**
         * The options.
         *
         * @throws InvalidOptionsException listing every value that cannot work
         */
        public WindowOptions build() {
            List<String> problems = new ArrayList<>();
            checkWindows(problems);
            twice.forEach(name -> problems.add("dimension " + name + ": is there twice"));
            for (String name : dimensions.keySet()) {
                if (!name.matches(NAME)) {
                    problems.add("dimension name: must be a letter, then up to 49 letters, digits, _ or -");
                }
            }
            List<List<String>> all = groups.isEmpty()
                    ? dimensions.keySet().stream().map(List::of).toList()
                    : List.copyOf(groups);
            checkGroups(problems, all);
            range(problems, "maxCells", maxCells, 1, 100_000);
            range(problems, "maxPosts", maxPosts, 1, 100_000_000);
            range(problems, "samples", samples, 0, 100);
            share(problems, "toxicityThreshold", toxicityThreshold);
            share(problems, "churnThreshold", churnThreshold);
            duration(problems, "maxDelay", maxDelay);
            duration(problems, "allowedLateness", allowedLateness);
            duration(problems, "maxFuture", maxFuture);
            duration(problems, "idleTimeout", idleTimeout);
            if (!problems.isEmpty()) {
                throw new InvalidOptionsException("window options", problems);
            }
            return new WindowOptions(this, all);
        }

        private void checkWindows(List<String> problems) {
            if (windows.isEmpty()) {
                problems.add("windows: must have at least one");
            }
            int before = problems.size();
            Set<String> names = new HashSet<>();
            for (WindowSpec window : windows) {
                window.check(problems);
                if (!names.add(window.name())) {
                    problems.add("window " + window.name() + ": is there twice; give one another name");
                }
            }
            if (problems.size() == before) {
                checkPanes(problems);
            }
        }

        private void checkPanes(List<String> problems) {
            long pane = WindowSpec.paneMillis(windows);
            for (WindowSpec window : windows) {
                long panes = window.size().toMillis() / pane;
                if (panes > MAX_PANES) {
                    problems.add("window " + window.name() + ", size = " + window.size()
                            + ": would be put together from " + panes + " panes of " + Duration.ofMillis(pane)
                            + ", the longest stretch that no window divides, of which it may have at most " + MAX_PANES
                            + "; choose sizes that go into each other, or count it in windows of its own");
                }
            }
        }

        private void checkGroups(List<String> problems, List<List<String>> all) {
            Set<Set<String>> seen = new HashSet<>();
            for (List<String> group : all) {
                Set<String> names = Set.copyOf(group);
                if (group.isEmpty() || names.size() != group.size()) {
                    problems.add("group " + group + ": must have at least one dimension, each once");
                } else if (!seen.add(names)) {
                    problems.add("group " + group + ": is there twice");
                }
                for (String name : names) {
                    if (!dimensions.containsKey(name)) {
                        problems.add(
                                "group " + group + ": no dimension '" + name + "'; there are " + dimensions.keySet());
                    }
                }
            }
            if (all.size() > 64) {
                problems.add("groups = " + all.size() + ": must be at most 64");
            }
        }

        private static void range(List<String> problems, String name, int value, int low, int high) {
            if (value < low || value > high) {
                problems.add(name + " = " + value + ": must be " + low + " to " + high);
            }
        }

        private static void share(List<String> problems, String name, double value) {
            if (!(value >= 0 && value <= 1)) {
                problems.add(name + " = " + value + ": must be in [0, 1]");
            }
        }

        private static void duration(List<String> problems, String name, Duration value) {
            if (value.isNegative() || value.compareTo(Duration.ofDays(366)) > 0) {
                problems.add(name + " = " + value + ": must not be negative, and at most 366 days");
            }
        }
    }
}
