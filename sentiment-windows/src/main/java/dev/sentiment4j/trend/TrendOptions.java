package dev.sentiment4j.trend;

import dev.sentiment4j.InvalidOptionsException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How trends are followed. Immutable and thread-safe; {@link Builder#build()} reports every bad value at once. */
public final class TrendOptions {
    private static final TrendOptions DEFAULTS = builder().build();

    private final double smoothing;
    private final double limit;
    private final int horizon;
    private final int warmUp;
    private final int minPosts;
    private final int minDays;
    private final int maxCells;
    private final ZoneId zone;

    private TrendOptions(Builder b) {
        this.smoothing = b.smoothing;
        this.limit = b.limit;
        this.horizon = b.horizon;
        this.warmUp = b.warmUp;
        this.minPosts = b.minPosts;
        this.minDays = b.minDays;
        this.maxCells = b.maxCells;
        this.zone = b.zone;
    }

    public static TrendOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * λ of the chart: how much the latest window counts, above 0 to 1; default 0.25. Small values find small lasting
     * shifts, 1 makes it Shewhart's chart, which finds large sudden ones.
     */
    public double smoothing() {
        return smoothing;
    }

    /** L of the chart: its limits in standard deviations; default 3.5, a false alarm in some thousand windows. */
    public double limit() {
        return limit;
    }

    /** Over how many windows the running level is a mean; default 60. */
    public int horizon() {
        return horizon;
    }

    /** After how many windows of a cell its chart begins; default 20. */
    public int warmUp() {
        return warmUp;
    }

    /** How many posts a window needs for its shares and means to be looked at; default 20. */
    public int minPosts() {
        return minPosts;
    }

    /** From how many days on the same time of day is compared with; default 2. */
    public int minDays() {
        return minDays;
    }

    /**
     * How many cells are followed; default 2,000, some kilobyte each. Beyond it the one that was not seen for longest
     * is given up.
     */
    public int maxCells() {
        return maxCells;
    }

    /** Where hours begin; default UTC. */
    public ZoneId zone() {
        return zone;
    }

    @Override
    public String toString() {
        return "TrendOptions[smoothing=" + smoothing + ", limit=" + limit + ", horizon=" + horizon + ", warmUp="
                + warmUp + ", minPosts=" + minPosts + ", minDays=" + minDays + ", maxCells=" + maxCells + ", zone="
                + zone + "]";
    }

    /** Collects options; each setter's meaning and default are those of the getter. Not thread-safe. */
    public static final class Builder {
        private double smoothing = 0.25;
        private double limit = 3.5;
        private int horizon = 60;
        private int warmUp = 20;
        private int minPosts = 20;
        private int minDays = 2;
        private int maxCells = 2_000;
        private ZoneId zone = ZoneOffset.UTC;

        private Builder() {}

        public Builder smoothing(double smoothing) {
            this.smoothing = smoothing;
            return this;
        }

        public Builder limit(double limit) {
            this.limit = limit;
            return this;
        }

        public Builder horizon(int horizon) {
            this.horizon = horizon;
            return this;
        }

        public Builder warmUp(int warmUp) {
            this.warmUp = warmUp;
            return this;
        }

        public Builder minPosts(int minPosts) {
            this.minPosts = minPosts;
            return this;
        }

        public Builder minDays(int minDays) {
            this.minDays = minDays;
            return this;
        }

        public Builder maxCells(int maxCells) {
            this.maxCells = maxCells;
            return this;
        }

        public Builder zone(ZoneId zone) {
            this.zone = Objects.requireNonNull(zone, "zone");
            return this;
        }

        /**
         * The options.
         *
         * @throws InvalidOptionsException listing every value that cannot work
         */
        public TrendOptions build() {
            List<String> problems = new ArrayList<>();
            if (!(smoothing > 0 && smoothing <= 1)) {
                problems.add("smoothing = " + smoothing + ": must be above 0, and at most 1");
            }
            if (!(limit > 0 && limit <= 100)) {
                problems.add("limit = " + limit + ": must be above 0, and at most 100");
            }
            atLeast(problems, "horizon", horizon, 2);
            atLeast(problems, "warmUp", warmUp, 2);
            atLeast(problems, "minPosts", minPosts, 1);
            atLeast(problems, "minDays", minDays, 1);
            atLeast(problems, "maxCells", maxCells, 1);
            if (!problems.isEmpty()) {
                throw new InvalidOptionsException("trend options", problems);
            }
            return new TrendOptions(this);
        }

        private static void atLeast(List<String> problems, String name, int value, int least) {
            if (value < least) {
                problems.add(name + " = " + value + ": must be at least " + least);
            }
        }
    }
}
