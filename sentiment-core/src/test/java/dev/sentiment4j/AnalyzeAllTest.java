package dev.sentiment4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.TestThreads.Call;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.TokenBatch;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.text.TextProfile;
import dev.sentiment4j.text.TextStep;
import dev.sentiment4j.tokenize.FakeTokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnalyzeAllTest {
    private final FakeBackendProvider fake = new FakeBackendProvider();
    private final FakeTokenizer tokenizer = new FakeTokenizer();
    private SentimentAnalyzer analyzer;

    private void open(SentimentAnalyzerBuilder builder) {
        analyzer = builder.build();
    }

    private void open(BatchOptions.Builder options) {
        open(TestAnalyzers.builder(fake, tokenizer).batching(options.build()));
    }

    private void open() {
        open(BatchOptions.builder().lanes(2));
    }

    @AfterEach
    void closeAnalyzer() {
        fake.release();
        if (analyzer != null) {
            analyzer.close();
            TestThreads.assertNoLanesOf(analyzer.info().name());
        }
        assertThat(fake.openLanes()).isZero();
        assertThat(fake.openBackends()).isZero();
    }

    private SentimentResult expected(String text) {
        return TestAnalyzers.expected(analyzer.info(), new FakeTokenizer(), text);
    }

    private void assertRight(List<String> texts, List<AnalysisOutcome> outcomes) {
        assertThat(outcomes).hasSameSizeAs(texts);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(outcomes.get(i).orElseThrow()).as("text %s", i).isEqualTo(expected(texts.get(i)));
        }
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "text " + i + " word".repeat(i % 50))
                .toList();
    }

    @Test
    void analyzeAll_ofTextsOfAllLengths_keepsTheirOrder() {
        open();
        List<String> texts = texts(500);
        assertRight(texts, analyzer.analyzeAll(texts));
    }

    @Test
    void analyzeAll_ofEqualTexts_answersEachAtItsPlace() {
        open();
        List<String> texts = List.of("a", "b", "a", "a", "b");
        assertRight(texts, analyzer.analyzeAll(texts));
    }

    @Test
    void analyzeAll_ofNothing_givesNothing() {
        open();
        assertThat(analyzer.analyzeAll(List.of())).isEmpty();
        assertThat(fake.calls()).isZero();
    }

    @Test
    void analyzeAll_ofTwentyThousand_fitsThroughASmallQueue() {
        open(BatchOptions.builder().lanes(2).bulkWindow(32));
        List<String> texts = texts(20_000);
        assertRight(texts, analyzer.analyzeAll(texts));
    }

    @Test
    void analyzeAll_withASingleOnePlaceInAll_getsThrough() {
        open(BatchOptions.builder().lanes(1).bulkWindow(1));
        List<String> texts = texts(50);
        assertRight(texts, analyzer.analyzeAll(texts));
    }

    @Test
    void analyzeAll_ofMoreThanItsWindow_leavesSinglesTheirPlaces() throws Exception {
        fake.block();
        open(BatchOptions.builder().lanes(1).queueCapacity(4).bulkWindow(4));
        List<String> texts = texts(100);
        Call<List<AnalysisOutcome>> bulk = TestThreads.start(() -> analyzer.analyzeAll(texts));
        fake.awaitCalls(1);
        bulk.awaitBlocked();
        List<CompletableFuture<SentimentResult>> singles = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            singles.add(analyzer.analyzeAsync("single " + i));
        }
        assertThatThrownBy(() -> analyzer.analyze("one too many"))
                .isInstanceOf(OverloadedException.class)
                .hasMessageContaining("4 texts in work");
        fake.release();
        assertRight(texts, bulk.get());
        for (int i = 0; i < 4; i++) {
            assertThat(singles.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(expected("single " + i));
        }
        assertThat(fake.batches()).allMatch(batch -> batch.size() <= 8);
    }

    @Test
    void analyzeAll_withBadTexts_harmsNoOther() {
        fake.failOn(tokenizer.id("apple"));
        fake.dieOn(tokenizer.id("pear"));
        tokenizer.failOn("poison");
        open();
        List<String> texts = new ArrayList<>(texts(200));
        texts.set(0, "an apple");
        texts.set(77, "a pear");
        texts.set(199, "poison");
        List<AnalysisOutcome> outcomes = analyzer.analyzeAll(texts);
        for (int i = 0; i < texts.size(); i++) {
            if (i == 0 || i == 77 || i == 199) {
                assertThat(outcomes.get(i).failure()).containsInstanceOf(InferenceException.class);
            } else {
                assertThat(outcomes.get(i).orElseThrow()).isEqualTo(expected(texts.get(i)));
            }
        }
    }

    @Test
    void analyzeAll_withAProfileThatFailsOnAText_harmsNoOther() {
        TextProfile profile = TextProfile.of("picky", 1, List.of(TextStep.of("picky", text -> {
            if (text.contains("poison")) {
                throw new IllegalStateException("says the test");
            }
            return text;
        })));
        open(TestAnalyzers.builder(fake, tokenizer).textProfile(profile));
        List<AnalysisOutcome> outcomes = analyzer.analyzeAll(List.of("good", "poison", "fine"));
        assertThat(outcomes.get(0).orElseThrow()).isEqualTo(expected("good"));
        assertThat(outcomes.get(1).failure()).containsInstanceOf(InferenceException.class);
        assertThat(outcomes.get(2).orElseThrow()).isEqualTo(expected("fine"));
    }

    @Test
    void analyzeAll_withANull_namesItsIndexAndAnalyzesNothing() {
        open();
        assertThatThrownBy(() -> analyzer.analyzeAll(Arrays.asList("a", "b", null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("texts[2]");
        assertThatThrownBy(() -> analyzer.analyzeAll(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("texts");
        assertThatThrownBy(() -> analyzer.analyzeAll(List.of(), null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("options");
        assertThat(fake.calls()).isZero();
    }

    @Test
    void analyzeAll_withAnUnknownHead_throwsAtOnce() {
        open();
        assertThatThrownBy(() -> analyzer.analyzeAll(
                        List.of("a"), AnalysisOptions.defaults().withHeads(List.of("irony"))))
                .isInstanceOf(InvalidOptionsException.class);
    }

    @Test
    void analyzeAll_ofLongTextsInWindows_readsAllOfThem() {
        open(TestAnalyzers.builder(fake, tokenizer).maxTokens(12).longText(LongTextPolicy.windows(100, 3)));
        String longText = "a b c d e f g h i j k l m n o p q r s t u v w x y z";
        List<AnalysisOutcome> outcomes = analyzer.analyzeAll(List.of(longText, "short", longText));
        SentimentResult inWindows = outcomes.get(0).orElseThrow();
        // 10 tokens of text in a window, 7 further with each step: 10, 17, 24, 26.
        assertThat(inWindows.input()).isEqualTo(new InputInfo(26 + 3 * 3 + 4 * 2, 0, 4, "none/1"));
        assertThat(outcomes.get(2).orElseThrow()).isEqualTo(inWindows);
        assertThat(outcomes.get(1).orElseThrow()).isEqualTo(expected("short"));
        assertThat(fake.batches()).allMatch(batch -> batch.longest() <= 12);
    }

    @Test
    void analyzeAll_ofAWindowThatFails_failsItsTextOnly() {
        open(TestAnalyzers.builder(fake.failOn(tokenizer.id("z")), tokenizer)
                .maxTokens(12)
                .longText(LongTextPolicy.windows(100, 3)));
        String longText = "a b c d e f g h i j k l m n o p q r s t u v w x y ";
        List<AnalysisOutcome> outcomes = analyzer.analyzeAll(List.of("one", longText + "z", longText + "y", "two"));
        assertThat(outcomes.get(0).orElseThrow()).isEqualTo(expected("one"));
        assertThat(outcomes.get(1).failure()).containsInstanceOf(InferenceException.class);
        assertThat(outcomes.get(2).result()).isPresent();
        assertThat(outcomes.get(3).orElseThrow()).isEqualTo(expected("two"));
    }

    @Test
    void analyzeAll_withATimeout_failsTheLateAndKeepsTheRest() throws Exception {
        fake.block();
        open(BatchOptions.builder().lanes(1).maxBatchSize(1));
        Call<List<AnalysisOutcome>> bulk = TestThreads.start(() -> analyzer.analyzeAll(
                List.of("one", "two", "three"), AnalysisOptions.defaults().withTimeout(Duration.ofMillis(30))));
        List<AnalysisOutcome> outcomes = bulk.get();
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.failure())
                .containsInstanceOf(DeadlineExceededException.class));
        fake.release();
        assertRight(List.of("next"), analyzer.analyzeAll(List.of("next")));
    }

    @Test
    void analyzeAll_interrupted_cancelsWhatIsLeftAndKeepsTheInterrupt() throws Exception {
        fake.block();
        open(BatchOptions.builder().lanes(1).bulkWindow(4));
        Call<Boolean> bulk = TestThreads.start(() -> {
            assertThatThrownBy(() -> analyzer.analyzeAll(texts(100))).isInstanceOf(CancellationException.class);
            return Thread.currentThread().isInterrupted();
        });
        fake.awaitCalls(1);
        bulk.awaitBlocked().thread().interrupt();
        assertThat(bulk.get()).isTrue();
        fake.release();
        assertRight(List.of("next"), analyzer.analyzeAll(List.of("next")));
        assertThat(fake.batches().stream().mapToInt(TokenBatch::size).sum()).isLessThanOrEqualTo(6);
    }

    @Test
    void analyzeAll_onAnInterruptedThread_doesNothing() throws Exception {
        open();
        Call<Boolean> bulk = TestThreads.start(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> analyzer.analyzeAll(texts(10))).isInstanceOf(CancellationException.class);
            return Thread.currentThread().isInterrupted();
        });
        assertThat(bulk.get()).isTrue();
        assertThat(fake.calls()).isZero();
    }

    @Test
    void analyzeAll_afterClose_givesAnOutcomeForEach() {
        open();
        analyzer.close();
        assertThat(analyzer.analyzeAll(List.of("a", "b")))
                .hasSize(2)
                .allSatisfy(outcome -> assertThat(outcome.failure()).containsInstanceOf(AnalyzerClosedException.class));
    }

    @Test
    void analyzeAll_closedInTheMiddle_givesAnOutcomeForEach() throws Exception {
        fake.block();
        open(BatchOptions.builder().lanes(1).bulkWindow(4).closeTimeout(Duration.ofSeconds(30)));
        List<String> texts = texts(100);
        Call<List<AnalysisOutcome>> bulk = TestThreads.start(() -> analyzer.analyzeAll(texts));
        fake.awaitCalls(1);
        bulk.awaitBlocked();
        Call<Boolean> closer = TestThreads.start(() -> {
                    analyzer.close();
                    return true;
                })
                .awaitBlocked();
        fake.release();
        List<AnalysisOutcome> outcomes = bulk.get();
        assertThat(closer.get()).isTrue();
        assertThat(outcomes).hasSize(100);
        for (int i = 0; i < 100; i++) {
            if (i < 4) {
                assertThat(outcomes.get(i).orElseThrow()).isEqualTo(expected(texts.get(i)));
            } else {
                assertThat(outcomes.get(i).failure()).containsInstanceOf(AnalyzerClosedException.class);
            }
        }
    }

    @Test
    void analyzeAll_fromManyThreads_givesEachItsOwn() throws Exception {
        open(BatchOptions.builder().lanes(2).bulkWindow(16));
        List<Call<List<AnalysisOutcome>>> calls = new ArrayList<>();
        List<List<String>> lists = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            List<String> texts = new ArrayList<>(texts(200));
            Collections.rotate(texts, 13 * t);
            lists.add(texts);
            calls.add(TestThreads.start(() -> analyzer.analyzeAll(texts)));
        }
        for (int t = 0; t < calls.size(); t++) {
            assertRight(lists.get(t), calls.get(t).get());
        }
    }
}
