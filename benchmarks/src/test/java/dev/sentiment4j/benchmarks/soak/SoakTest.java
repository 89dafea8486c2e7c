package dev.sentiment4j.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakTest {
    @TempDir
    Path directory;

    private static List<SoakSample> samples(int threads, long... rss) {
        return LongStream.of(rss)
                .mapToObj(bytes -> new SoakSample(1, 1, 0, bytes, bytes, 1, threads))
                .toList();
    }

    @Test
    void growth_leavesOutWarmUpAndSinglePeaks() {
        assertThat(SoakVerdict.growth(samples(1, 10, 90, 100, 100, 100, 105, 500, 110, 120, 110)))
                .isCloseTo(115.0 / 100 - 1, within(1e-9));
        assertThat(SoakVerdict.growth(samples(1, 1, 1, 1, 100, 900, 100, 100, 100, 100, 100, 100, 100, 102, 102, 5)))
                .isCloseTo(0.02, within(1e-9));
        assertThat(SoakVerdict.growth(samples(1, 1, 2, 3, 4))).isZero();
    }

    @Test
    void verdict_isGoodWhenNothingPilesUp() {
        SoakVerdict verdict =
                SoakVerdict.of(samples(9, 1, 100, 100, 100, 101), samples(5, 100, 100, 100, 99, 100), 5, 0, 0.05);

        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.threadsLeft()).isZero();
        assertThat(verdict.toString()).startsWith("sound");
    }

    @Test
    void verdict_namesEverythingThatPilesUp() {
        SoakVerdict verdict =
                SoakVerdict.of(samples(9, 1, 100, 110, 120, 130), samples(7, 100, 100, 100, 100, 120), 5, 3, 0.1);

        assertThat(verdict.threadsLeft()).isEqualTo(2);
        assertThat(verdict.problems())
                .containsExactly(
                        "resident memory grew by 30.0 % over the texts, more than 10.0 %",
                        "resident memory grew by 20.0 % over the cycles, more than 10.0 %",
                        "2 threads are left after the last close",
                        "3 texts have no result");
    }

    @Test
    void texts_areDistinctAndShort() {
        List<String> texts = ShortTexts.range(0, 100_000, 0);

        assertThat(new HashSet<>(texts)).hasSize(100_000);
        assertThat(texts).allMatch(text -> text.split(" ").length == 3);
        assertThat(ShortTexts.range(5000, 2, 0)).isEqualTo(texts.subList(5000, 5002));
    }

    @Test
    void texts_withFurtherWords_haveAllLengths() {
        assertThat(ShortTexts.range(0, 1000, 40).stream().map(text -> text.split(" ").length))
                .hasSizeGreaterThan(40)
                .allMatch(words -> words >= 3 && words <= 43)
                .contains(3, 20, 43);
    }

    @Test
    void options_areReadAndWrongOnesExplained() {
        SoakOptions options = SoakOptions.parse("--texts", "50", "--cycles", "2", "--max-growth", "5");

        assertThat(options.texts()).isEqualTo(50);
        assertThat(options.cycles()).isEqualTo(2);
        assertThat(options.maxGrowth()).isEqualTo(0.05);
        SoakOptions engine =
                SoakOptions.parse("--model", "m", "--backend", "pytorch", "--words", "40", "--max-batch", "1");
        assertThat(engine.model()).isEqualTo(Path.of("m"));
        assertThat(engine.backend()).isEqualTo("pytorch");
        assertThat(engine.words()).isEqualTo(40);
        assertThat(engine.maxBatch()).isEqualTo(1);
        assertThatThrownBy(() -> SoakOptions.parse("--text", "5")).hasMessageContaining("--texts N");
        assertThatThrownBy(() -> SoakOptions.parse("--texts")).hasMessageContaining("--texts N");
        assertThatThrownBy(() -> SoakOptions.parse("--texts", "0")).hasMessageContaining("at least 1");
    }
}
