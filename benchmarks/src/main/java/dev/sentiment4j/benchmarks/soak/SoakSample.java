package dev.sentiment4j.benchmarks.soak;

import java.util.Locale;

/**
 * One look at the process.
 *
 * @param seconds since the start
 * @param phase "texts" or "cycles"
 * @param done texts analyzed in this phase, or cycles done
 * @param rss resident memory in bytes
 * @param rssAnon the part of it that no file backs, in bytes
 * @param heapAfterGc bytes of Java objects right after a collection
 * @param threads live threads
 */
record SoakSample(double seconds, String phase, long done, long rss, long rssAnon, long heapAfterGc, int threads) {
    static final String HEADER = "seconds,phase,done,rss,rssAnon,heapAfterGc,threads";
    private static final double MIB = 1 << 20;

    /** A line of {@code soak.csv}. */
    String csv() {
        return String.format(
                Locale.ROOT, "%.1f,%s,%d,%d,%d,%d,%d", seconds, phase, done, rss, rssAnon, heapAfterGc, threads);
    }

    /** One line for people. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%7.1f s  %-6s %8d  rss %.1f MiB (anonymous %.1f)  heap %.1f MiB  %d threads",
                seconds,
                phase,
                done,
                rss / MIB,
                rssAnon / MIB,
                heapAfterGc / MIB,
                threads);
    }
}
