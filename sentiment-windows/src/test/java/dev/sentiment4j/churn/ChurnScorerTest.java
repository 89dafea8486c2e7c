package dev.sentiment4j.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sentiment4j.Classification;
import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.window.Streams;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChurnScorerTest {
    private static final SentimentResult ANGRY = Streams.result(-0.8, 0.2, "anger");
    private static final SentimentResult CALM = Streams.result(0, 0, "joy");

    private final ChurnScorer scorer = new ChurnScorer(ChurnOptions.defaults());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'm cancelling my subscription today",
                "That's it, switching to your competitor",
                "this was the last straw",
                "You just lost a customer",
                "We will take our business elsewhere",
                "I can’t wait to cancel this",
                "Not only are you slow, I am cancelling",
                "I won't renew",
                "Never buying from you again",
                "closed my account. Never again.",
                "I love the app, but I am done with your support"
            })
    void cues_ofLeaving_raiseTheRisk(String text) {
        ChurnScore score = scorer.score(text, "en", CALM);
        assertThat(score.risk()).as(score.cues().toString()).isGreaterThan(0.3);
        assertThat(score.parts().get(ChurnPart.CUES)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'm not cancelling my subscription",
                "We are never going to switch to anybody else",
                "I wouldn't cancel for the world",
                "no reason to go elsewhere",
                "don't cancel the show",
            })
    void cues_thatAreDenied_doNotCount(String text) {
        ChurnScore score = scorer.score(text, "en", CALM);
        assertThat(score.denied()).isNotEmpty();
        assertThat(score.parts().get(ChurnPart.CUES)).isZero();
        assertThat(score.risk()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "👍", "I love this phone", "the light switch is broken", "they moved the button", "''''"})
    void texts_withoutCues_haveNone(String text) {
        assertThat(scorer.score(text, "en", CALM).cues()).isEmpty();
    }

    @Test
    void denial_endsWithItsClause() {
        assertThat(scorer.score("It does not work, cancelling", "en", CALM).denied())
                .isEmpty();
        assertThat(scorer.score("not good but switching to you", "en", CALM).denied())
                .isEmpty();
    }

    @Test
    void risk_isTheNoisyOrOfItsParts() {
        ChurnScore score = scorer.score("cancelling my plan", "en", ANGRY);
        assertThat(score.parts())
                .isEqualTo(Map.of(
                        ChurnPart.SENTIMENT,
                        0.8,
                        ChurnPart.EMOTION,
                        1.0,
                        ChurnPart.TOXICITY,
                        0.2,
                        ChurnPart.CUES,
                        1.0));
        assertThat(score.risk())
                .isCloseTo(1 - (1 - 0.3 * 0.8) * (1 - 0.15) * (1 - 0.1 * 0.2) * (1 - 0.7), within(1e-12));
    }

    @Test
    void risk_withoutACue_staysBelowAHalf() {
        assertThat(scorer.score("", "en", Streams.result(-1, 1, "anger")).risk())
                .isBetween(0.4, 0.5);
    }

    @Test
    void risk_growsWithEachPart() {
        double before = -1;
        for (double score : new double[] {1, 0, -0.3, -1}) {
            double risk =
                    scorer.score("", "en", Streams.result(score, 0.1, "joy")).risk();
            assertThat(risk).isGreaterThanOrEqualTo(before);
            before = risk;
        }
        assertThat(before).isLessThanOrEqualTo(1);
    }

    @Test
    void parts_thatAreNotKnown_countNothing() {
        SentimentResult nothing = SentimentResult.builder(TestPosts.MODEL).build();
        assertThat(scorer.score("ich kündige meinen Vertrag", "de", nothing).parts())
                .isEmpty();
        assertThat(scorer.score("ich kündige meinen Vertrag", "de", nothing).risk())
                .isZero();
        SentimentResult nan = SentimentResult.builder(TestPosts.MODEL)
                .sentiment(Map.of(SentimentLabel.NEUTRAL, 1.0))
                .head("emotion", Classification.exclusive(Map.of("anger", Double.NaN)))
                .head("toxicity", Classification.independent(Map.of("toxic", Double.NaN), List.of()))
                .build();
        assertThat(scorer.score("", "fr", nan).parts()).containsOnlyKeys(ChurnPart.SENTIMENT);
    }

    @Test
    void cues_ofAnotherLanguage_canBeAdded() {
        ChurnScorer german = new ChurnScorer(ChurnOptions.builder()
                .cues("de", List.of(new ChurnCue(1, "kündige|kündigen meinen? vertrag|abo?")))
                .build());
        assertThat(german.score("Ich kündige!", "de-AT", CALM).cues()).containsExactly("kündige");
        assertThat(german.score("Ich kündige meinen Vertrag nicht", "de", CALM).cues())
                .containsExactly("kündige meinen vertrag");
    }

    @Test
    void cues_areFound_howeverTheirLettersAreWritten() {
        ChurnOptions options = ChurnOptions.builder()
                .cues("de", List.of(new ChurnCue(1, "kündige")))
                .cues("hi", List.of(new ChurnCue(1, "रद्द कर")))
                .build();
        ChurnScorer both = new ChurnScorer(options);
        assertThat(both.score("Ich ku\u0308ndige!", "de", CALM).cues()).containsExactly("kündige");
        assertThat(both.score("मेरा प्लान रद्द कर दो", "hi", CALM).cues()).containsExactly("रद्द कर");
    }

    @Test
    void options_thatCannotWork_areAllTold() {
        assertThatThrownBy(() -> ChurnOptions.builder()
                        .weight(ChurnPart.CUES, 1.1)
                        .weight(ChurnPart.EMOTION, Double.NaN)
                        .cues("EN!", List.of())
                        .build())
                .isInstanceOfSatisfying(InvalidOptionsException.class, e -> assertThat(e.problems())
                        .hasSize(3));
        assertThatThrownBy(() -> new ChurnCue(0, "x")).hasMessageContaining("strength");
        for (String phrase : List.of(
                "Two  spaces",
                "|",
                "a|",
                "a||b",
                "|a",
                "'",
                "a? b",
                "",
                " a",
                "a ",
                "a b??",
                "a" + " b".repeat(100_000))) {
            assertThatThrownBy(() -> new ChurnCue(1, phrase)).hasMessageContaining("phrase");
        }
    }

    @Test
    void score_showsNoWordsOfTheAuthor() {
        assertThat(scorer.score("last straw", "en", CALM).toString()).doesNotContain("straw");
    }
}
