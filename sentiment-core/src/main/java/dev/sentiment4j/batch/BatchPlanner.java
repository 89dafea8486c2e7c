package dev.sentiment4j.batch;

import dev.sentiment4j.spi.BatchCost;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Chooses the next batch from what is waiting: a pure function of the waiting texts' lengths.
 *
 * <p>The oldest text is always chosen, so nobody starves: a text waits for at most as many batches as texts came before
 * it. The others are its neighbours when the waiting texts are sorted by length, taken from the side that is nearer in
 * length, so that padding stays small.
 */
final class BatchPlanner {
    private BatchPlanner() {}

    /**
     * The batch.
     *
     * @param lengths tokens of the waiting texts, oldest first; at least one
     * @param maxSize the most texts
     * @param maxTokens the most tokens as the engine counts them; one text alone may exceed it
     * @return positions in {@code lengths}, ascending; position 0 is always among them
     */
    static int[] plan(int[] lengths, BatchCost cost, int maxSize, int maxTokens) {
        if (lengths.length == 1 || maxSize == 1) {
            return new int[] {0};
        }
        int[] byLength = sortedByLength(lengths);
        int anchor = 0;
        while (byLength[anchor] != 0) {
            anchor++;
        }
        int low = anchor;
        int high = anchor;
        long total = lengths[0];
        boolean longerFit = true;
        while (high - low + 1 < maxSize) {
            boolean shorterLeft = low > 0;
            boolean longerLeft = longerFit && high < byLength.length - 1;
            if (!shorterLeft && !longerLeft) {
                break;
            }
            boolean downward = shorterLeft
                    && (!longerLeft
                            || lengths[0] - lengths[byLength[low - 1]] <= lengths[byLength[high + 1]] - lengths[0]);
            int candidate = downward ? low - 1 : high + 1;
            long grown = total + lengths[byLength[candidate]];
            int longest = lengths[byLength[Math.max(high, candidate)]];
            if (cost.of(longest, high - low + 2, grown) > maxTokens) {
                if (downward) {
                    break;
                }
                // A longer text may cost too much where a shorter one still fits.
                longerFit = false;
                continue;
            }
            total = grown;
            low = Math.min(low, candidate);
            high = Math.max(high, candidate);
        }
        int[] chosen = Arrays.copyOfRange(byLength, low, high + 1);
        Arrays.sort(chosen);
        return chosen;
    }

    /** Positions by length; among equals the older first, so that the older are nearer to the anchor. */
    private static int[] sortedByLength(int[] lengths) {
        return IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> lengths[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
