package dev.sentiment4j.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.Priority;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.TestThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The way of posts while all is well, and the life of a pipeline. */
class SentimentPipelineTest {
    private final PipelineHarness harness = new PipelineHarness();

    static List<String> ids(int from, int count) {
        return TestPosts.posts(from, count).stream().map(e -> e.key().id()).toList();
    }

    @Test
    void run_overAFiniteSource_storesAndAcknowledgesEverythingInOrder() {
        harness.source.with(TestPosts.posts(0, 500));
        SentimentPipeline pipeline = harness.run();
        assertThat(harness.sink().ids()).isEqualTo(ids(0, 500));
        assertThat(harness.source.acknowledgedIds()).isEqualTo(ids(0, 500));
        assertThat(harness.source.givenBack).isEmpty();
        assertThat(harness.letters.letters()).isEmpty();
        assertThat(harness.sink().batches).allMatch(size -> size <= 16);
        assertThat(pipeline.health().polled()).isEqualTo(500);
        assertThat(pipeline.health().acknowledged()).isEqualTo(500);
        assertThat(pipeline.health().inFlight()).isZero();
        assertThat(pipeline.health().lastAcknowledgedAt()).contains(TestPosts.NOON);
        assertThat(pipeline.health().isHealthy())
                .as("a pipeline that has ended")
                .isFalse();
    }

    @Test
    void run_givesTheSinkPostResultAndTime() {
        harness.source.with(List.of(
                TestPosts.post("1", "a bad day").build(),
                TestPosts.post("2", "a fine day").build()));
        harness.run();
        assertThat(harness.sink().taken)
                .containsExactly(
                        TestPosts.analyzed(TestPosts.post("1", "a bad day").build(), SentimentLabel.NEGATIVE),
                        TestPosts.analyzed(TestPosts.post("2", "a fine day").build(), SentimentLabel.POSITIVE));
    }

