package dev.sentiment4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.tokenize.FakeTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams as decorators have them: lists in portions, through their own {@code analyzeAll}. */
class PortionedStreamTest {
    private static final int PORTION = 1024;

    private final List<Integer> portions = new ArrayList<>();
    private SentimentAnalyzer inner;
    private SentimentAnalyzer analyzer;

    @BeforeEach
    void open() {
        inner = TestAnalyzers.builder(new FakeBackendProvider(), new FakeTokenizer())
                .batching(BatchOptions.builder().lanes(1).build())
                .build();
        analyzer = new SentimentAnalyzer() {
            @Override
            public SentimentResult analyze(String text, AnalysisOptions options) {
                return inner.analyze(text, options);
            }

            @Override
            public CompletableFuture<SentimentResult> analyzeAsync(String text, AnalysisOptions options) {
                return inner.analyzeAsync(text, options);
            }

            @Override
            public List<AnalysisOutcome> analyzeAll(List<String> texts, AnalysisOptions options) {
                portions.add(texts.size());
                return inner.analyzeAll(texts, options);
            }

            @Override
            public AnalyzerInfo info() {
                return inner.info();
            }

            @Override
            public void close() {
                inner.close();
            }
        };
    }

    @AfterEach
    void close() {
        analyzer.close();
    }

    private SentimentResult expected(String text) {
        return TestAnalyzers.expected(analyzer.info(), new FakeTokenizer(), text);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PORTION - 1, PORTION, PORTION + 1, 2 * PORTION})
    void outcomes_comeInTheOrderOfTheTexts(int count) {
        List<String> texts =
                IntStream.range(0, count).mapToObj(i -> "text " + i).toList();
        assertThat(analyzer.analyzeStream(texts.iterator()))
                .extracting(AnalysisOutcome::orElseThrow)
                .isEqualTo(texts.stream().map(this::expected).toList());
        assertThat(portions).allMatch(size -> size <= PORTION).hasSize((count + PORTION - 1) / PORTION);
    }

    @Test
    void source_isReadByPortionsAndOnlyWhenAsked() {
        AtomicInteger read = new AtomicInteger();
        Stream<String> texts = Stream.generate(() -> "text " + read.getAndIncrement());
        Stream<AnalysisOutcome> stream = analyzer.analyzeStream(texts);
        assertThat(read).hasValue(0);
        Iterator<AnalysisOutcome> outcomes = stream.iterator();
        for (int i = 0; i <= PORTION; i++) {
            assertThat(outcomes.next().orElseThrow()).isEqualTo(expected("text " + i));
            assertThat(read.get()).isLessThanOrEqualTo(i < PORTION ? PORTION + 1 : 2 * PORTION + 1);
        }
        stream.close();
    }

    @Test
    void source_thatThrows_endsTheStream() {
        Iterator<String> source = new Iterator<>() {
            private int read;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public String next() {
                if (read++ == PORTION + 10) {
                    throw new IllegalStateException("says the test");
                }
                return "text";
            }
        };
        List<AnalysisOutcome> seen = new ArrayList<>();
        assertThatThrownBy(() -> analyzer.analyzeStream(source).forEach(seen::add))
                .isInstanceOf(IllegalStateException.class);
        assertThat(seen).hasSize(PORTION);
    }

    @Test
    void arguments_thatAreWrong_areRefused() {
        assertThatThrownBy(() -> analyzer.analyzeStream((Iterator<String>) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("texts");
        assertThatThrownBy(() -> analyzer.analyzeStream(List.of("a").iterator(), null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("options");
        assertThatThrownBy(() -> analyzer.analyzeStream(
                        List.of("a").iterator(), AnalysisOptions.defaults().withHeads(List.of("irony"))))
                .isInstanceOf(InvalidOptionsException.class);
        assertThatThrownBy(() -> analyzer.analyzeStream(Arrays.asList("a", null).iterator())
                        .toList())
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the source of texts gave null");
    }

    @Test
    void stream_readBeyondItsEnd_saysSo() {
        Iterator<AnalysisOutcome> outcomes =
                analyzer.analyzeStream(List.of("a").iterator()).iterator();
        assertThat(outcomes.next().orElseThrow()).isEqualTo(expected("a"));
        assertThat(outcomes.hasNext()).isFalse();
        assertThatThrownBy(outcomes::next).isInstanceOf(NoSuchElementException.class);
    }
}
