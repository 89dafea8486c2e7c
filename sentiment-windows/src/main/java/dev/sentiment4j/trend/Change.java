package dev.sentiment4j.trend;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A measure of a cell in one window, compared with what was before. Immutable.
 *
 * @param value the measure in this window
 * @param previous the measure in the window before, if it had one
 * @param sameTimeOfDay its mean at this hour on the days before, once {@link TrendOptions#minDays()} are known
 * @param expected the level that it is compared with: the running one, or for numbers of posts that of the same time of
 *     day where it is known
 * @param residual how far the value is from it, in standard deviations of what is usual
 * @param chart where the control chart stands, in units of its limit: beyond 1 or -1 it is out of control. 0 until the
 *     chart has seen {@link TrendOptions#warmUp()} windows
 */
public record Change(
        double value,
        OptionalDouble previous,
        OptionalDouble sameTimeOfDay,
        OptionalDouble expected,
        double residual,
        double chart) {
    public Change {
        Objects.requireNonNull(previous, "previous");
        Objects.requireNonNull(sameTimeOfDay, "sameTimeOfDay");
        Objects.requireNonNull(expected, "expected");
    }

    /** Whether it is out of control, upwards or downwards. */
    public boolean isAnomaly() {
        return Math.abs(chart) > 1;
    }

    /** The value as a multiple of the one before: 2 if it doubled. Empty if that was 0, or not known. */
    public OptionalDouble ratioToPrevious() {
        return ratio(previous);
    }

    /** The value as a multiple of what was expected. */
    public OptionalDouble ratioToExpected() {
        return ratio(expected);
    }

    private OptionalDouble ratio(OptionalDouble base) {
        return base.isPresent() && base.getAsDouble() > 0
                ? OptionalDouble.of(value / base.getAsDouble())
                : OptionalDouble.empty();
    }
}
