package dev.sentiment4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.model.HeadSpec.Meaning;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSetsTest {
    @ParameterizedTest
    @CsvSource({
        "negative;neutral;positive, sentiment",
        "Positive;Negative, sentiment",
        "NEG;NEU;POS, sentiment",
        "1 star;2 stars;3 stars;4 stars;5 stars, sentiment",
        "Very Negative;Negative;Neutral;Positive;Very Positive, sentiment",
        "negative;neutral;positive;mixed, classification",
        "neg;negative;positive, classification",
        "neutral;positive, classification",
        "1 star;2 stars, classification",
        "anger;disgust;fear;joy;neutral;sadness;surprise, emotion",
        "anger;joy;optimism;sadness, emotion",
        "anger;love, classification",
        "toxic;severe_toxic, toxicity",
        "neutral;toxic, toxicity",
        "toxicity;insult, toxicity",
        "insult;toxicity, classification",
        "spam, classification",
    })
    void head_labelSet_namesTheQuestion(String labels, String head) {
        assertThat(LabelSets.head(List.of(labels.split(";")))).isEqualTo(head);
    }

    @Test
    void meanings_fiveSteps_halveTheMiddleOnes() {
        assertThat(LabelSets.meanings(List.of("very_negative", "negative", "neutral", "positive", "VERY POSITIVE")))
                .containsEntry("very_negative", new Meaning(SentimentLabel.NEGATIVE, -1))
                .containsEntry("negative", new Meaning(SentimentLabel.NEGATIVE, -0.5))
                .containsEntry("neutral", new Meaning(SentimentLabel.NEUTRAL, 0))
                .containsEntry("positive", new Meaning(SentimentLabel.POSITIVE, 0.5))
                .containsEntry("VERY POSITIVE", new Meaning(SentimentLabel.POSITIVE, 1));
    }

    @Test
    void meanings_otherNames_areLeftOut() {
        assertThat(LabelSets.meanings(List.of("good", "Negative"))).containsOnlyKeys("Negative");
    }

    @ParameterizedTest
    @CsvSource({"LABEL_0, true", "label 12, true", "3, true", "5 stars, false", "labels, false", "LABEL_x, false"})
    void isNameless_onlyNumbers_areSo(String label, boolean nameless) {
        assertThat(LabelSets.isNameless(label)).isEqualTo(nameless);
    }
}
