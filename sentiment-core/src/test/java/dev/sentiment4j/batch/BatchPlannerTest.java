package dev.sentiment4j.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.spi.BatchCost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class BatchPlannerTest {
    private static final int OVERHEAD = 12;
    private static final double SLACK = 0.02;

    @Provide
    Arbitrary<int[]> lengths() {
        return Arbitraries.integers()
                .between(1, 512)
                .array(int[].class)
                .ofMinSize(1)
                .ofMaxSize(600);
    }

    @Property(tries = 300)
    void plan_ofAnything_isAscendingDistinctAndHoldsTheOldest(
            @ForAll("lengths") int[] lengths,
            @ForAll BatchCost cost,
            @ForAll @IntRange(min = 1, max = 64) int maxSize,
            @ForAll @IntRange(min = 1, max = 2048) int maxTokens) {
        int[] chosen = plan(lengths, cost, maxSize, maxTokens);
        assertThat(chosen[0]).isZero();
        assertThat(chosen[chosen.length - 1]).isLessThan(lengths.length);
        for (int i = 1; i < chosen.length; i++) {
            assertThat(chosen[i]).isGreaterThan(chosen[i - 1]);
        }
    }

    @Property(tries = 300)
    void plan_ofAnything_staysWithinSizeAndBudgetUnlessAlone(
            @ForAll("lengths") int[] lengths,
            @ForAll BatchCost cost,
            @ForAll @IntRange(min = 1, max = 64) int maxSize,
            @ForAll @IntRange(min = 1, max = 2048) int maxTokens) {
        int[] chosen = plan(lengths, cost, maxSize, maxTokens);
        assertThat(chosen.length).isBetween(1, maxSize);
        if (chosen.length > 1) {
            assertThat(costOf(cost, lengths, chosen)).isLessThanOrEqualTo(maxTokens);
        }
    }

    @Property(tries = 300)
    void plan_ofAnything_takesNeighboursInLength(
            @ForAll("lengths") int[] lengths,
            @ForAll BatchCost cost,
            @ForAll @IntRange(min = 1, max = 64) int maxSize,
            @ForAll @IntRange(min = 1, max = 2048) int maxTokens) {
        int[] chosen = plan(lengths, cost, maxSize, maxTokens);
        int shortest = Arrays.stream(chosen).map(i -> lengths[i]).min().orElseThrow();
        int longest = Arrays.stream(chosen).map(i -> lengths[i]).max().orElseThrow();
        List<Integer> left = IntStream.range(0, lengths.length)
                .filter(i -> Arrays.binarySearch(chosen, i) < 0)
                .map(i -> lengths[i])
                .boxed()
                .toList();
        assertThat(left).allMatch(length -> length <= shortest || length >= longest);
    }

    @Property(tries = 100)
    void plan_ofTheSame_isTheSameAndLeavesItsInputAlone(
            @ForAll("lengths") int[] lengths,
            @ForAll BatchCost cost,
            @ForAll @IntRange(min = 1, max = 64) int maxSize,
            @ForAll @IntRange(min = 1, max = 2048) int maxTokens) {
        int[] before = lengths.clone();
        int[] first = plan(lengths, cost, maxSize, maxTokens);
        assertThat(plan(lengths, cost, maxSize, maxTokens)).isEqualTo(first);
        assertThat(lengths).isEqualTo(before);
    }

    @Property(tries = 100)
    void plan_usedToDrainAQueue_letsNobodyWaitLongerThanInLine(
            @ForAll("lengths") int[] lengths,
            @ForAll BatchCost cost,
            @ForAll @IntRange(min = 1, max = 64) int maxSize,
            @ForAll @IntRange(min = 1, max = 2048) int maxTokens) {
        List<Integer> waiting =
                new ArrayList<>(IntStream.range(0, lengths.length).boxed().toList());
        int[] ranIn = new int[lengths.length];
        int batches = 0;
        while (!waiting.isEmpty()) {
            int[] chosen = plan(waiting.stream().mapToInt(i -> lengths[i]).toArray(), cost, maxSize, maxTokens);
            List<Integer> texts = Arrays.stream(chosen).mapToObj(waiting::get).toList();
            for (int text : texts) {
                ranIn[text] = batches;
            }
            waiting.removeAll(texts);
            batches++;
        }
        for (int text = 0; text < lengths.length; text++) {
            assertThat(ranIn[text]).isBetween(0, text);
        }
    }

    @Example
    void plan_nearestIsTooLong_takesTheShorterThatFits() {
        assertThat(plan(new int[] {10, 12, 5}, BatchCost.PADDED, 8, 20)).containsExactly(0, 2);
    }

    /** Against every batch there could be, tried one by one. */
    @Property(tries = 300)
    void plan_ofAnything_isAsGoodAsTheBestThereIs(
            @ForAll("lengths") int[] lengths,
            @ForAll BatchCost cost,
            @ForAll @IntRange(min = 1, max = 20) int maxSize,
            @ForAll @IntRange(min = 1, max = 2048) int maxTokens) {
        int[] sorted = lengths.clone();
        Arrays.sort(sorted);
        double best = Double.MAX_VALUE;
        for (int low = 0; low < sorted.length; low++) {
            for (int count = 1; count <= maxSize && low + count <= sorted.length; count++) {
                int[] run = Arrays.copyOfRange(sorted, low, low + count);
                long spent = cost.of(
                        run[count - 1], count, Arrays.stream(run).asLongStream().sum());
                boolean holdsTheOldest = run[0] <= lengths[0] && lengths[0] <= run[count - 1];
                if (holdsTheOldest && (count == 1 || spent <= maxTokens)) {
                    best = Math.min(best, ratio(spent, run));
                }
            }
        }
        int[] chosen = plan(lengths, cost, maxSize, maxTokens);
        int[] run = Arrays.stream(chosen).map(i -> lengths[i]).toArray();
        assertThat(ratio(costOf(cost, lengths, chosen), run)).isLessThanOrEqualTo(best * (1 + SLACK) + 1e-12);
    }

    @Example
    void plan_withOthersAsLongAsTheOldest_takesOnlySoManyAsAreGood() {
        int[] lengths = {34, 34, 40, 40, 40};
        assertThat(new BatchPlanner(BatchCost.PADDED, 1000, OVERHEAD).plan(lengths, 4, 0))
                .containsExactly(0, 2, 3, 4);
    }

    private static double ratio(long spent, int[] lengths) {
        return (double) (OVERHEAD + spent)
                / Arrays.stream(lengths).mapToLong(l -> OVERHEAD + l).sum();
    }

    @Example
    void plan_ofALongTextAmongShortOnes_runsItAlone() {
        assertThat(plan(new int[] {100, 5, 5, 5}, BatchCost.PADDED, 8, 1000)).containsExactly(0);
    }

    @Example
    void plan_whereACallCostsMuch_paddingIsWorthIt() {
        int[] lengths = {100, 5, 5, 5};
        assertThat(new BatchPlanner(BatchCost.PADDED, 1000, 500).plan(lengths, 8, 0))
                .containsExactly(0, 1, 2, 3);
    }

    @Example
    void plan_withSlack_takesTheCheaperOfBatchesNearlyAsGood() {
        int[] lengths = IntStream.generate(() -> 20).limit(64).toArray();
        BatchPlanner planner = new BatchPlanner(BatchCost.PADDED, 10_000, OVERHEAD);
        assertThat(planner.plan(lengths, 64, 0)).hasSize(64);
        assertThat(planner.plan(lengths, 64, 0.05)).hasSizeBetween(5, 20);
    }

    @Example
    void plan_ofTweets_wastesLessThanAThirdOfWhatArrivalOrderDoes() {
        Random random = new Random(7);
        int[] tweets = IntStream.range(0, 20_000)
                .map(i -> (int) Math.max(3, Math.min(128, Math.exp(3.2 + 0.6 * random.nextGaussian()))))
                .toArray();
        long needed = Arrays.stream(tweets).asLongStream().sum();
        long inOrder = 0;
        for (int start = 0; start < tweets.length; start += 32) {
            int[] batch =
                    IntStream.range(start, Math.min(tweets.length, start + 32)).toArray();
            inOrder += costOf(BatchCost.PADDED, tweets, batch);
        }
        long planned = 0;
        List<Integer> waiting = new ArrayList<>();
        int next = 0;
        while (next < tweets.length || !waiting.isEmpty()) {
            while (next < tweets.length && waiting.size() < BatchQueue.WINDOW) {
                waiting.add(tweets[next++]);
            }
            int[] lengths = waiting.stream().mapToInt(Integer::intValue).toArray();
            int[] chosen = plan(lengths, BatchCost.PADDED, 32, 1024);
            planned += costOf(BatchCost.PADDED, lengths, chosen);
            for (int i = chosen.length - 1; i >= 0; i--) {
                waiting.remove(chosen[i]);
            }
        }
        assertThat(planned - needed).isLessThan((inOrder - needed) / 3);
    }

    private static int[] plan(int[] lengths, BatchCost cost, int maxSize, int maxTokens) {
        return new BatchPlanner(cost, maxTokens, OVERHEAD).plan(lengths, maxSize, SLACK);
    }

    private static long costOf(BatchCost cost, int[] lengths, int[] chosen) {
        int longest = Arrays.stream(chosen).map(i -> lengths[i]).max().orElseThrow();
        long total = Arrays.stream(chosen).mapToLong(i -> lengths[i]).sum();
        return cost.of(longest, chosen.length, total);
    }
}
