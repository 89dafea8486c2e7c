package dev.sentiment4j.fallback;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Decides which step of a ladder answers. Pure: waits and time come in, a position comes out, so that the rules can be
 * tested without an analyzer or a clock.
 *
 * <p>Down: one step at a time, when the current step's predicted wait is above the upper mark. Up: to the best step
 * whose predicted wait is below the lower mark; the steps above get no new texts meanwhile, so they empty. In between,
 * and for the time of the dwell after each move, nothing changes.
 */
final class Ladder {
    private final int steps;
    private final BrownOutOptions options;

    Ladder(int steps, BrownOutOptions options) {
        this.steps = steps;
        this.options = options;
    }

    /**
     * Where the ladder stands.
     *
     * @param step 0 for the preferred analyzer
     * @param sinceNanos when it came here
     * @param settled whether no dwell has to be served, as at the very start
     * @param waits for each step above, the predicted wait at which it was left
     */
    record Position(int step, long sinceNanos, boolean settled, List<Duration> waits) {
        Position {
            waits = List.copyOf(waits);
        }

        static Position start() {
            return new Position(0, 0, true, List.of());
        }
    }

    /**
     * The position at this moment; the same instance if nothing changes.
     *
     * @param predictedWait of a step; asked only for steps that matter
     */
    Position next(Position now, long nanoTime, IntFunction<Duration> predictedWait) {
        if (!now.settled() && nanoTime - now.sinceNanos() < options.dwell().toNanos()) {
            return now;
        }
        for (int better = 0; better < now.step(); better++) {
            if (predictedWait.apply(better).compareTo(options.leaveBelow()) < 0) {
                return new Position(better, nanoTime, false, now.waits().subList(0, better));
            }
        }
        if (now.step() < steps - 1) {
            Duration wait = predictedWait.apply(now.step());
            if (wait.compareTo(options.enterAbove()) > 0) {
                List<Duration> waits = new ArrayList<>(now.waits());
                waits.add(wait);
                return new Position(now.step() + 1, nanoTime, false, waits);
            }
        }
        return now;
    }
}
