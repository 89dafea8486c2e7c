package dev.sentiment4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.model.ModelSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way, from a bundle's files to a result, with nothing faked. */
class AnalyzerOnRealEngineTest {
    @TempDir
    Path directory;

    private static ModelSource bundle(String name) {
        return ModelSource.classPath(
                AnalyzerOnRealEngineTest.class.getClassLoader(), "dev/sentiment4j/bundles/" + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bert",
                "distilbert-sst2",
                "roberta-cardiff",
                "xlmr",
                "bert-stars",
                "bert-int32",
                "bert-fp16",
                "distilbert-int8",
                "multihead"
            })
    void create_fromASentimentBundle_answers(String name) {
        try (SentimentAnalyzer analyzer =
                SentimentAnalyzer.builder().model(bundle(name)).build()) {
            SentimentResult result = analyzer.analyze("what a lovely day in Lisbon");
            assertThat(result.probabilities().values().stream()
                            .mapToDouble(p -> p)
                            .sum())
                    .isCloseTo(1, within(1e-9));
            assertThat(result.score()).isBetween(-1.0, 1.0);
            assertThat(result.confidence()).isEqualTo(result.probabilities().get(result.label()));
            assertThat(result.input().tokens()).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({"roberta-emotion, emotion, 7", "bert-toxic, toxicity, 6"})
    void create_fromABundleWithoutSentiment_givesItsHeadAlone(String name, String head, int labels) {
        try (SentimentAnalyzer analyzer =
                SentimentAnalyzer.builder().model(bundle(name)).build()) {
            SentimentResult result = analyzer.analyze("what a lovely day in Lisbon");
            assertThat(result.hasSentiment()).isFalse();
            assertThat(result.head(head).orElseThrow().probabilities()).hasSize(labels);
            assertThatThrownBy(result::label)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(head);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bert-unmapped",
                "graph-string-output",
                "graph-map-output",
                "bert-wide-vocabulary",
                "bert-wrong-labels",
                "bert-fixed-shape",
                "no-such-bundle"
            })
    void create_fromAnUnfitBundle_isRefusedInWords(String name) {
        assertThatThrownBy(() -> SentimentAnalyzer.builder().model(bundle(name)).build())
                .isInstanceOf(SentimentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void create_withAnotherModelsTokenizer_isRefusedNamingIt() throws IOException {
        for (String file : List.of("config.json", "model.onnx", "tokenizer_config.json")) {
            copy("roberta-cardiff", file);
        }
        copy("bert", "tokenizer.json");
        assertThatThrownBy(() -> SentimentAnalyzer.builder().model(directory).build())
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("tokenizer.json")
                .hasMessageContaining("another model");
    }

    @Test
    void analyzeAll_oddTextsAmongGoodOnes_harmNobody() {
        List<String> good = List.of("I love this phone", "worst service ever", "the meeting moved to Thursday");
        List<String> odd = List.of(
                "",
                " \n\t",
                "😂".repeat(40),
                "\ud83d alone \ude0a",
                "nul\u0000 and \u0007 bell",
                "مرحبا بالعالم",
                "a".repeat(100_000),
                "word ".repeat(20_000),
                "#".repeat(5_000),
                "&".repeat(5_000));
        List<String> mixed = new ArrayList<>();
        for (String text : odd) {
            mixed.add(text);
            mixed.addAll(good);
        }
        try (SentimentAnalyzer analyzer = SentimentAnalyzer.create()) {
            List<SentimentResult> alone = good.stream().map(analyzer::analyze).toList();
            List<AnalysisOutcome> outcomes = analyzer.analyzeAll(mixed);
            assertThat(outcomes).hasSize(mixed.size());
            for (int i = 0; i < outcomes.size(); i++) {
                SentimentResult result = outcomes.get(i).orElseThrow();
                if (i % 4 > 0) {
                    SentimentResult expected = alone.get(i % 4 - 1);
                    assertThat(result.label()).isEqualTo(expected.label());
                    assertThat(result.score()).isCloseTo(expected.score(), within(1e-4));
                }
            }
            SentimentResult tooLong = outcomes.get(7 * 4).orElseThrow();
            assertThat(tooLong.input().tokens()).isEqualTo(128);
            assertThat(tooLong.input().tokensCut()).isEqualTo(20_000 - 126);
        }
    }

    @Test
    void analyze_longTextInWindows_readsToTheEnd() {
        String text =
                "the meeting moved to Thursday and nobody minds. ".repeat(30) + "I hate this so much. ".repeat(40);
        try (SentimentAnalyzer cut = SentimentAnalyzer.create();
                SentimentAnalyzer whole = SentimentAnalyzer.builder()
                        .longText(LongTextPolicy.windows(8, 16))
                        .build()) {
            assertThat(cut.analyze(text).label()).isEqualTo(SentimentLabel.NEUTRAL);
            assertThat(cut.analyze(text).input().tokensCut()).isPositive();
            SentimentResult result = whole.analyze(text);
            assertThat(result.input().windows()).isGreaterThan(2);
            assertThat(result.input().tokensCut()).isZero();
            assertThat(result.score()).isLessThan(cut.analyze(text).score());
        }
    }

    private void copy(String bundle, String file) throws IOException {
        try (InputStream in = bundle(bundle).open(file)) {
            Files.copy(in, directory.resolve(file));
        }
    }
}
