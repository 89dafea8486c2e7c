package dev.sentiment4j.batch;

import dev.sentiment4j.spi.BatchCost;
import java.util.Arrays;

/**
 * Chooses the next batch from what is waiting: a pure function of the waiting texts' lengths.
 *
 * <p>The oldest text is always chosen, so nobody starves: a text waits for at most as many batches as texts came before
 * it. With the waiting texts sorted by length, every run of neighbours around the oldest is a possible batch; among
 * texts of its length the oldest may stand in any place. The best one costs the least compared with running its texts
 * one by one, where a call costs an overhead (above all, reading the weights once) plus its tokens with padding:
 *
 * <pre>{@code
 *   overhead + cost(batch)          smaller is better
 * ------------------------------
 *  sum of (overhead + length)
 * }</pre>
 *
 * <p>Large batches save overhead, padding spends it; the ratio weighs the two. Among batches nearly as good as the best
 * ({@code slack}) the cheapest is taken: its texts are answered sooner and the next arrivals wait less.
 */
final class BatchPlanner {
    private static final long POSITION = 0xFFFF_FFFFL;

    private final BatchCost cost;
    private final int maxTokens;
    private final int overhead;

    /**
     * A planner for one engine.
     *
     * @param cost how the engine counts a batch's tokens
     * @param maxTokens the most tokens as the engine counts them; one text alone may exceed it
     * @param overhead what a call costs beyond its tokens, in tokens
     */
    BatchPlanner(BatchCost cost, int maxTokens, int overhead) {
        this.cost = cost;
        this.maxTokens = maxTokens;
        this.overhead = overhead;
    }

    /**
     * The batch.
     *
     * @param lengths tokens of the waiting texts, oldest first; at least one, each at least 1
     * @param maxSize the most texts
     * @param slack how much worse than the best ratio a cheaper batch may be; 0.02 for 2 %
     * @return positions in {@code lengths}, ascending; position 0 is always among them
     */
    int[] plan(int[] lengths, int maxSize, double slack) {
        if (lengths.length == 1 || maxSize == 1) {
            return new int[] {0};
        }
        long[] sorted = sortedByLength(lengths);
        int anchor = Arrays.binarySearch(sorted, key(lengths[0], 0));
        int last = anchor;
        while (last + 1 < sorted.length && length(sorted[last + 1]) == lengths[0]) {
            last++;
        }
        double limit = ratioOfBest(sorted, anchor, last, maxSize) * (1 + slack);
        return cheapest(sorted, anchor, last, maxSize, limit);
    }

    /** The next end of a run, past those that only repeat runs of nothing but texts as long as the oldest. */
    private static int next(int high, int anchor, int last, int maxSize) {
        return high + 1 - anchor < maxSize ? high + 1 : Math.max(high + 1, last);
    }

    private double ratioOfBest(long[] sorted, int anchor, int last, int maxSize) {
        double best = Double.MAX_VALUE;
        for (int high = anchor;
                high < sorted.length && high - last < maxSize;
                high = next(high, anchor, last, maxSize)) {
            long total = 0;
            for (int low = high; low >= 0 && high - low < maxSize; low--) {
                total += length(sorted[low]);
                int count = high - low + 1;
                long spent = cost.of(length(sorted[high]), count, total);
                if (count > 1 && spent > maxTokens) {
                    break;
                }
                if (low <= last) {
                    best = Math.min(best, ratio(spent, count, total));
                }
            }
        }
        return best;
    }

    private int[] cheapest(long[] sorted, int anchor, int last, int maxSize, double limit) {
        int from = anchor;
        int to = anchor;
        long least = Long.MAX_VALUE;
        double leastRatio = Double.MAX_VALUE;
        for (int high = anchor;
                high < sorted.length && high - last < maxSize;
                high = next(high, anchor, last, maxSize)) {
            long total = 0;
            for (int low = high; low >= 0 && high - low < maxSize; low--) {
                total += length(sorted[low]);
                int count = high - low + 1;
                long spent = cost.of(length(sorted[high]), count, total);
                if (count > 1 && spent > maxTokens) {
                    break;
                }
                double ratio = ratio(spent, count, total);
                if (low <= last && ratio <= limit && (spent < least || (spent == least && ratio < leastRatio))) {
                    least = spent;
                    leastRatio = ratio;
                    from = low;
                    to = high;
                }
            }
        }
        int[] chosen = new int[to - from + 1];
        for (int i = from; i <= to; i++) {
            // Of texts as long as the oldest, the oldest come first.
            int at = from > anchor && i <= last ? i - from + anchor : i;
            chosen[i - from] = (int) (sorted[at] & POSITION);
        }
        Arrays.sort(chosen);
        return chosen;
    }

    private double ratio(long spent, int count, long total) {
        // Without any overhead a batch is never better than its texts alone, and would never be formed.
        double call = Math.max(1, overhead);
        return (call + spent) / (call * count + total);
    }

    /** Length and position in one number: sorting is by length, among equals by age, and needs no boxing. */
    private static long[] sortedByLength(int[] lengths) {
        long[] sorted = new long[lengths.length];
        for (int i = 0; i < lengths.length; i++) {
            sorted[i] = key(lengths[i], i);
        }
        Arrays.sort(sorted);
        return sorted;
    }

    private static long key(int length, int position) {
        return ((long) length << Integer.SIZE) | position;
    }

    private static int length(long key) {
        return (int) (key >>> Integer.SIZE);
    }
}
