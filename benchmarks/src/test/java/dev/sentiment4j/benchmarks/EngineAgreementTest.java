package dev.sentiment4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.bundles.TestBundle;
import dev.sentiment4j.model.ModelSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engines give the same answers to the same weights. Benchmarks alone may see both. */
class EngineAgreementTest {
    private static final double TOLERANCE = 1e-4;
    private static final List<String> HARD = List.of(
            "",
            " \n\t",
            "😂".repeat(40),
            "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽",
            "\ud83d alone \ude0a",
            "nul\u0000 and \u0007 bell",
            "مرحبا بالعالم",
            "这家店的服务太差了",
            "Ｆｕｌｌｗｉｄｔｈ ﬁne print, ①②③",
            "cafe\u0301 nin\u0303o",
            "a".repeat(10_000),
            "word ".repeat(2_000),
            "#".repeat(500),
            "&amp;".repeat(100),
            "!!!???...---###@@@",
            "@user http://example.org/a?b=c#d",
            "tabs\tand\nnew lines\r\nand\u00a0hard spaces",
            "ＧＲＯẞ İstanbul ŁÓDŹ",
            "zzz",
            "0");

    @TempDir
    Path directory;

    private static List<String> texts() {
        List<String> texts = new ArrayList<>(HARD);
        texts.addAll(Posts.madeUp(180));
        assertThat(texts).hasSize(200);
        return texts;
    }

    @ParameterizedTest
    @CsvSource({
        "bert, torch-bert",
        "distilbert-sst2, torch-distilbert",
        "roberta-cardiff, torch-roberta",
        "xlmr, torch-xlmr",
        "multihead, torch-multihead",
        "multihead, torch-dict"
    })
    void engines_onTheSameWeights_agree(String onnx, String torch) {
        try (SentimentAnalyzer one = analyzer(new TestBundle(onnx).source());
                SentimentAnalyzer other = analyzer(new TestBundle(torch).source())) {
            assertThat(one.info().backend().name()).isEqualTo("onnx");
            assertThat(other.info().backend().name()).isEqualTo("pytorch");
            EngineAgreement agreement = EngineAgreement.of(one, other, texts());
            assertThat(agreement.largestDifference()).isLessThan(TOLERANCE);
            assertThat(agreement.texts()).isEqualTo(200);
        }
    }

    @Test
    void compare_ofDifferentWeights_tellsSo() {
        try (SentimentAnalyzer one = analyzer(new TestBundle("bert").source());
                SentimentAnalyzer other = analyzer(new TestBundle("torch-roberta").source())) {
            EngineAgreement agreement = EngineAgreement.of(one, other, Posts.madeUp(50));
            assertThat(agreement.largestDifference()).isGreaterThan(0.1);
            assertThat(agreement.otherLabels()).isPositive();
        }
    }

    @Test
    void fallback_ofADamagedGraph_goesToTheOtherEngine() throws IOException {
        bothFormats();
        Files.writeString(directory.resolve("model.onnx"), "damaged");
        try (SentimentAnalyzer analyzer = SentimentAnalyzer.builder()
                .model(directory)
                .backend("onnx")
                .fallback("pytorch")
                .build()) {
            SentimentResult result = analyzer.analyze("what a lovely day");
            assertThat(result.backend()).isEqualTo("pytorch");
            assertThat(analyzer.info().backend().notes().get(0)).contains("stands in", "model.onnx");
        }
    }

    @Test
    void fallback_ofAModelThatPyTorchRefuses_goesToTheOtherEngine() throws IOException {
        bothFormats();
        try (InputStream in = new TestBundle("torch-state-dict").source().open("model.pt")) {
            Files.copy(in, directory.resolve("model.pt"), StandardCopyOption.REPLACE_EXISTING);
        }
        try (SentimentAnalyzer analyzer = SentimentAnalyzer.builder()
                .model(directory)
                .backend("pytorch")
                .fallback("onnx")
                .build()) {
            assertThat(analyzer.analyze("what a lovely day").backend()).isEqualTo("onnx");
            assertThat(analyzer.info().backend().notes().get(0)).contains("stands in", "weights without a graph");
        }
    }

    private void bothFormats() throws IOException {
        new TestBundle("bert").copyTo(directory);
        try (InputStream in = new TestBundle("torch-bert").source().open("model.pt")) {
            Files.copy(in, directory.resolve("model.pt"));
        }
    }

    private static SentimentAnalyzer analyzer(ModelSource source) {
        return SentimentAnalyzer.builder().model(source).build();
    }
}
