package dev.sentiment4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.model.HeadSpec.Activation;
import dev.sentiment4j.model.HeadSpec.Meaning;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadSpecTest {
    @Test
    void build_defaults_areSoftmaxOverAnOutputOfTheSameName() {
        HeadSpec head = HeadSpec.builder("topic", List.of("a", "b")).build();
        assertThat(head.output()).isEqualTo("topic");
        assertThat(head.activation()).isEqualTo(Activation.SOFTMAX);
        assertThat(head.temperature()).isEqualTo(1);
        assertThat(head.threshold("a")).isEqualTo(0.5);
        assertThat(head.meanings()).isEmpty();
        assertThat(head.isSentiment()).isFalse();
    }

    @Test
    void build_sentimentWithUsualLabels_knowsTheirMeaning() {
        HeadSpec head = HeadSpec.builder("sentiment", List.of("Neg", "NEUTRAL", "positive"))
                .build();
        assertThat(head.isSentiment()).isTrue();
        assertThat(head.meanings().get("Neg")).isEqualTo(Meaning.of(SentimentLabel.NEGATIVE));
    }

    @Test
    void build_givenMeaning_winsOverTheUsualOne() {
        Meaning mild = new Meaning(SentimentLabel.NEGATIVE, -0.2);
        HeadSpec head = HeadSpec.builder("sentiment", List.of("negative", "positive"))
                .meaning("negative", mild)
                .build();
        assertThat(head.meanings()).containsEntry("negative", mild);
    }

    @Test
    void build_severalMistakes_areToldTogether() {
        HeadSpec.Builder head = HeadSpec.builder(" ", List.of("a", "a", " "))
                .output("")
                .temperature(Double.NaN)
                .threshold("a", 1.5)
                .threshold("z", 0.5)
                .meaning("q", new Meaning(SentimentLabel.NEUTRAL, 2));
        assertThatThrownBy(head::build)
                .isInstanceOfSatisfying(InvalidOptionsException.class, e -> assertThat(e.problems())
                        .hasSize(10));
    }

    @Test
    void equals_sameValues_areEqual() {
        HeadSpec.Builder head = HeadSpec.builder("topic", List.of("a", "b")).threshold("a", 0.3);
        assertThat(head.build()).isEqualTo(head.build()).hasSameHashCodeAs(head.build());
        assertThat(head.build()).isNotEqualTo(head.temperature(2).build());
    }

    @Test
    void buildManifest_severalMistakes_areToldTogether() {
        HeadSpec head = HeadSpec.builder("topic", List.of("a", "b")).build();
        ModelManifest.Builder manifest = ModelManifest.builder(new ModelInfo("", " "))
                .head(head)
                .head(head)
                .maxTokens(0);
        assertThatThrownBy(manifest::build)
                .isInstanceOfSatisfying(InvalidOptionsException.class, e -> assertThat(e.problems())
                        .containsExactly(
                                "id = '': must not be blank",
                                "version = ' ': must not be blank",
                                "maxTokens = 0: must lie in [1, 1000000]",
                                "heads = [topic[a, b], topic[a, b]]: 'topic' is there twice"));
    }

    @Test
    void buildManifest_withoutHeads_isRefused() {
        ModelManifest.Builder manifest = ModelManifest.builder(new ModelInfo("a", "1"));
        assertThatThrownBy(manifest::build)
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining("heads = []: needs at least one");
    }

    @Test
    void newProfileRef_badValues_areRefused() {
        assertThatThrownBy(() -> new ProfileRef(" ", 0, null, List.of()))
                .isInstanceOfSatisfying(InvalidOptionsException.class, e -> assertThat(e.problems())
                        .hasSize(2));
    }
}
