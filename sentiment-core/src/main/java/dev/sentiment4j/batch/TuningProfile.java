package dev.sentiment4j.batch;

import java.util.List;
import java.util.Locale;

/**
 * What a sweep found to suit a model on a machine.
 *
 * @param lanes streams of inference calls
 * @param intraOpThreads threads of one call
 * @param maxBatchTokens tokens of a batch beyond which larger ones gain next to nothing: the knee
 * @param callOverheadTokens what a call costs beyond its tokens, in tokens
 * @param remembered whether it was measured at an earlier start
 * @param points what was measured, for people
 */
public record TuningProfile(
        int lanes,
        int intraOpThreads,
        int maxBatchTokens,
        int callOverheadTokens,
        boolean remembered,
        List<Point> points) {
    /** Texts of a batch for each of its tokens, at most: texts of fewer tokens than this do not fill the budget. */
    private static final int LEAST_TOKENS_OF_A_TEXT = 8;

    /**
     * One measurement.
     *
     * @param lanes lanes at work at the same time
     * @param intraOpThreads threads of each
     * @param batchTokens tokens of each batch
     * @param tokensPerSecond of all lanes together
     */
    public record Point(int lanes, int intraOpThreads, int batchTokens, double tokensPerSecond) {}

    public TuningProfile {
        points = List.copyOf(points);
    }

    /** The same, found at an earlier start. */
    public TuningProfile asRemembered() {
        return new TuningProfile(lanes, intraOpThreads, maxBatchTokens, callOverheadTokens, true, points);
    }

    /** The most texts of a batch. */
    public int maxBatchSize() {
        return Math.max(1, maxBatchTokens / LEAST_TOKENS_OF_A_TEXT);
    }

    /** The options with everything filled in that they leave open. */
    public BatchOptions applyTo(BatchOptions options) {
        return options.toBuilder()
                .lanes(orElse(options.lanes(), lanes))
                .intraOpThreads(orElse(options.intraOpThreads(), intraOpThreads))
                .maxBatchSize(orElse(options.maxBatchSize(), maxBatchSize()))
                .maxBatchTokens(orElse(options.maxBatchTokens(), maxBatchTokens))
                .callOverheadTokens(orElse(options.callOverheadTokens(), callOverheadTokens))
                .build();
    }

    private static int orElse(int chosen, int found) {
        return chosen == BatchOptions.AUTO ? found : chosen;
    }

    /** One line for logs. */
    @Override
    public String toString() {
        double best = points.stream().mapToDouble(Point::tokensPerSecond).max().orElse(0);
        return String.format(
                Locale.ROOT,
                "tuned%s: %d x %d threads, batches of %d tokens, call overhead %d tokens, %.0f tokens/s at best",
                remembered ? " earlier" : "",
                lanes,
                intraOpThreads,
                maxBatchTokens,
                callOverheadTokens,
                best);
    }
}
