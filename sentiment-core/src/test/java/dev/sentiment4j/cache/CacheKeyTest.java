package dev.sentiment4j.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.TestAnalyzers;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.spi.BackendInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CacheKeyTest {
    private static final CacheKey KEY =
            CacheKey.of(info("m", "1", "none/1", 64, LongTextPolicy.truncate(), "onnx"), "a");

    private static AnalyzerInfo info(
            String model, String version, String profile, int maxTokens, LongTextPolicy longText, String backend) {
        return new AnalyzerInfo(
                "name",
                new ModelInfo(model, version),
                "origin",
                List.of(TestAnalyzers.SENTIMENT),
                maxTokens,
                longText,
                profile,
                new BackendInfo(backend, "engine", "cpu", true, List.of()),
                new ThreadPlan(1, 1, 1),
                BatchOptions.defaults(),
                Optional.empty());
    }

    @Test
    void of_theSame_isTheSame() {
        CacheKey again = CacheKey.of(info("m", "1", "none/1", 64, LongTextPolicy.truncate(), "onnx"), "a");
        assertThat(again).isEqualTo(KEY).hasSameHashCodeAs(KEY);
    }

    static Stream<AnalyzerInfo> whateverChangesAnswers() {
        LongTextPolicy cut = LongTextPolicy.truncate();
        return Stream.of(
                info("n", "1", "none/1", 64, cut, "onnx"),
                info("m", "2", "none/1", 64, cut, "onnx"),
                info("m", "1", "none/2", 64, cut, "onnx"),
                info("m", "1", "social/1", 64, cut, "onnx"),
                info("m", "1", "none/1", 63, cut, "onnx"),
                info("m", "1", "none/1", 64, LongTextPolicy.windows(2, 0), "onnx"),
                info("m", "1", "none/1", 64, LongTextPolicy.windows(2, 1), "onnx"),
                info("m", "1", "none/1", 64, cut, "pytorch"));
    }

    @ParameterizedTest
    @MethodSource("whateverChangesAnswers")
    void of_anotherWayToAnswer_differs(AnalyzerInfo info) {
        assertThat(CacheKey.of(info, "a")).isNotEqualTo(KEY);
    }

    @Test
    void of_anotherText_differs() {
        assertThat(CacheKey.of(info("m", "1", "none/1", 64, LongTextPolicy.truncate(), "onnx"), "b"))
                .isNotEqualTo(KEY);
    }

    @Test
    void of_aText_holdsNothingOfIt() {
        CacheKey key = CacheKey.of(
                info("m", "1", "none/1", 64, LongTextPolicy.truncate(), "onnx"), "secretword".repeat(1_000));
        assertThat(key.toString()).doesNotContain("secretword").hasSizeLessThan(200);
    }
}
