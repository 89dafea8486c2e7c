package dev.sentiment4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Processor time that the hypervisor gave to other machines while this one wanted it, from the first line of
 * {@code /proc/stat}. On a shared machine it comes and goes by the minute, and a rate measured meanwhile is that of the
 * neighbours. Nothing is stolen where there is no such file.
 *
 * @param stolen ticks stolen since the machine started
 * @param busy ticks spent on work, the stolen ones included
 */
record StolenTime(long stolen, long busy) {
    /** Up to this share of the busy time a measurement counts as undisturbed. */
    static final double UNDISTURBED = 0.03;

    private static final Path STAT = Path.of("/proc/stat");
    private static final int TRIES = 3;

    /** Looks. */
    static StolenTime now() {
        try {
            return Files.exists(STAT)
                    ? parse(Files.readAllLines(STAT, StandardCharsets.UTF_8).get(0))
                    : new StolenTime(0, 0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + STAT, e);
        }
    }

    /** "cpu user nice system idle iowait irq softirq steal guest guest_nice", in ticks. */
    static StolenTime parse(String line) {
        String[] fields = line.trim().split("\\s+", -1);
        long stolen = Long.parseLong(fields[8]);
        long busy = stolen;
        for (int i : new int[] {1, 2, 3, 6, 7}) {
            busy += Long.parseLong(fields[i]);
        }
        return new StolenTime(stolen, busy);
    }

    /** The share of the busy time since then that was stolen, 0 to 1. */
    double shareSince(StolenTime earlier) {
        return busy == earlier.busy ? 0 : (double) (stolen - earlier.stolen) / (busy - earlier.busy);
    }

    /**
     * Measures until nothing to speak of was stolen, three times at most.
     *
     * @param share told the share that was stolen from the measurement that is returned
     * @return the measurement with the least stolen
     */
    static <T> T undisturbed(Callable<T> measurement, Consumer<Double> share) throws Exception {
        @Nullable T best = null;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < TRIES && least > UNDISTURBED; i++) {
            StolenTime before = now();
            T result = measurement.call();
            double stolen = now().shareSince(before);
            if (best == null || stolen < least) {
                best = result;
                least = stolen;
            }
        }
        share.accept(least);
        return Objects.requireNonNull(best);
    }
}
