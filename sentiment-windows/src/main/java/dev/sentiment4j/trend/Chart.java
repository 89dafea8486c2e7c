package dev.sentiment4j.trend;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.OptionalDouble;

/**
 * The control chart of one measure of one cell: an exponentially weighted moving average of residuals (Roberts, 1959)
 * with the limits of Lucas and Saccucci (1990). Residuals are in units of the sampling error of the window's own size,
 * widened by how much more they usually vary than that (Laney's p′ chart, 2002), and the level learns from clipped
 * values, so that an outbreak does not become what is usual at once (Croux, Gelper and Mahieu, 2011). Not thread-safe.
 */
final class Chart {
    private static final double CLIP = 2;
    /** The mean square of a standard normal value that is clipped at {@link #CLIP}. */
    private static final double CLIPPED_SQUARE = 0.9205;

    private final TrendOptions options;
    private long seen;
    private double level;
    /** The mean square of clipped residuals. */
    private double spread = 1;

    private double average;
    private long charted;
    private boolean signalled;
    private OptionalDouble previous = OptionalDouble.empty();

    Chart(TrendOptions options) {
        this.options = options;
    }

    OptionalDouble level() {
        return seen == 0 ? OptionalDouble.empty() : OptionalDouble.of(level);
    }

    /** A window without enough posts: the next one has none before it. */
    void skip() {
        previous = OptionalDouble.empty();
    }

    /** Gives the sampling error of a value for a level. */
    interface SamplingError {
        double at(double level);
    }

    Change observe(double value, SamplingError error, OptionalDouble timeOfDay, boolean expectTimeOfDay) {
        OptionalDouble before = previous;
        previous = OptionalDouble.of(value);
        if (seen == 0) {
            seen = 1;
            level = value;
            return new Change(value, before, timeOfDay, OptionalDouble.empty(), 0, 0);
        }
        double expected = expectTimeOfDay && timeOfDay.isPresent() ? timeOfDay.getAsDouble() : level;
        double unit = Math.max(error.at(expected), 1e-9) * Math.sqrt(Math.max(1, spread));
        double residual = (value - expected) / unit;
        double chart = 0;
        if (seen >= options.warmUp()) {
            if (signalled && Math.abs(residual) <= 1) {
                // Back to what is usual: begun anew, or what is over would signal for as long as it is remembered.
                average = 0;
                charted = 0;
            }
            charted++;
            double weight = options.smoothing();
            // Limits of what one wild value may do: it signals by itself, but is not remembered for ever.
            double bounded = Math.max(-20, Math.min(20, residual));
            average = weight * bounded + (1 - weight) * average;
            double variance = weight / (2 - weight) * (1 - Math.pow(1 - weight, 2.0 * charted));
            chart = average / (options.limit() * Math.sqrt(variance));
            signalled = Math.abs(chart) > 1;
        }
        learn(value, error);
        return new Change(value, before, timeOfDay, OptionalDouble.of(expected), residual, chart);
    }

    private void learn(double value, SamplingError error) {
        seen++;
        double weight = Math.max(1.0 / options.horizon(), 1.0 / seen);
        double plain = Math.max(error.at(level), 1e-9);
        double unit = plain * Math.sqrt(Math.max(1, spread));
        // The first few teach the level as they are: nothing is known yet to clip them by.
        double step = seen <= options.warmUp() / 2
                ? value - level
                : Math.max(-CLIP * unit, Math.min(CLIP * unit, value - level));
        double clipped = Math.max(-CLIP * unit, Math.min(CLIP * unit, value - level)) / plain;
        spread += weight * (clipped * clipped / CLIPPED_SQUARE - spread);
        level += weight * step;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(seen);
        out.writeDouble(level);
        out.writeDouble(spread);
        out.writeDouble(average);
        out.writeLong(charted);
        out.writeBoolean(signalled);
        out.writeDouble(previous.orElse(Double.NaN));
    }

    void read(DataInputStream in) throws IOException {
        seen = in.readLong();
        level = in.readDouble();
        spread = in.readDouble();
        average = in.readDouble();
        charted = in.readLong();
        signalled = in.readBoolean();
        double last = in.readDouble();
        previous = Double.isNaN(last) ? OptionalDouble.empty() : OptionalDouble.of(last);
    }
}
