package dev.sentiment4j.examples.analyze.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sentiment4j.SentimentLabel;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void macro_countsOnlyLabelsThatPeopleUsed() {
        Confusion c = new Confusion();
        c.add(SentimentLabel.POSITIVE, SentimentLabel.POSITIVE);
        c.add(SentimentLabel.POSITIVE, SentimentLabel.NEUTRAL);
        c.add(SentimentLabel.NEGATIVE, SentimentLabel.NEGATIVE);
        assertThat(c.macroRecall()).isEqualTo(0.75);
        assertThat(c.macroF1()).isCloseTo((2.0 / 3 + 1) / 2, within(1e-12));
        assertThat(c.labels()).hasSize(3);
    }

    @Test
    void empty_isZeroNotNaN() {
        Confusion c = new Confusion();
        assertThat(c.accuracy()).isZero();
        assertThat(c.macroF1()).isZero();
        assertThat(new Calibration().error()).isZero();
    }

    @Test
    void calibration_isMeanGapWeightedByAnswers() {
        Calibration c = new Calibration();
        c.add(1.0, true);
        c.add(0.95, false);
        c.add(0.5, true);
        c.add(0, false);
        // bin of 0.95 and 1: accuracy 0.5, confidence 0.975; of 0.5: 1 and 0.5; of 0: 0 and 0
        assertThat(c.error()).isCloseTo((2 * 0.475 + 0.5) / 4, within(1e-12));
    }

    @Test
    void labels_areReadInAnyCaseAndRefusedIfUnknown() {
        LabelMap labels = new LabelMap(Map.of("LABEL_0", "Negative"));
        assertThat(labels.of(" label_0 ")).contains(SentimentLabel.NEGATIVE);
        assertThat(labels.of("POSITIVE")).contains(SentimentLabel.POSITIVE);
        assertThat(labels.of("0")).isEmpty();
        assertThatThrownBy(() -> new LabelMap(Map.of("0", "sad"))).hasMessageContaining("'sad'");
    }
}
