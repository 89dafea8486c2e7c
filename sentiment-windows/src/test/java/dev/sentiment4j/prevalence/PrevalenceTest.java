package dev.sentiment4j.prevalence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sentiment4j.SentimentLabel;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrevalenceTest {
    private static final SentimentLabel[] LABELS = SentimentLabel.values();
    /** Rates of a model, a row for each true label. */
    private static final double[][] RATES = {{0.8, 0.15, 0.05}, {0.12, 0.7, 0.18}, {0.04, 0.11, 0.85}};

    @Test
    void wilson_isAsPublished() {
        // Newcombe (1998), table I: 81 of 263, and 15 of 148, 0 of 20, 1 of 29.
        assertThat(Shares.wilson(81, 263, 0.95).low()).isCloseTo(0.2553, within(5e-5));
        assertThat(Shares.wilson(81, 263, 0.95).high()).isCloseTo(0.3662, within(5e-5));
        assertThat(Shares.wilson(15, 148, 0.95).low()).isCloseTo(0.0624, within(5e-5));
        assertThat(Shares.wilson(15, 148, 0.95).high()).isCloseTo(0.1605, within(5e-5));
        assertThat(Shares.wilson(0, 20, 0.95))
                .isEqualTo(new Interval(0, Shares.wilson(0, 20, 0.95).high()));
        assertThat(Shares.wilson(0, 20, 0.95).high()).isCloseTo(0.1611, within(5e-5));
        assertThat(Shares.wilson(1, 29, 0.95).low()).isCloseTo(0.0061, within(5e-5));
        assertThat(Shares.wilson(20, 20, 0.95).high()).isEqualTo(1);
        assertThat(Shares.wilson(0, 0, 0.95)).isEqualTo(new Interval(0, 1));
        assertThat(Normal.twoSided(0.95)).isCloseTo(1.959964, within(1e-6));
        assertThat(Normal.twoSided(0.9999)).isCloseTo(3.890592, within(1e-6));
    }

    @Test
    void nonsense_isRefused() {
        assertThatThrownBy(() -> Shares.wilson(2, 1, 0.95)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Shares.wilson(1, 2, 1)).hasMessageContaining("confidence");
        assertThatThrownBy(() -> new Interval(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConfusionMatrix.builder()
                        .add(SentimentLabel.NEUTRAL, SentimentLabel.NEUTRAL)
                        .build())
                .hasMessageContaining("negative or positive");
        AdjustedCount correction = new AdjustedCount(perfect(10));
        assertThatThrownBy(() -> correction.estimate(Map.of(SentimentLabel.NEUTRAL, -1L)))
                .hasMessageContaining("negative");
    }

    private static ConfusionMatrix perfect(long each) {
        ConfusionMatrix.Builder builder = ConfusionMatrix.builder();
        for (SentimentLabel label : LABELS) {
            builder.add(label, label, each);
        }
        return builder.build();
    }

    @Test
    void correction_ofExactCounts_isExact() {
        ConfusionMatrix.Builder builder = ConfusionMatrix.builder();
        double[] truth = {0.5, 0.2, 0.3};
        Map<SentimentLabel, Long> counted = new EnumMap<>(SentimentLabel.class);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                builder.add(LABELS[i], LABELS[j], Math.round(RATES[i][j] * 1000));
                counted.merge(LABELS[j], Math.round(truth[i] * RATES[i][j] * 100_000), Long::sum);
            }
        }
        Map<SentimentLabel, AdjustedCount.Estimate> estimate = new AdjustedCount(builder.build()).estimate(counted);
        for (int i = 0; i < 3; i++) {
            assertThat(estimate.get(LABELS[i]).share()).isCloseTo(truth[i], within(1e-9));
            assertThat(estimate.get(LABELS[i]).interval().contains(truth[i])).isTrue();
        }
    }

    /**
     * Four standard errors of what this many rounds can tell. The three labels of a round go together, so that there
     * are no more independent ones than rounds.
     */
    private static double noise(double rate, int rounds) {
        return 4 * Math.sqrt(rate * (1 - rate) / rounds);
    }

    @Test
    void interval_coversTheTruth_atTheStatedRate() {
        int rounds = 20_000;
        SplittableRandom random = new SplittableRandom(11);
        for (double confidence : new double[] {0.8, 0.9, 0.95}) {
            for (int posts : new int[] {50, 500}) {
                long covered = 0;
                for (int round = 0; round < rounds; round++) {
                    covered += covered(confidence, posts, random);
                }
                double rate = covered / (3.0 * rounds);
                // Never too seldom. Half a post more in each count makes it too often, by less than one in a hundred.
                assertThat(rate)
                        .as(confidence + " with " + posts + " posts")
                        .isBetween(
                                confidence - noise(confidence, rounds), confidence + 0.01 + noise(confidence, rounds));
            }
        }
    }

    /** Of how many labels the interval covers the share, after 150 labelled posts of each. */
    private static int covered(double confidence, int posts, SplittableRandom random) {
        ConfusionMatrix.Builder labelled = ConfusionMatrix.builder();
        for (int i = 0; i < 3; i++) {
            for (int n = 0; n < 150; n++) {
                labelled.add(LABELS[i], answer(i, random));
            }
        }
        double low = random.nextDouble();
        double high = random.nextDouble();
        int[] truth = new int[3];
        Map<SentimentLabel, Long> counted = new EnumMap<>(SentimentLabel.class);
        for (int n = 0; n < posts; n++) {
            double dice = random.nextDouble();
            int label = dice < Math.min(low, high) ? 0 : dice < Math.max(low, high) ? 1 : 2;
            truth[label]++;
            counted.merge(answer(label, random), 1L, Long::sum);
        }
        Map<SentimentLabel, AdjustedCount.Estimate> estimate =
                new AdjustedCount(labelled.build()).estimate(counted, confidence);
        int covered = 0;
        for (int i = 0; i < 3; i++) {
            AdjustedCount.Estimate one = estimate.get(LABELS[i]);
            assertThat(one.interval().contains(one.share())).isTrue();
            covered += one.interval().contains((double) truth[i] / posts) ? 1 : 0;
        }
        return covered;
    }

    private static SentimentLabel answer(int truth, SplittableRandom random) {
        double dice = random.nextDouble();
        double[] rates = RATES[truth];
        return dice < rates[0] ? LABELS[0] : dice < rates[0] + rates[1] ? LABELS[1] : LABELS[2];
    }

    @Test
    void counts_thatNoSharesExplain_haveSharesInsideTheirIntervals() {
        ConfusionMatrix.Builder builder = ConfusionMatrix.builder();
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                builder.add(LABELS[i], LABELS[j], Math.round(RATES[i][j] * 10_000));
            }
        }
        AdjustedCount correction = new AdjustedCount(builder.build());
        for (SentimentLabel only : LABELS) {
            Map<SentimentLabel, AdjustedCount.Estimate> estimate = correction.estimate(Map.of(only, 100_000L));
            assertThat(estimate.values().stream()
                            .mapToDouble(AdjustedCount.Estimate::share)
                            .sum())
                    .isCloseTo(1, within(1e-9));
            assertThat(estimate.get(only).share()).isEqualTo(1);
            assertThat(estimate.values())
                    .allMatch(one -> one.interval().contains(one.share())
                            && one.interval().low() >= 0
                            && one.interval().high() <= 1);
        }
    }

    @Test
    void modelThatTellsNothing_saysSo() {
        ConfusionMatrix.Builder same = ConfusionMatrix.builder();
        for (SentimentLabel truth : LABELS) {
            same.add(truth, SentimentLabel.NEUTRAL, 10);
        }
        AdjustedCount correction = new AdjustedCount(same.build());
        assertThat(correction.isUsable()).isFalse();
        assertThat(correction
                        .estimate(Map.of(SentimentLabel.NEUTRAL, 5L))
                        .get(SentimentLabel.NEGATIVE)
                        .interval())
                .isEqualTo(new Interval(0, 1));
        assertThat(new AdjustedCount(perfect(10))
                        .estimate(Map.of())
                        .get(SentimentLabel.NEGATIVE)
                        .interval())
                .isEqualTo(new Interval(0, 1));
    }
}
