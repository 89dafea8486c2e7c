package dev.sentiment4j.pipeline;

import static dev.sentiment4j.pipeline.SentimentPipelineTest.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerClosedException;
import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.OverloadedException;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.pipeline.DeadLetter.Stage;
import dev.sentiment4j.pipeline.PipelineHealth.Trouble;
import dev.sentiment4j.pipeline.PipelineListener.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What goes wrong on the way, and what becomes of the posts. */
class PipelineFaultTest {
    private final PipelineHarness harness = new PipelineHarness();

    private static List<String> without(List<String> ids, String id) {
        List<String> rest = new ArrayList<>(ids);
        assertThat(rest.remove(id)).isTrue();
        return rest;
    }

    private static boolean isPost(SinkEvent event, String id) {
        return event.key().id().equals(id);
    }

    private static OverloadedException overloaded() {
        return new OverloadedException("full, says the test", 1, 1, Duration.ZERO);
    }

    /** A script that fails so often and then works. */
    private static ScriptedSink.Script failing(int times, RuntimeException e) {
        AtomicInteger left = new AtomicInteger(times);
        return events -> {
            if (left.getAndDecrement() > 0) {
                throw e;
            }
            return List.of();
        };
    }

    @Test
    void malformedEntry_isDeadLetteredWithItsReason() {
        harness.source.with(TestPosts.posts(0, 5));
        RawEntry raw = RawEntry.ofBody("{\"text\":");
        harness.source.memory.addMalformed(raw, "not JSON");
        harness.source.with(TestPosts.posts(5, 5));
        harness.run();
        assertThat(harness.sink().ids()).isEqualTo(ids(0, 10));
        assertThat(harness.source.acknowledged).hasSize(11);
        DeadLetter letter = harness.letters.letters().get(0);
        assertThat(harness.letters.letters()).hasSize(1);
        assertThat(letter.stage()).isEqualTo(Stage.SOURCE);
        assertThat(letter.errorType()).isEqualTo("Malformed");
        assertThat(letter.message()).isEqualTo("not JSON");
        assertThat(letter.raw()).contains(raw);
        assertThat(letter.event()).isEmpty();
        assertThat(letter.source()).isEqualTo("scripted");
        assertThat(letter.failedAt()).isEqualTo(TestPosts.NOON);
    }

    @Test
    void entryDeliveredTooOften_isDeadLetteredUnread() throws Exception {
        harness.options = harness.options.toBuilder().maxDeliveries(2).build();
        harness.source.with(TestPosts.posts(0, 2));
        harness.source.memory.open(SourceListener.NONE);
        for (int i = 0; i < 2; i++) {
            harness.source.memory.negativeAcknowledge(harness.source.memory.poll(1, Duration.ZERO), NackReason.FAILED);
        }
        harness.run();
        assertThat(harness.sink().ids()).containsExactly("1");
        assertThat(harness.letters.letters()).hasSize(1);
        assertThat(harness.letters.letters().get(0).errorType()).isEqualTo("DeliveredTooOften");
        assertThat(harness.letters.letters().get(0).message()).contains("delivered 3 times", "maxDeliveries = 2");
    }

    @Test
    void postThatCannotBeAnalyzed_isDeadLetteredAndItsNeighboursAreNot() {
        harness.analyzer = new ScriptedAnalyzer(text -> {
            if (text.equals("post number 7")) {
                throw new InferenceException("the engine failed on a text of 9 tokens");
            }
            return TestPosts.result(SentimentLabel.NEUTRAL);
        });
        harness.source.with(TestPosts.posts(0, 30));
        harness.run();
        assertThat(harness.sink().ids()).isEqualTo(without(ids(0, 30), "7"));
        assertThat(harness.source.acknowledgedIds()).isEqualTo(ids(0, 30));
        DeadLetter letter = harness.letters.letters().get(0);
        assertThat(harness.letters.letters()).hasSize(1);
        assertThat(letter.stage()).isEqualTo(Stage.ANALYSIS);
        assertThat(letter.event()).contains(TestPosts.post(7));
        assertThat(letter.errorType()).isEqualTo("dev.sentiment4j.InferenceException");
        assertThat(letter.message()).isEqualTo("the engine failed on a text of 9 tokens");
        assertThat(letter.attempts()).isEqualTo(1);
        assertThat(letter.toString()).doesNotContain("post number");
    }

