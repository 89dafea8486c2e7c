package dev.sentiment4j.fallback;

import dev.sentiment4j.InvalidOptionsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * When a {@link BrownOutAnalyzer} moves. Immutable and thread-safe; {@link Builder#build()} reports every bad value at
 * once.
 */
public final class BrownOutOptions {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final BrownOutOptions DEFAULTS = builder().build();

    private final Duration enterAbove;
    private final Duration leaveBelow;
    private final Duration dwell;
    private final boolean bulk;

    private BrownOutOptions(Builder b) {
        this.enterAbove = b.enterAbove;
        this.leaveBelow = b.leaveBelow;
        this.dwell = b.dwell;
        this.bulk = b.bulk;
    }

    public static BrownOutOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        return new Builder()
                .enterAbove(enterAbove)
                .leaveBelow(leaveBelow)
                .dwell(dwell)
                .bulk(bulk);
    }

    /** The predicted wait of a step above which the next one takes over; default 500 ms. */
    public Duration enterAbove() {
        return enterAbove;
    }

    /** The predicted wait of a step below which it takes over again; default 100 ms. */
    public Duration leaveBelow() {
        return leaveBelow;
    }

    /** How long a step answers at least once it has taken over; default 1 second, zero for no minimum. */
    public Duration dwell() {
        return dwell;
    }

    /** Whether texts of lists may be answered by cheaper steps too; by default they wait for the preferred analyzer. */
    public boolean bulk() {
        return bulk;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof BrownOutOptions b
                && enterAbove.equals(b.enterAbove)
                && leaveBelow.equals(b.leaveBelow)
                && dwell.equals(b.dwell)
                && bulk == b.bulk;
    }

    @Override
    public int hashCode() {
        return Objects.hash(enterAbove, leaveBelow, dwell, bulk);
    }

    @Override
    public String toString() {
        return "BrownOutOptions[enterAbove=" + enterAbove + ", leaveBelow=" + leaveBelow + ", dwell=" + dwell
                + ", bulk=" + bulk + "]";
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private Duration enterAbove = Duration.ofMillis(500);
        private Duration leaveBelow = Duration.ofMillis(100);
        private Duration dwell = Duration.ofSeconds(1);
        private boolean bulk;

        private Builder() {}

        public Builder enterAbove(Duration enterAbove) {
            this.enterAbove = Objects.requireNonNull(enterAbove, "enterAbove");
            return this;
        }

        public Builder leaveBelow(Duration leaveBelow) {
            this.leaveBelow = Objects.requireNonNull(leaveBelow, "leaveBelow");
            return this;
        }

        public Builder dwell(Duration dwell) {
            this.dwell = Objects.requireNonNull(dwell, "dwell");
            return this;
        }

        public Builder bulk(boolean bulk) {
            this.bulk = bulk;
            return this;
        }

        /**
         * The options.
         *
         * @throws InvalidOptionsException listing every value that cannot work
         */
        public BrownOutOptions build() {
            List<String> problems = new ArrayList<>();
            positive(problems, "enterAbove", enterAbove);
            positive(problems, "leaveBelow", leaveBelow);
            if (leaveBelow.compareTo(enterAbove) >= 0) {
                problems.add("leaveBelow = " + leaveBelow + ": must be less than enterAbove = " + enterAbove);
            }
            if (dwell.isNegative()) {
                problems.add("dwell = " + dwell + ": must not be negative");
            } else if (dwell.compareTo(LONGEST) > 0) {
                problems.add("dwell = " + dwell + ": must be at most one day");
            }
            if (!problems.isEmpty()) {
                throw new InvalidOptionsException("brown-out options", problems);
            }
            return new BrownOutOptions(this);
        }

        private static void positive(List<String> problems, String name, Duration value) {
            if (value.isZero() || value.isNegative()) {
                problems.add(name + " = " + value + ": must be positive");
            } else if (value.compareTo(LONGEST) > 0) {
                problems.add(name + " = " + value + ": must be at most one day");
            }
        }
    }
}
