package dev.sentiment4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerClosedException;
import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.InvalidTextException;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FakeSentimentAnalyzerTest {
    private final FakeSentimentAnalyzer analyzer = new FakeSentimentAnalyzer("fake");

    @Test
    void answers_areThoseOfTheLastRuleThatApplies() {
        analyzer.answer(text -> true, SentimentLabel.POSITIVE)
                .answer(text -> text.contains("hold"), SentimentLabel.NEGATIVE);
        SentimentResult negative = analyzer.analyze("on hold");
        assertThat(negative.label()).isEqualTo(SentimentLabel.NEGATIVE);
        assertThat(negative.score()).isEqualTo(-0.625);
        assertThat(negative.emotion().orElseThrow().label()).isEqualTo("anger");
        assertThat(negative.toxicity()).hasValue(0.125);
        assertThat(analyzer.analyze("else").label()).isEqualTo(SentimentLabel.POSITIVE);
        assertThat(analyzer.texts()).containsExactly("on hold", "else");
        analyzer.reset();
        assertThat(analyzer.analyze("on hold").label()).isEqualTo(SentimentLabel.NEUTRAL);
        assertThat(analyzer.texts()).containsExactly("on hold");
    }

    @Test
    void failures_areThoseOfTheRule() throws Exception {
        InvalidTextException failure = new InvalidTextException("nothing is left of the text");
        analyzer.answer(text -> text.isEmpty(), text -> {
            throw failure;
        });
        assertThatThrownBy(() -> analyzer.analyze("")).isSameAs(failure);
        assertThatThrownBy(() -> analyzer.analyzeAsync("").get())
                .isInstanceOf(ExecutionException.class)
                .hasCause(failure);
        List<AnalysisOutcome> outcomes = analyzer.analyzeAll(List.of("", "fine"));
        assertThat(outcomes.get(0).failure()).contains(failure);
        assertThat(outcomes.get(1).orElseThrow().label()).isEqualTo(SentimentLabel.NEUTRAL);
    }

    @Test
    void misuse_isRefusedAsByARealOne() {
        AnalysisOptions options = AnalysisOptions.defaults().withHeads(Set.of("mood"));
        assertThatThrownBy(() -> analyzer.analyze("x", options)).isInstanceOf(InvalidOptionsException.class);
        assertThatThrownBy(() -> analyzer.analyzeAll(List.of(), options)).isInstanceOf(InvalidOptionsException.class);
        analyzer.close();
        assertThat(analyzer.isClosed()).isTrue();
        assertThatThrownBy(() -> analyzer.analyze("x")).isInstanceOf(AnalyzerClosedException.class);
    }
}
