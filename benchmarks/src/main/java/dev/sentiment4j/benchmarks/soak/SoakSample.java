package dev.sentiment4j.benchmarks.soak;

import java.util.Locale;

/**
 * One look at the process.
 *
 * @param seconds since the start
 * @param texts analyzed by the one analyzer of the first phase
 * @param cycles analyzers opened and closed in the second phase
 * @param rss resident memory in bytes
 * @param rssAnon the part of it that no file backs, in bytes
 * @param heapAfterGc bytes of Java objects right after a collection
 * @param threads live threads
 */
record SoakSample(double seconds, long texts, long cycles, long rss, long rssAnon, long heapAfterGc, int threads) {
    static final String HEADER = "seconds,texts,cycles,rssMb,rssAnonMb,heapMb,threads";
    private static final double MIB = 1 << 20;

    /** A line of {@code soak.csv}. */
    String csv() {
        return String.format(
                Locale.ROOT,
                "%.1f,%d,%d,%.1f,%.1f,%.1f,%d",
                seconds,
                texts,
                cycles,
                rss / MIB,
                rssAnon / MIB,
                heapAfterGc / MIB,
                threads);
    }

    /** One line for people. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%7.1f s  %8d texts  %3d cycles  rss %.1f MiB (anonymous %.1f)  heap %.1f MiB  %d threads",
                seconds,
                texts,
                cycles,
                rss / MIB,
                rssAnon / MIB,
                heapAfterGc / MIB,
                threads);
    }
}