    @Test
    void run_keepsTheOrderOfEditsAndDeletions() {
        List<PostEvent> events = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Post post = TestPosts.post(i);
            events.add(post);
            events.add(post.toBuilder()
                    .text("edited")
                    .editedAt(TestPosts.NOON.plusSeconds(100))
                    .build());
            events.add(new PostDeletion(post.key(), TestPosts.NOON.plusSeconds(200)));
        }
        harness.source.with(events);
        harness.run();
        assertThat(harness.sink().taken.stream()
                        .map(e -> e instanceof AnalyzedPost analyzed ? analyzed.post() : (PostDeletion) e))
                .isEqualTo(events);
    }

    @Test
    void run_asksForBulk_unlessTheHostSaysOtherwise() {
        ScriptedAnalyzer analyzer = ScriptedAnalyzer.fast();
        harness.analyzer = analyzer;
        harness.source.with(TestPosts.posts(0, 1));
        harness.run();
        assertThat(analyzer.asked).allMatch(o -> o.priority().orElseThrow() == Priority.BULK);
        assertThat(analyzer.isClosed()).isFalse();

        PipelineHarness other = new PipelineHarness();
        other.source.with(TestPosts.posts(0, 1)).ended();
        other.analyzer = analyzer;
        AnalysisOptions mine =
                AnalysisOptions.defaults().withPriority(Priority.INTERACTIVE).withHeads(Set.of("sentiment"));
        other.builder().analysis(mine).build().run();
        assertThat(analyzer.asked).last().isEqualTo(mine);
    }

    @Test
    void run_withSeveralSinks_givesEachEverything() {
        harness.sinks.add(new ScriptedSink("second"));
        harness.source.with(TestPosts.posts(0, 100));
        harness.run();
        for (ScriptedSink sink : harness.sinks) {
            assertThat(sink.ids()).isEqualTo(ids(0, 100));
        }
    }

    @Test
    void inFlight_isBounded() {
        harness.options = harness.options.toBuilder().maxInFlight(10).build();
        harness.source.with(TestPosts.posts(0, 200));
        harness.run();
        assertThat(harness.source.mostPending).isBetween(1, 10);
        assertThat(harness.sink().ids()).isEqualTo(ids(0, 200));
    }

    @Test
    void inFlight_ofLongTexts_isBoundedByTheirCharacters() {
        harness.options =
                harness.options.toBuilder().maxInFlightChars(1_000).batchSize(2).build();
        List<Post> posts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            posts.add(TestPosts.post("long" + i, "x".repeat(900)).build());
        }
        harness.source.with(posts);
        harness.run();
        assertThat(harness.source.mostPending).as("one poll may go beyond").isBetween(1, 3);
        assertThat(harness.sink().taken).hasSize(40);
    }

    @Test
    void batches_growWhileTheSinkIsSlow() throws Exception {
        CountDownLatch full = new CountDownLatch(1);
        harness.sink().script = events -> {
            full.await();
            return List.of();
        };
        harness.source.with(TestPosts.posts(0, 1));
        try (SentimentPipeline pipeline = harness.start()) {
            PipelineHarness.await(
                    "the first write", () -> harness.sink().batches.size() == 1);
            for (PostEvent post : TestPosts.posts(1, 64)) {
                harness.source.memory.add(post);
            }
            PipelineHarness.await(
                    "all analyzed",
                    () -> pipeline.health().inFlight() == 65
                            && harness.recorder.told.stream()
                                            .filter(t -> t.startsWith("analyzed"))
                                            .mapToInt(t -> Integer.parseInt(t.split(" ")[1]))
                                            .sum()
                                    == 65);
            full.countDown();
            PipelineHarness.await("all written", () -> harness.source.acknowledged.size() == 65);
        }
        assertThat(harness.sink().batches.get(0)).isEqualTo(1);
        assertThat(harness.sink().batches).as("sizes of batches").contains(16).hasSizeLessThan(10);
        harness.assertTidy();
    }

    @Test
    void listener_hearsOfEveryStage() {
        harness.source.with(TestPosts.posts(0, 3));
        harness.source.memory.addMalformed(RawEntry.ofBody("?"), "not JSON");
        harness.run();
        assertThat(harness.recorder.told)
                .containsSubsequence("started RUNNING", "connected", "polled 4 malformed 1", "acknowledged 4")
                .contains("analyzed 3 failed 0", "written scripted 3 rejected 0", "deadLettered SOURCE Malformed")
                .last()
                .isEqualTo("stopped STOPPED");
    }

    @Test
    void listener_thatThrows_harmsNobody() {
        harness.source.with(TestPosts.posts(0, 30)).ended();
        harness.builder()
                .listener(new PipelineListener() {
                    @Override
                    public void polled(PollEvent poll) {
                        throw new AssertionError("of the listener");
                    }

                    @Override
                    public void stopped(SentimentPipeline pipeline) {
                        throw new IllegalStateException("of the listener");
                    }
                })
                .build()
                .run();
        assertThat(harness.source.acknowledged).hasSize(30);
        assertThat(harness.recorder.told).contains("stopped STOPPED");
    }

    @Test
    void sourceListener_isPassedOn() {
        harness.source.with(TestPosts.posts(0, 1));
        harness.source.polling = () -> {
            harness.source.polling = () -> {};
            harness.source.listener.disconnected(new IllegalStateException("reset"));
            harness.source.listener.gap(
                    new SourceGap(TestPosts.NOON, TestPosts.NOON.plusSeconds(5), "away for too long"));
        };
        harness.run();
        assertThat(harness.recorder.told)
                .containsSubsequence("connected", "disconnected reset", "gap away for too long");
    }

    @Test
    void threads_areNamedDaemonsAndEnd() {
        try (SentimentPipeline pipeline = harness.start()) {
            PipelineHarness.await(
                    "all threads", () -> TestThreads.threadsOf(harness.name).size() == 6);
            List<Thread> threads = TestThreads.threadsOf(harness.name);
            assertThat(threads).allMatch(Thread::isDaemon);
            assertThat(threads.stream()
                            .map(t -> t.getName().substring(harness.name.length()))
                            .collect(Collectors.toSet()))
                    .containsExactlyInAnyOrder(
                            "-pipeline", "-source", "-sinks", "-analysis-0", "-analysis-1", "-analysis-2");
            assertThat(pipeline.health().isHealthy()).isTrue();
        }
        harness.assertTidy();
    }

    @Test
    void stop_finishesWhatIsInWorkAndGivesBackTheRest() throws Exception {
        CountDownLatch asked = new CountDownLatch(3);
        CountDownLatch answer = new CountDownLatch(1);
        harness.analyzer = new ScriptedAnalyzer(text -> {
            asked.countDown();
            await(answer);
            return TestPosts.result(SentimentLabel.NEUTRAL);
        });
        harness.source.with(TestPosts.posts(0, 40));
        SentimentPipeline pipeline = harness.start();
        asked.await();
        PipelineHarness.await("two polls", () -> pipeline.health().inFlight() >= 32);
        pipeline.stop();
        PipelineHarness.await("what waits to be given back", () -> harness.source.givenBack.size() >= 20);
        assertThat(pipeline.state()).isEqualTo(PipelineState.STOPPING);
        assertThat(pipeline.completion()).isNotDone();
        answer.countDown();
        pipeline.stop().get(30, TimeUnit.SECONDS);
        assertThat(pipeline.state()).isEqualTo(PipelineState.STOPPED);
        int finished = harness.source.acknowledged.size();
        assertThat(finished).isBetween(3, 12);
        assertThat(harness.source.acknowledgedIds()).isEqualTo(ids(0, finished));
        assertThat(harness.sink().ids()).isEqualTo(ids(0, finished));
        assertThat(harness.source.reasons).containsOnly(NackReason.STOPPING);
        assertThat(harness.source.memory.lag().waiting()).hasValue(40 - finished);
        harness.assertTidy();
    }

    @Test
    void stop_whileTheAnalyzerHangs_givesEverythingBack() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        harness.options = harness.options.toBuilder().stopTimeout(Duration.ZERO).build();
        harness.analyzer = new ScriptedAnalyzer(text -> {
            asked.countDown();
            await(new CountDownLatch(1));
            return TestPosts.result(SentimentLabel.NEUTRAL);
        });
        harness.source.with(TestPosts.posts(0, 10));
        SentimentPipeline pipeline = harness.start();
        asked.await();
        pipeline.close();
        assertThat(pipeline.state()).isEqualTo(PipelineState.STOPPED);
        assertThat(harness.source.acknowledged).isEmpty();
        assertThat(harness.source.memory.lag().waiting()).hasValue(10);
        harness.assertTidy();
    }

    @Test
    void stop_whileASinkHangs_givesBackWhatItHasNotWritten() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        harness.options = harness.options.toBuilder().stopTimeout(Duration.ZERO).build();
        harness.sink().script = events -> {
            writing.countDown();
            new CountDownLatch(1).await();
            return List.of();
        };
        harness.source.with(TestPosts.posts(0, 50));
        SentimentPipeline pipeline = harness.start();
        writing.await();
        pipeline.close();
        assertThat(pipeline.state()).isEqualTo(PipelineState.STOPPED);
        assertThat(harness.source.acknowledged).isEmpty();
        assertThat(harness.source.memory.lag().waiting()).hasValue(50);
        harness.assertTidy();
    }

    @Test
    void stop_whileTheSourceHangs_doesNotWaitForIt() throws Exception {
        CountDownLatch polling = new CountDownLatch(1);
        harness.options = harness.options.toBuilder().stopTimeout(Duration.ZERO).build();
        harness.source.polling = () -> {
            polling.countDown();
            new CountDownLatch(1).await();
        };
        SentimentPipeline pipeline = harness.start();
        polling.await();
        pipeline.close();
        assertThat(pipeline.state()).isEqualTo(PipelineState.STOPPED);
        harness.assertTidy();
    }

    @Test
    void stop_whenTheSourceTakesNothingBack_stopsAllTheSame() throws Exception {
        harness.source.givingBack = () -> {
            throw SourceException.unavailable("gone, says the test", null);
        };
        harness.patient = true;
        harness.sink().script = events -> {
            throw SinkException.unavailable("away, says the test", null);
        };
        harness.source.with(TestPosts.posts(0, 5));
        SentimentPipeline pipeline = harness.start();
        PipelineHarness.await("a pause", () -> !harness.pauses.isEmpty());
        pipeline.close();
        assertThat(pipeline.state()).isEqualTo(PipelineState.STOPPED);
        assertThat(harness.source.acknowledged).isEmpty();
        assertThat(pipeline.health().givenBack()).isZero();
        assertThat(harness.source.memory.pending()).isEqualTo(5);
    }

    @Test
    void stop_beforeStart_closesTheParts() {
        SentimentPipeline pipeline = harness.builder().build();
        assertThat(pipeline.state()).isEqualTo(PipelineState.NEW);
        pipeline.close();
        assertThat(pipeline.state()).isEqualTo(PipelineState.STOPPED);
        assertThat(harness.sink().opens).isZero();
        assertThat(harness.recorder.told).containsExactly("stopped STOPPED");
        harness.assertTidy();
        assertThatThrownBy(pipeline::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is STOPPED; a pipeline runs once");
        pipeline.close();
        assertThat(harness.source.closes).isEqualTo(1);
    }

    @Test
    void start_twice_isRefused() {
        try (SentimentPipeline pipeline = harness.start()) {
            assertThatThrownBy(pipeline::start).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(pipeline::run).isInstanceOf(IllegalStateException.class);
            assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
        }
    }

    @Test
    void run_interrupted_stopsInGoodOrder() throws Exception {
        SentimentPipeline pipeline = harness.builder().build();
        TestThreads.Call<Boolean> run = TestThreads.start(() -> {
            pipeline.run();
            return Thread.currentThread().isInterrupted();
        });
        run.awaitBlocked().thread().interrupt();
        assertThat(run.get()).isTrue();
        assertThat(pipeline.state()).isEqualTo(PipelineState.STOPPED);
        harness.assertTidy();
    }

    @Test
    void awaitTermination_tellsWhetherItHasEnded() throws Exception {
        SentimentPipeline pipeline = harness.start();
        assertThat(pipeline.awaitTermination(Duration.ofMillis(1))).isFalse();
        pipeline.stop();
        assertThat(pipeline.awaitTermination(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void completion_isNotTheHostsToComplete() throws Exception {
        SentimentPipeline pipeline = harness.start();
        pipeline.completion().complete(null);
        assertThat(pipeline.awaitTermination(Duration.ofMillis(1))).isFalse();
        pipeline.close();
        assertThat(pipeline.completion()).isCompleted();
    }

    @Test
    void completion_ofAFailure_saysWhatHasFailed() throws Exception {
        harness.sink().opening = () -> {
            throw SinkException.fatal("table 'sentiment_analysis' is missing", null);
        };
        PipelineFailedException failure = harness.runToFailure();
        assertThat(failure)
                .hasMessageContaining("pipeline '" + harness.name + "' has failed")
                .hasMessageContaining("table 'sentiment_analysis' is missing")
                .hasCauseInstanceOf(SinkException.class);
        PipelineHarness again = new PipelineHarness();
        again.sink().opening = harness.sink().opening;
        SentimentPipeline pipeline = again.builder().build();
        assertThatThrownBy(pipeline::run).isInstanceOf(PipelineFailedException.class);
        assertThatThrownBy(() -> pipeline.completion().get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(PipelineFailedException.class);
        pipeline.close();
    }

    @Test
    void health_ofASourceThatCannotTell_isWithoutLag() {
        PostSource mute = new ScriptedSource() {
            @Override
            public SourceLag lag() {
                throw new IllegalStateException("not now");
            }
        };
        SentimentPipeline pipeline = harness.builder().source(mute).build();
        assertThat(pipeline.health().lag()).isEqualTo(SourceLag.UNKNOWN);
        assertThat(pipeline.health().state()).isEqualTo(PipelineState.NEW);
        pipeline.close();
    }

    @Test
    void build_withEverythingMissing_saysAllOfIt() {
        InvalidOptionsException e = catchThrowableOfType(
                InvalidOptionsException.class,
                () -> SentimentPipeline.builder().name(" ").build());
        assertThat(e.problems())
                .containsExactly(
                        "name: must not be blank",
                        "source: is missing",
                        "analyzer: is missing",
                        "sink: at least one is needed",
                        "deadLetters: is missing; DeadLetters.logging() gives up what cannot be processed");
    }

    @Test
    void build_withWhatCannotWork_saysAllOfIt() {
        harness.sinks.add(new ScriptedSink());
        InvalidOptionsException e = catchThrowableOfType(InvalidOptionsException.class, () -> harness.builder()
                .analysis(AnalysisOptions.defaults().withHeads(Set.of("irony")))
                .build());
        assertThat(e.problems())
                .hasSize(2)
                .anyMatch(p -> p.contains("irony"))
                .anyMatch(p -> p.contains("name of its own"));
    }

    @Test
    void toString_namesTheParts() {
        assertThat(harness.builder().build())
                .hasToString("SentimentPipeline[" + harness.name + ", NEW, from scripted to [scripted]]");
    }

    /** As the analyzer waits: an interrupt ends it, and is told by the exception of analyzers. */
    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted, says the test");
        }
    }
}
