package dev.sentiment4j.benchmarks.load;

import java.util.Locale;

/**
 * What one server did under one load: a row of {@code open-loop.json}, fields in the order of the file. Times are in
 * milliseconds and run from the moment a text was due, whether or not anybody was ready to send or take it.
 *
 * @param setup the server
 * @param arrivals "poisson" or "bursty"
 * @param load the offered rate as a share of {@code capacity}
 * @param seconds how long texts arrived
 * @param offered texts that arrived
 * @param completed texts answered
 * @param rejected texts refused because the server was full
 * @param failed texts that ended in any other way, or not within a minute after the last arrival
 * @param offeredRate texts per second that arrived
 * @param throughput texts per second answered while texts arrived
 * @param p50 half of the answers took at most this long
 * @param rejectionP50 half of the refusals took at most this long, from handing over the text
 * @param paddingWaste share of the engine's tokens that were padding, 0 to 1
 * @param meanBatch texts in a batch on average
 * @param dispatchP99 how late texts were handed over, compared with when they were due: the load generator's own error
 * @param stolenPercent processor time that the hypervisor gave to other machines meanwhile, in percent of the busy time
 * @param peakBefore texts per second of 64 closed-loop callers right before this run; 0 where that was not measured,
 *     which is everywhere but for the library itself above capacity
 * @param peakAfter the same right after
 */
public record LoadReport(
        String setup,
        String arrivals,
        double load,
        double seconds,
        int offered,
        long completed,
        long rejected,
        long failed,
        double offeredRate,
        double throughput,
        double p50,
        double p90,
        double p99,
        double p999,
        double max,
        double rejectionP50,
        double rejectionP99,
        double rejectionMax,
        double paddingWaste,
        double meanBatch,
        double dispatchP50,
        double dispatchP99,
        double dispatchMax,
        double stolenPercent,
        double peakBefore,
        double peakAfter) {

    /** The same row with what was stolen meanwhile and the peaks around it. */
    public LoadReport withSurroundings(double stolenPercent, double before, double after) {
        return new LoadReport(
                setup,
                arrivals,
                load,
                seconds,
                offered,
                completed,
                rejected,
                failed,
                offeredRate,
                throughput,
                p50,
                p90,
                p99,
                p999,
                max,
                rejectionP50,
                rejectionP99,
                rejectionMax,
                paddingWaste,
                meanBatch,
                dispatchP50,
                dispatchP99,
                dispatchMax,
                stolenPercent,
                before,
                after);
    }

    /** One line for people. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-17s %-7s %3.0f %%: offered %.0f/s, answered %.0f/s, rejected %d (p99 %.3f ms), failed %d,"
                        + " p50 %.1f p90 %.1f p99 %.1f p99.9 %.1f max %.1f ms, padding %.1f %%, batch %.1f, late p99 %.2f ms, stolen %.1f %%",
                setup,
                arrivals,
                load * 100,
                offeredRate,
                throughput,
                rejected,
                rejectionP99,
                failed,
                p50,
                p90,
                p99,
                p999,
                max,
                paddingWaste * 100,
                meanBatch,
                dispatchP99,
                stolenPercent);
    }
}