    @Test
    void listThatAnAnalyzerThrowsOn_isAskedForOneByOne() {
        harness.analyzer = new ScriptedAnalyzer(text -> {
            if (text.equals("post number 7")) {
                throw new IllegalStateException("quotes post number 7");
            }
            return TestPosts.result(SentimentLabel.NEUTRAL);
        });
        harness.source.with(TestPosts.posts(0, 30));
        harness.run();
        assertThat(harness.sink().ids()).isEqualTo(without(ids(0, 30), "7"));
        DeadLetter letter = harness.letters.letters().get(0);
        assertThat(letter.errorType()).isEqualTo("dev.sentiment4j.InferenceException");
        assertThat(letter.message()).isEqualTo("analyzer 'scripted' threw java.lang.IllegalStateException");
    }

    @Test
    void overload_isWaitedOut() {
        AtomicInteger left = new AtomicInteger(40);
        harness.analyzer = new ScriptedAnalyzer(text -> {
            if (text.contains("7") && left.getAndDecrement() > 0) {
                throw overloaded();
            }
            return TestPosts.result(SentimentLabel.NEUTRAL);
        });
        harness.source.with(TestPosts.posts(0, 30));
        SentimentPipeline pipeline = harness.run();
        assertThat(harness.sink().ids()).isEqualTo(ids(0, 30));
        assertThat(harness.letters.letters()).isEmpty();
        assertThat(harness.recorder.retries).isNotEmpty().allMatch(r -> r.step() == Step.ANALYZE);
        assertThat(pipeline.health().troubles()).isEmpty();
    }

    @Test
    void timeout_ofOnePostAgainAndAgain_isDeadLettered() {
        harness.options = harness.options.toBuilder().analysisAttempts(3).build();
        harness.analyzer = new ScriptedAnalyzer(text -> {
            if (text.equals("post number 7")) {
                throw new DeadlineExceededException("no answer within 5 ms");
            }
            return TestPosts.result(SentimentLabel.NEUTRAL);
        });
        harness.source.with(TestPosts.posts(0, 10));
        harness.run();
        assertThat(harness.sink().ids()).isEqualTo(without(ids(0, 10), "7"));
        assertThat(harness.letters.letters().get(0).attempts()).isEqualTo(3);
        assertThat(harness.pauses).hasSize(2);
    }

    @Test
    void analyzerThatIsClosed_failsThePipelineAndLosesNothing() throws Exception {
        harness.analyzer = new ScriptedAnalyzer(text -> {
            throw new AnalyzerClosedException("analyzer 'scripted' is closed");
        });
        harness.source.with(TestPosts.posts(0, 30));
        assertThat(harness.runToFailure()).hasMessageContaining("analyzer 'scripted' is closed");
        assertThat(harness.source.acknowledged).isEmpty();
        assertThat(harness.source.memory.lag().waiting()).hasValue(30);
    }

    @Test
    void analyzerThatFailsOnEverything_failsThePipeline() throws Exception {
        harness.options = harness.options.toBuilder().maxConsecutiveFailures(10).build();
        harness.analyzer = new ScriptedAnalyzer(text -> {
            throw new InferenceException("the accelerator is gone");
        });
        harness.source.with(TestPosts.posts(0, 30));
        assertThat(harness.runToFailure())
                .hasMessageContaining("analyzer 'scripted' failed on 10 posts in a row")
                .hasMessageContaining("the accelerator is gone");
        assertThat(harness.letters.letters()).hasSizeLessThan(10);
        assertThat(harness.source.acknowledged).hasSameSizeAs(harness.letters.letters());
    }

    @Test
    void analyzerThatGivesTooFewOutcomes_failsThePipeline() throws Exception {
        harness.analyzer = new ScriptedAnalyzer(text -> TestPosts.result(SentimentLabel.NEUTRAL)) {
            @Override
            public List<AnalysisOutcome> analyzeAll(List<String> texts, AnalysisOptions options) {
                return List.of();
            }
        };
        harness.source.with(TestPosts.posts(0, 3));
        assertThat(harness.runToFailure()).hasMessageContaining("gave 0 outcomes for");
        assertThat(harness.source.memory.lag().waiting()).hasValue(3);
    }

