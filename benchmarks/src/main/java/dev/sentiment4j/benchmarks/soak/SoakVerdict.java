package dev.sentiment4j.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a soak run showed.
 *
 * @param growthOverTexts resident memory at the end of the texts against after warm-up: 0.02 for two percent more
 * @param growthOverCycles the same over opening and closing
 * @param threadsLeft threads at the end beyond those before the first analyzer
 * @param failures texts without a result
 * @param problems what is wrong; empty when all is well
 */
record SoakVerdict(
        double growthOverTexts, double growthOverCycles, int threadsLeft, long failures, List<String> problems) {

    /**
     * Judges.
     *
     * @param texts samples of the first phase, in order
     * @param cycles samples of the second phase, in order
     * @param threadsBefore threads before the first analyzer
     * @param maxGrowth see {@link SoakOptions}
     */
    static SoakVerdict of(
            List<SoakSample> texts, List<SoakSample> cycles, int threadsBefore, long failures, double maxGrowth) {
        double overTexts = growth(texts);
        double overCycles = growth(cycles);
        int left = Math.max(0, cycles.get(cycles.size() - 1).threads() - threadsBefore);
        List<String> problems = new ArrayList<>();
        grown(problems, "over the texts", overTexts, maxGrowth);
        grown(problems, "over the cycles", overCycles, maxGrowth);
        if (left > 0) {
            problems.add(left + " threads are left after the last close");
        }
        if (failures > 0) {
            problems.add(failures + " texts have no result");
        }
        return new SoakVerdict(overTexts, overCycles, left, failures, List.copyOf(problems));
    }

    /**
     * How much resident memory grew after warm-up: the median of the last fifth of the samples against that of the
     * second fifth. Medians, since single looks jump; the first fifth is warm-up. 0 of fewer than five samples.
     */
    static double growth(List<SoakSample> samples) {
        int fifth = samples.size() / 5;
        if (fifth == 0) {
            return 0;
        }
        double before = median(samples.subList(fifth, 2 * fifth));
        double after = median(samples.subList(samples.size() - fifth, samples.size()));
        return before == 0 ? 0 : after / before - 1;
    }

    private static double median(List<SoakSample> samples) {
        long[] sorted = samples.stream().mapToLong(SoakSample::rss).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }

    private static void grown(List<String> problems, String when, double growth, double maxGrowth) {
        if (growth > maxGrowth) {
            problems.add(String.format(
                    Locale.ROOT,
                    "resident memory grew by %.1f %% %s, more than %.1f %%",
                    growth * 100,
                    when,
                    maxGrowth * 100));
        }
    }

    /** One line for people. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: resident memory %+.1f %% over the texts, %+.1f %% over the cycles; %d threads left, %d failures%s",
                problems.isEmpty() ? "sound" : "NOT sound",
                growthOverTexts * 100,
                growthOverCycles * 100,
                threadsLeft,
                failures,
                problems.isEmpty() ? "" : " (" + String.join("; ", problems) + ")");
    }
}
