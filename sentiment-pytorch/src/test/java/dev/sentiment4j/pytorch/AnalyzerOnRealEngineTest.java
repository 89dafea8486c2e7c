package dev.sentiment4j.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.VerificationReport;
import dev.sentiment4j.bundles.TestBundle;
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
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way, from a bundle's files to a result, with nothing faked. */
class AnalyzerOnRealEngineTest {
    @TempDir
    Path directory;

    private static ModelSource bundle(String name) {
        return new TestBundle(name).source();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "torch-bert",
                "torch-distilbert",
                "torch-roberta",
                "torch-xlmr",
                "torch-multihead",
                "torch-dict",
                "torch-fp16",
                "torch-int8",
                "torch-greedy"
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
            assertThat(analyzer.info().backend().name()).isEqualTo("pytorch");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bert-stars",
                "torch-state-dict",
                "torch-pickle",
                "torch-fixed-shape",
                "torch-on-cuda",
                "torch-no-mask",
                "torch-classes",
                "no-such-bundle"
            })
    void create_fromAnUnfitBundle_isRefusedInWords(String name) {
        assertThatThrownBy(() -> SentimentAnalyzer.builder().model(bundle(name)).build())
                .isInstanceOf(SentimentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void create_fromAFolderWithAModelOfItsName_findsIt() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("my-model"));
        for (String file : List.of("config.json", "tokenizer.json", "tokenizer_config.json")) {
            copy("torch-bert", file, folder.resolve(file));
        }
        copy("torch-bert", "model.pt", folder.resolve("my-model.pt"));
        try (SentimentAnalyzer analyzer =
                SentimentAnalyzer.builder().model(folder).build()) {
            assertThat(analyzer.analyze("good").hasSentiment()).isTrue();
        }
    }

    @Test
    void create_withAnotherModelsTokenizer_isRefusedNamingIt() throws IOException {
        for (String file : List.of("config.json", "model.pt", "tokenizer_config.json")) {
            copy("torch-roberta", file, directory.resolve(file));
        }
        copy("torch-bert", "tokenizer.json", directory.resolve("tokenizer.json"));
        assertThatThrownBy(() -> SentimentAnalyzer.builder().model(directory).build())
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("tokenizer.json")
                .hasMessageContaining("another model");
    }

    @Test
    void verify_ofABundleWithGoldenTexts_findsThemAsTheyWere() {
        VerificationReport report =
                SentimentAnalyzer.builder().model(bundle("torch-multihead")).verify();
        assertThat(report.problems()).isEmpty();
        assertThat(report.texts()).isEqualTo(15);
        assertThat(report.maxProbabilityDifference()).isLessThan(1e-4);
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
        try (SentimentAnalyzer analyzer =
                SentimentAnalyzer.builder().model(bundle("torch-roberta")).build()) {
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
            assertThat(outcomes.get(7 * 4).orElseThrow().input().tokens()).isEqualTo(64);
            assertThat(outcomes.get(7 * 4).orElseThrow().input().tokensCut()).isPositive();
        }
    }

    @Test
    void analyze_aTextThatExhaustsMemory_failsAloneInItsBatch() {
        try (SentimentAnalyzer analyzer =
                SentimentAnalyzer.builder().model(bundle("torch-greedy")).build()) {
            // The full stop is token 9, at whose sight this model asks for more memory than there is.
            List<AnalysisOutcome> outcomes =
                    analyzer.analyzeAll(List.of("good", "bad", "well. ", "what a lovely day", "no"));
            assertThat(outcomes).filteredOn(o -> o.failure().isPresent()).hasSize(1);
            assertThat(outcomes.get(2).failure().orElseThrow())
                    .hasMessageContaining("memory")
                    .hasMessageContaining("lower maxBatchTokens");
        }
    }

    @Test
    void analyze_longTextInWindows_readsToTheEnd() {
        String text = "the meeting moved to Thursday and nobody minds. ".repeat(8);
        try (SentimentAnalyzer cut =
                        SentimentAnalyzer.builder().model(bundle("torch-bert")).build();
                SentimentAnalyzer whole = SentimentAnalyzer.builder()
                        .model(bundle("torch-bert"))
                        .longText(LongTextPolicy.windows(16, 8))
                        .build()) {
            assertThat(cut.analyze(text).input().tokensCut()).isPositive();
            SentimentResult result = whole.analyze(text);
            assertThat(result.input().windows()).isGreaterThan(2);
            assertThat(result.input().tokensCut()).isZero();
        }
    }

    private void copy(String bundle, String file, Path to) throws IOException {
        try (InputStream in = bundle(bundle).open(file)) {
            Files.copy(in, to);
        }
    }
}