    @Test
    void sinkThatIsAway_isTriedAgainUntilItIsBack() {
        harness.sink().script = failing(25, SinkException.unavailable("connection refused", null));
        harness.source.with(TestPosts.posts(0, 100));
        SentimentPipeline pipeline = harness.run();
        assertThat(harness.sink().ids()).isEqualTo(ids(0, 100));
        assertThat(harness.letters.letters()).isEmpty();
        assertThat(harness.pauses).hasSize(25);
        assertThat(harness.recorder.retries.stream().map(PipelineListener.RetryEvent::failures))
                .isEqualTo(IntStream.rangeClosed(1, 25).boxed().toList());
        assertThat(pipeline.health().troubles()).isEmpty();
    }

    @Test
    void sinkThatIsAway_slowsTheSourceAndIsSeenInTheHealth() {
        harness.patient = true;
        harness.options = harness.options.toBuilder().maxInFlight(32).build();
        harness.sink().script = failing(1, SinkException.unavailable("connection refused", null));
        harness.source.with(TestPosts.posts(0, 100));
        SentimentPipeline pipeline = harness.start();
        PipelineHarness.await("a full house", () -> pipeline.health().inFlight() == 32);
        PipelineHarness.await("trouble", () -> !pipeline.health().troubles().isEmpty());
        assertThat(pipeline.health().troubles())
                .containsExactly(new Trouble(Step.WRITE, "scripted", 1, TestPosts.NOON, "connection refused"));
        assertThat(pipeline.health().isHealthy()).isFalse();
        assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
        pipeline.close();
        assertThat(pipeline.state()).isEqualTo(PipelineState.STOPPED);
        assertThat(harness.source.acknowledged).isEmpty();
        assertThat(harness.source.memory.lag().waiting()).hasValue(100);
        assertThat(harness.source.reasons).containsOnly(NackReason.STOPPING);
        harness.assertTidy();
    }

    @Test
    void sinkThatRejectsAPost_keepsItsNeighbours() {
        harness.sinks.add(new ScriptedSink("second"));
        harness.sink().script = events -> {
            List<Rejection> rejections = new ArrayList<>();
            for (int i = 0; i < events.size(); i++) {
                if (isPost(events.get(i), "7") || isPost(events.get(i), "8")) {
                    rejections.add(Rejection.of(i, "NUL in the text"));
                }
            }
            return rejections;
        };
        harness.source.with(TestPosts.posts(0, 30));
        harness.run();
        assertThat(harness.sink().ids()).isEqualTo(without(without(ids(0, 30), "7"), "8"));
        assertThat(harness.sinks.get(1).ids()).as("the other sink has them").isEqualTo(ids(0, 30));
        assertThat(harness.source.acknowledgedIds()).isEqualTo(ids(0, 30));
        assertThat(harness.letters.letters()).hasSize(2);
        DeadLetter letter = harness.letters.letters().get(0);
        assertThat(letter.stage()).isEqualTo(Stage.SINK);
        assertThat(letter.sink()).isEqualTo(Optional.of("scripted"));
        assertThat(letter.event()).contains(TestPosts.post(7));
        assertThat(letter.errorType()).isEqualTo("Rejected");
        assertThat(letter.message()).isEqualTo("NUL in the text");
    }

    @Test
    void sinkThatRejectsABatch_losesTheBadPostAlone() {
        harness.sink().script = events -> {
            if (events.stream().anyMatch(e -> isPost(e, "7"))) {
                throw SinkException.batchRejected("value too long", null);
            }
            return List.of();
        };
        harness.source.with(TestPosts.posts(0, 100));
        harness.run();
        assertThat(harness.sink().ids()).isEqualTo(without(ids(0, 100), "7"));
        assertThat(harness.letters.letters()).hasSize(1);
        assertThat(harness.letters.letters().get(0).errorType()).isEqualTo("dev.sentiment4j.pipeline.SinkException");
        assertThat(harness.letters.letters().get(0).message()).isEqualTo("value too long");
    }

