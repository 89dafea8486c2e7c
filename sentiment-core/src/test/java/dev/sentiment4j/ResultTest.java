package dev.sentiment4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResultTest {
    private static final ModelInfo MODEL = new ModelInfo("m", "1");
    private static final Classification EMOTION = Classification.exclusive(Map.of("joy", 0.7, "anger", 0.3));
    private static final Classification TOXICITY = Classification.independent(Map.of("toxic", 0.2), List.of());

    private static SentimentResult.Builder full() {
        return SentimentResult.builder(MODEL)
                .sentiment(
                        Map.of(SentimentLabel.NEGATIVE, 0.1, SentimentLabel.NEUTRAL, 0.2, SentimentLabel.POSITIVE, 0.7))
                .head("emotion", EMOTION)
                .head("toxicity", TOXICITY)
                .input(new InputInfo(12, 3, 1, "social/1"))
                .engine("onnx", "cpu");
    }

    @Test
    void result_ofProbabilities_derivesLabelScoreAndConfidence() {
        SentimentResult result = full().build();
        assertThat(result.label()).isEqualTo(SentimentLabel.POSITIVE);
        assertThat(result.score()).isCloseTo(0.6, within(1e-12));
        assertThat(result.confidence()).isEqualTo(0.7);
        assertThat(result.emotion()).contains(EMOTION);
        assertThat(result.toxicity()).hasValue(0.2);
    }

    @Test
    void result_ofATie_takesTheFirstLabel() {
        assertThat(SentimentResult.builder(MODEL)
                        .sentiment(Map.of(SentimentLabel.POSITIVE, 0.5, SentimentLabel.NEGATIVE, 0.5))
                        .build()
                        .label())
                .isEqualTo(SentimentLabel.NEGATIVE);
    }

    @Test
    void result_withoutSentiment_saysWhichHeadsThereAre() {
        SentimentResult result =
                SentimentResult.builder(MODEL).head("emotion", EMOTION).build();
        assertThat(result.hasSentiment()).isFalse();
        assertThatThrownBy(result::label)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("m:1", "[emotion]");
        assertThat(result.toxicity()).isEqualTo(OptionalDouble.empty());
        assertThat(result.toString()).doesNotContain("score");
    }

    static Stream<Map<SentimentLabel, Double>> impossible() {
        return Stream.of(
                Map.of(),
                Map.of(SentimentLabel.POSITIVE, 1.1),
                Map.of(SentimentLabel.POSITIVE, -0.1),
                Map.of(SentimentLabel.POSITIVE, Double.NaN));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void builder_ofImpossibleProbabilities_refuses(Map<SentimentLabel, Double> probabilities) {
        assertThatThrownBy(() -> SentimentResult.builder(MODEL).sentiment(probabilities, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void builder_ofAnImpossibleScore_refuses() {
        for (double score : new double[] {-1.01, 1.01, Double.NaN}) {
            assertThatThrownBy(
                            () -> SentimentResult.builder(MODEL).sentiment(Map.of(SentimentLabel.POSITIVE, 1.0), score))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void onlyHeads_keepsWhatWasAskedForAndTheRestOfTheTruth() {
        SentimentResult result = full().build();
        SentimentResult some = result.onlyHeads(List.of("toxicity"));
        assertThat(some.hasSentiment()).isFalse();
        assertThat(some.heads()).containsOnlyKeys("toxicity");
        assertThat(some.input()).isEqualTo(result.input());
        assertThat(some.backend()).isEqualTo("onnx");
        assertThat(result.onlyHeads(List.of())).isSameAs(result);
        assertThat(result.onlyHeads(List.of("toxicity", "emotion", "sentiment")))
                .isEqualTo(result);
        assertThat(result.onlyHeads(List.of("sentiment")).heads()).isEmpty();
    }

    static Stream<SentimentResult> others() {
        return Stream.of(
                full().head("emotion", TOXICITY).build(),
                full().sentiment(Map.of(SentimentLabel.POSITIVE, 0.7)).build(),
                full().input(new InputInfo(12, 4, 1, "social/1")).build(),
                full().engine("pytorch", "cpu").build(),
                full().engine("onnx", "cuda:0").build(),
                full().build().onlyHeads(List.of("sentiment")));
    }

    @ParameterizedTest
    @MethodSource("others")
    void result_isAValue(SentimentResult other) {
        assertThat(full().build())
                .isEqualTo(full().build())
                .hasSameHashCodeAs(full().build())
                .isNotEqualTo(other);
    }

    @Test
    void result_collections_cannotBeChanged() {
        SentimentResult result = full().build();
        assertThatThrownBy(() -> result.heads().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> result.probabilities().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> EMOTION.probabilities().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void result_toString_isOneLineForPeople() {
        assertThat(full().build().toString())
                .startsWith("SentimentResult[positive score=+0.600 confidence=0.700 emotion=joy(0.700)")
                .endsWith("tokens=12 tokensCut=3 model=m:1]");
    }

    @Test
    void builder_changedAfterwards_doesNotChangeTheResult() {
        SentimentResult.Builder builder = full();
        SentimentResult result = builder.build();
        builder.head("late", EMOTION);
        assertThat(result.heads()).doesNotContainKey("late");
    }

    @Test
    void classification_ofExclusiveLabels_hasOneThatApplies() {
        assertThat(EMOTION.label()).isEqualTo("joy");
        assertThat(EMOTION.labels()).containsExactly("joy");
        assertThat(EMOTION.probability()).isEqualTo(0.7);
        assertThat(EMOTION.isExclusive()).isTrue();
    }

    @Test
    void classification_ofATie_takesTheFirstLabelOfTheModel() {
        Map<String, Double> tie = new LinkedHashMap<>();
        tie.put("z", 0.5);
        tie.put("a", 0.5);
        assertThat(Classification.exclusive(tie).label()).isEqualTo("z");
    }

    @Test
    void classification_ofAnUnknownLabel_listsThoseThereAre() {
        assertThatThrownBy(() -> TOXICITY.probability("rude"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'rude'", "[toxic]");
    }

    @Test
    void classification_ofNothing_isRefused() {
        assertThatThrownBy(() -> Classification.exclusive(Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void classification_isAValue() {
        assertThat(TOXICITY)
                .isEqualTo(Classification.independent(Map.of("toxic", 0.2), List.of()))
                .hasSameHashCodeAs(Classification.independent(Map.of("toxic", 0.2), List.of()))
                .isNotEqualTo(Classification.independent(Map.of("toxic", 0.2), List.of("toxic")))
                .isNotEqualTo(Classification.exclusive(Map.of("toxic", 0.2)));
    }

    @Test
    void outcome_ofASuccess_holdsItsResultOnly() {
        SentimentResult result = full().build();
        AnalysisOutcome outcome = new AnalysisOutcome.Success(result);
        assertThat(outcome.result()).contains(result);
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.orElseThrow()).isSameAs(result);
    }

    @Test
    void outcome_ofAFailure_throwsIt() {
        InvalidTextException failure = new InvalidTextException("says the test");
        AnalysisOutcome outcome = new AnalysisOutcome.Failure(failure);
        assertThat(outcome.result()).isEmpty();
        assertThat(outcome.failure()).contains(failure);
        assertThatThrownBy(outcome::orElseThrow).isSameAs(failure);
    }
}
