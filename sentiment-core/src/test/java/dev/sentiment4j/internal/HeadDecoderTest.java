package dev.sentiment4j.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sentiment4j.Classification;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.InputInfo;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.batch.InferenceTask;
import dev.sentiment4j.model.HeadSpec;
import dev.sentiment4j.spi.BackendInfo;
import dev.sentiment4j.spi.InferenceOutput;
import dev.sentiment4j.tokenize.TextEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadDecoderTest {
    private static final HeadSpec THREE = HeadSpec.builder("sentiment", List.of("negative", "neutral", "positive"))
            .build();

    private static double[] probabilities(HeadSpec head, float... logits) {
        return HeadDecoder.probabilities(head, logits);
    }

    private static HeadSpec plain(int labels) {
        return HeadSpec.builder(
                        "plain",
                        IntStream.range(0, labels).mapToObj(i -> "l" + i).toList())
                .build();
    }

    /** Decodes one text of these windows, each with its weight. */
    private static SentimentResult decode(HeadSpec head, List<Integer> weights, float[]... windows) {
        List<InferenceTask.Row> rows = Arrays.stream(windows)
                .map(logits -> new InferenceTask.Row(new InferenceOutput(1).put(head.output(), logits), 0))
                .toList();
        HeadDecoder decoder = new HeadDecoder(
                new ModelInfo("m", "1"), new BackendInfo("fake", "fake 1.0", "gpu:7", true, List.of()), List.of(head));
        TextEncoder.Encoded text =
                new TextEncoder.Encoded(List.of(), weights, new InputInfo(9, 1, windows.length, "none/1"));
        return decoder.decode(text, rows, Set.of());
    }

    private static SentimentResult decode(HeadSpec head, float... logits) {
        return decode(head, List.of(1), logits);
    }

    @Test
    void probabilities_ofSoftmax_followTheDefinition() {
        double[] p = probabilities(THREE, 1, 2, 3);
        double sum = Math.exp(1) + Math.exp(2) + Math.exp(3);
        assertThat(p)
                .containsExactly(new double[] {Math.exp(1) / sum, Math.exp(2) / sum, Math.exp(3) / sum}, within(1e-12));
    }

    @Test
    void probabilities_ofExtremeLogits_stayFinite() {
        assertThat(probabilities(THREE, -60, 30, -1000)).containsExactly(new double[] {0, 1, 0}, within(1e-12));
        assertThat(probabilities(THREE, -3e38f, -3e38f, -3e38f))
                .containsExactly(new double[] {1 / 3d, 1 / 3d, 1 / 3d}, within(1e-12));
        assertThat(probabilities(THREE, 3e38f, -3e38f, 0)).containsExactly(new double[] {1, 0, 0}, within(1e-12));
    }

    @Property(tries = 500)
    void probabilities_ofSoftmax_areADistributionThatKeepsTheOrder(
            @ForAll @Size(min = 1, max = 12) List<@FloatRange(min = -1e30f, max = 1e30f) Float> logits) {
        float[] z = new float[logits.size()];
        for (int i = 0; i < z.length; i++) {
            z[i] = logits.get(i);
        }
        double[] p = HeadDecoder.probabilities(plain(z.length), z);
        assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-9));
        for (int i = 0; i < z.length; i++) {
            assertThat(p[i]).isBetween(0.0, 1.0);
            for (int j = 0; j < z.length; j++) {
                if (z[i] > z[j]) {
                    assertThat(p[i]).isGreaterThanOrEqualTo(p[j]);
                }
            }
        }
    }

    @Test
    void probabilities_withATemperature_divideTheLogitsByIt() {
        HeadSpec warm =
                HeadSpec.builder("plain", List.of("a", "b")).temperature(2).build();
        assertThat(probabilities(warm, 2, 4)).containsExactly(probabilities(plain(2), 1, 2), within(1e-12));
        HeadSpec warmSigmoid = HeadSpec.builder("plain", List.of("a"))
                .activation(HeadSpec.Activation.SIGMOID)
                .temperature(2)
                .build();
        assertThat(probabilities(warmSigmoid, 2)[0]).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-12));
    }

    @Test
    void probabilities_ofSigmoid_standAlone() {
        HeadSpec head = HeadSpec.builder("tags", List.of("a", "b", "c"))
                .activation(HeadSpec.Activation.SIGMOID)
                .build();
        assertThat(probabilities(head, 0, 1000, -1000)).containsExactly(new double[] {0.5, 1, 0}, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void probabilities_ofALogitThatIsNoNumber_areRefused(float bad) {
        assertThatThrownBy(() -> probabilities(THREE, 1, bad, 2))
                .isInstanceOf(InferenceException.class)
                .hasMessageContainingAll(String.valueOf(bad), "'sentiment'");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void probabilities_ofAnotherNumberOfLogits_areRefused(int count) {
        assertThatThrownBy(() -> HeadDecoder.probabilities(THREE, new float[count]))
                .isInstanceOf(InferenceException.class)
                .hasMessageContainingAll(count + " logits", "3 labels");
    }

    @Test
    void decode_ofThreeClasses_givesLabelScoreAndConfidence() {
        SentimentResult result = decode(THREE, 0, 1, 3);
        double[] p = probabilities(THREE, 0, 1, 3);
        assertThat(result.label()).isEqualTo(SentimentLabel.POSITIVE);
        assertThat(result.confidence()).isEqualTo(p[2]);
        assertThat(result.score()).isCloseTo(p[2] - p[0], within(1e-12));
        assertThat(result.backend()).isEqualTo("fake");
        assertThat(result.device()).isEqualTo("gpu:7");
        assertThat(result.input().tokensCut()).isEqualTo(1);
    }

    @Test
    void decode_ofTwoClasses_inventsNoNeutral() {
        HeadSpec two =
                HeadSpec.builder("sentiment", List.of("POSITIVE", "NEGATIVE")).build();
        SentimentResult result = decode(two, 0, 2);
        assertThat(result.probabilities()).containsOnlyKeys(SentimentLabel.NEGATIVE, SentimentLabel.POSITIVE);
        assertThat(result.label()).isEqualTo(SentimentLabel.NEGATIVE);
        double[] p = probabilities(two, 0, 2);
        assertThat(result.score()).isCloseTo(p[0] - p[1], within(1e-12));
    }

    @Test
    void decode_ofStars_foldsLabelsAndGradesTheScore() {
        HeadSpec stars = HeadSpec.builder("sentiment", List.of("1 star", "2 stars", "3 stars", "4 stars", "5 stars"))
                .build();
        double[] p = probabilities(stars, 1, 2, 3, 4, 5);
        SentimentResult result = decode(stars, 1, 2, 3, 4, 5);
        assertThat(result.probabilities().get(SentimentLabel.NEGATIVE)).isCloseTo(p[0] + p[1], within(1e-12));
        assertThat(result.probabilities().get(SentimentLabel.NEUTRAL)).isCloseTo(p[2], within(1e-12));
        assertThat(result.probabilities().get(SentimentLabel.POSITIVE)).isCloseTo(p[3] + p[4], within(1e-12));
        assertThat(result.score()).isCloseTo(-p[0] - 0.5 * p[1] + 0.5 * p[3] + p[4], within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(floats = {-300, 300})
    void decode_ofCertainty_keepsScoreAndProbabilitiesInRange(float extreme) {
        HeadSpec stars = HeadSpec.builder("sentiment", List.of("1 star", "2 stars", "3 stars", "4 stars", "5 stars"))
                .build();
        SentimentResult result = decode(stars, -extreme, -extreme, 0, extreme, extreme);
        assertThat(result.score()).isBetween(-1.0, 1.0);
        assertThat(result.confidence()).isBetween(0.0, 1.0);
    }

    @Test
    void decode_ofIndependentLabels_listsThoseAtOrAboveTheirThresholds() {
        HeadSpec head = HeadSpec.builder("tags", List.of("a", "b", "c", "d"))
                .activation(HeadSpec.Activation.SIGMOID)
                .threshold("b", 0.9)
                .threshold("d", 0.1)
                .build();
        Classification tags = decode(head, 0, 2, -0.01f, -2).head("tags").orElseThrow();
        assertThat(tags.labels()).containsExactly("a", "d");
        assertThat(tags.label()).isEqualTo("b");
        assertThat(tags.isExclusive()).isFalse();
    }

    @Test
    void decode_ofWindows_weighsThemByTheirTokens() {
        HeadSpec head = plain(2);
        Map<String, Double> mean = decode(head, List.of(30, 10), new float[] {4, 0}, new float[] {0, 4})
                .head("plain")
                .orElseThrow()
                .probabilities();
        double p = probabilities(head, 4, 0)[0];
        assertThat(mean.get("l0")).isCloseTo(0.75 * p + 0.25 * (1 - p), within(1e-12));
        assertThat(mean.get("l0") + mean.get("l1")).isCloseTo(1, within(1e-12));
    }

    @Property(tries = 200)
    void decode_ofManyWindows_neverLeavesTheRange(
            @ForAll @Size(min = 2, max = 20) List<@FloatRange(min = -90, max = 90) Float> logits) {
        float[][] windows = logits.stream().map(z -> new float[] {z, 0, -z}).toArray(float[][]::new);
        List<Integer> weights = IntStream.range(0, windows.length)
                .map(i -> 1 + 7 * i % 5)
                .boxed()
                .toList();
        SentimentResult result = decode(THREE, weights, windows);
        assertThat(result.score()).isBetween(-1.0, 1.0);
        assertThat(result.probabilities().values()).allMatch(p -> p >= 0 && p <= 1);
    }
}