    @Test
    void sinkThatThrowsWhatNobodyKnows_losesTheBadPostAlone() {
        harness.sink().script = events -> {
            if (events.stream().anyMatch(e -> isPost(e, "7"))) {
                throw new IllegalArgumentException("quotes the text");
            }
            return List.of();
        };
        harness.source.with(TestPosts.posts(0, 100));
        harness.run();
        assertThat(harness.sink().ids()).isEqualTo(without(ids(0, 100), "7"));
        assertThat(harness.letters.letters().get(0).errorType()).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(harness.letters.letters().get(0).message()).isEqualTo("threw java.lang.IllegalArgumentException");
    }

    @Test
    void sinkThatThrowsOnEverything_failsThePipeline() throws Exception {
        harness.options = harness.options.toBuilder().maxConsecutiveFailures(5).build();
        harness.sink().script = events -> {
            throw new NullPointerException("of the sink");
        };
        harness.source.with(TestPosts.posts(0, 30));
        assertThat(harness.runToFailure())
                .hasMessageContaining("sink 'scripted' failed on 5 posts in a row")
                .hasRootCauseInstanceOf(NullPointerException.class);
        assertThat(harness.letters.letters()).hasSizeLessThan(5);
        assertThat(harness.source.acknowledged).hasSameSizeAs(harness.letters.letters());
        assertThat(harness.source.reasons).contains(NackReason.FAILED);
    }

    @Test
    void sinkThatFailsForGood_failsThePipelineWithNothingAcknowledged() throws Exception {
        harness.sink().script = events -> {
            throw SinkException.fatal("password authentication failed for user 'posts'", null);
        };
        harness.source.with(TestPosts.posts(0, 30));
        assertThat(harness.runToFailure()).hasMessageContaining("password authentication failed");
        assertThat(harness.source.acknowledged).isEmpty();
        assertThat(harness.letters.letters()).isEmpty();
        assertThat(harness.source.memory.lag().waiting()).hasValue(30);
    }

    @Test
    void secondSinkThatFails_leavesTheBatchUnacknowledged() throws Exception {
        ScriptedSink second = new ScriptedSink("second");
        second.script = events -> {
            throw SinkException.fatal("gone for good", null);
        };
        harness.sinks.add(second);
        harness.source.with(TestPosts.posts(0, 10));
        assertThat(harness.runToFailure()).hasMessageContaining("gone for good");
        assertThat(harness.sink().taken).isNotEmpty();
        assertThat(harness.source.acknowledged).isEmpty();
        assertThat(harness.source.memory.lag().waiting()).hasValue(10);
    }

    @Test
    void sinkThatRejectsWhatIsNotThere_failsThePipeline() throws Exception {
        harness.sink().script = events -> List.of(Rejection.of(events.size(), "beyond the end"));
        harness.source.with(TestPosts.posts(0, 3));
        assertThat(harness.runToFailure()).hasMessageContaining("which is not there");
        assertThat(harness.source.acknowledged).isEmpty();
    }

    @Test
    void errorOfASink_failsThePipeline() throws Exception {
        harness.sink().script = events -> {
            throw new NoClassDefFoundError("a driver");
        };
        harness.source.with(TestPosts.posts(0, 3));
        assertThat(harness.runToFailure()).hasCauseInstanceOf(NoClassDefFoundError.class);
        assertThat(harness.source.memory.lag().waiting()).hasValue(3);
    }

    @Test
    void openingOfASinkThatIsAway_isTriedAgain() {
        AtomicInteger left = new AtomicInteger(3);
        harness.sink().opening = () -> {
            if (left.getAndDecrement() > 0) {
                throw SinkException.unavailable("starting up", null);
            }
        };
        harness.source.with(TestPosts.posts(0, 3));
        harness.run();
        assertThat(harness.sink().ids()).isEqualTo(ids(0, 3));
        assertThat(harness.sink().opens).isEqualTo(4);
    }

    @Test
    void stopWhileASinkOpens_closesEverything() {
        harness.patient = true;
        harness.sink().opening = () -> {
            throw SinkException.unavailable("starting up", null);
        };
        SentimentPipeline pipeline = harness.start();
        PipelineHarness.await("a pause", () -> !harness.pauses.isEmpty());
        pipeline.close();
        assertThat(pipeline.state()).isEqualTo(PipelineState.STOPPED);
        harness.assertTidy();
    }

    @Test
    void deadLettersThatAreAway_areTriedAgain() {
        AtomicInteger left = new AtomicInteger(3);
        harness.deadLetters = new Forwarding(harness.letters) {
            @Override
            public void write(List<DeadLetter> letters) throws InterruptedException {
                if (left.getAndDecrement() > 0) {
                    throw SinkException.unavailable("away", null);
                }
                super.write(letters);
            }
        };
        harness.source.memory.addMalformed(RawEntry.ofBody("?"), "not JSON");
        harness.run();
        assertThat(harness.letters.letters()).hasSize(1);
        assertThat(harness.source.acknowledged).hasSize(1);
        assertThat(harness.recorder.retries).hasSize(3).allMatch(r -> r.step() == Step.DEAD_LETTER);
    }

    @Test
    void deadLettersThatFail_failThePipelineWithNothingAcknowledged() throws Exception {
        harness.deadLetters = new Forwarding(harness.letters) {
            @Override
            public void write(List<DeadLetter> letters) {
                throw new IllegalStateException("of the dead letters");
            }
        };
        harness.source.memory.addMalformed(RawEntry.ofBody("?"), "not JSON");
        assertThat(harness.runToFailure()).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(harness.source.acknowledged).isEmpty();
        assertThat(harness.source.memory.lag().waiting()).hasValue(1);
    }

    @Test
    void sourceThatIsAway_isPolledAgain() {
        AtomicInteger left = new AtomicInteger(3);
        harness.source.polling = () -> {
            if (left.getAndDecrement() > 0) {
                throw SourceException.unavailable("connection reset", null);
            }
        };
        harness.source.with(TestPosts.posts(0, 20));
        harness.run();
        assertThat(harness.sink().ids()).isEqualTo(ids(0, 20));
        assertThat(harness.recorder.retries).hasSize(3).allMatch(r -> r.step() == Step.POLL);
    }

    @Test
    void stopWhileTheSourceIsAway_finishesWhatIsInWork() {
        AtomicInteger polls = new AtomicInteger();
        harness.patient = true;
        harness.source.with(TestPosts.posts(0, 10));
        harness.source.polling = () -> {
            if (polls.getAndIncrement() > 0) {
                throw SourceException.unavailable("connection reset", null);
            }
        };
        SentimentPipeline pipeline = harness.start();
        PipelineHarness.await("all acknowledged", () -> harness.source.acknowledged.size() == 10);
        PipelineHarness.await("a pause", () -> !harness.pauses.isEmpty());
        pipeline.close();
        assertThat(pipeline.state()).isEqualTo(PipelineState.STOPPED);
        harness.assertTidy();
    }

    @Test
    void sourceThatFailsForGood_failsThePipeline() throws Exception {
        harness.source.polling = () -> {
            throw SourceException.fatal("WRONGTYPE: 'posts' is no stream", null);
        };
        assertThat(harness.runToFailure()).hasMessageContaining("'posts' is no stream");
    }

    @Test
    void sourceThatThrowsWhatNobodyKnows_failsThePipeline() throws Exception {
        harness.source.opening = () -> {
            throw new IllegalArgumentException("of the source");
        };
        assertThat(harness.runToFailure()).hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void acknowledgementThatFails_isTriedAgain() {
        AtomicInteger left = new AtomicInteger(3);
        harness.source.acknowledging = () -> {
            if (left.getAndDecrement() > 0) {
                throw SourceException.unavailable("connection reset", null);
            }
        };
        harness.source.with(TestPosts.posts(0, 20));
        harness.run();
        assertThat(harness.source.acknowledgedIds()).isEqualTo(ids(0, 20));
        assertThat(harness.sink().ids()).as("written once").isEqualTo(ids(0, 20));
        assertThat(harness.recorder.retries).hasSize(3).allMatch(r -> r.step() == Step.ACKNOWLEDGE);
    }

    /** Dead letters in front of others. */
    private static class Forwarding implements DeadLetters {
        private final DeadLetters next;

        Forwarding(DeadLetters next) {
            this.next = next;
        }

        @Override
        public String name() {
            return next.name();
        }

        @Override
        public void write(List<DeadLetter> letters) throws InterruptedException {
            next.write(letters);
        }

        @Override
        public void close() {
            next.close();
        }
    }
}
