package dev.sentiment4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.TestThreads.Call;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.tokenize.FakeTokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything at once, by a seed: callers of all four kinds and both priorities, equal texts, texts that fail or kill,
 * lanes that die, small windows, short predicted waits, cancellations, timeouts, streams that are left early, sources,
 * callbacks and listeners that throw, executors that refuse, and a close at a random moment.
 *
 * <p>Whatever the order of events: every future completes exactly once, with its own text's result or with a failure
 * that its caller had to expect; lists and streams answer in order, one outcome for each text; and nothing is left
 * behind, neither a place in the queue, nor a lane, a backend or a thread. More seeds:
 * {@code -Dsentiment4j.chaos.seeds=1000}.
 */
class AnalyzerChaosTest {
    private static final int CALLERS = 4;
    private static final int CALLS = 40;

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("sentiment4j.chaos.seeds", 30));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void analyzer_inChaos_answersEverybodyOnceAndLeavesNothingBehind(int seed) throws Exception {
        new Chaos(seed).run();
    }

    /** One asynchronous call: what it asked for, and how often its future completed. */
    private record Asked(
            String text,
            boolean timed,
            boolean cancelled,
            CompletableFuture<SentimentResult> future,
            CompletableFuture<Boolean> told,
            AtomicInteger completions) {}

    private static final class Chaos {
        /** So many ids that no two words of this test share one. */
        private static final int VOCABULARY = 1_000_000_000;

        private final int seed;
        private final Random random;
        private final FakeTokenizer reference = new FakeTokenizer(VOCABULARY);
        private final FakeBackendProvider fake = new FakeBackendProvider();
        private final BatchOptions options;
        private final SentimentAnalyzer analyzer;
        private final boolean closesEarly;
        private final boolean impatient;
        private final AtomicInteger untilClose;
        private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();

        Chaos(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            fake.failOn(reference.id("apple")).dieOn(reference.id("pear"));
            impatient = random.nextInt(3) == 0;
            BatchOptions.Admission[] policies = BatchOptions.Admission.values();
            options = BatchOptions.builder()
                    .lanes(1 + random.nextInt(3))
                    .maxBatchSize(1 + random.nextInt(16))
                    .maxBatchTokens(1 + random.nextInt(300))
                    .maxDelay(random.nextInt(3) == 0 ? Duration.ofNanos(300_000) : Duration.ZERO)
                    .queueCapacity(1 + random.nextInt(40))
                    .bulkWindow(1 + random.nextInt(20))
                    .bulkAging(Duration.ofNanos(random.nextInt(2_000_000)))
                    .maxPredictedWait(impatient ? Duration.ofNanos(20_000) : Duration.ofSeconds(5))
                    .burstTolerance(impatient ? Duration.ZERO : Duration.ofSeconds(1))
                    .admission(policies[random.nextInt(policies.length)])
                    .maxWait(Duration.ofMillis(1))
                    .closeTimeout(random.nextBoolean() ? Duration.ofSeconds(30) : Duration.ofNanos(200_000))
                    .build();
            closesEarly = random.nextBoolean();
            untilClose = new AtomicInteger(closesEarly ? 1 + random.nextInt(CALLERS * CALLS / 2) : Integer.MAX_VALUE);
            analyzer = TestAnalyzers.builder(fake, new FakeTokenizer(VOCABULARY))
                    .batching(options)
                    .completionExecutor(executor())
                    .nanoClock(random.nextInt(3) == 0 ? deadlyClock() : System::nanoTime)
                    .listener(listener())
                    .build();
        }

        /**
         * Kills lanes before they take a batch, or with one in their hands, where no text is to blame and none may be
         * lost. Twice at most: a text that loses three lanes is given up.
         */
        private static LongSupplier deadlyClock() {
            AtomicInteger calls = new AtomicInteger();
            AtomicInteger deaths = new AtomicInteger();
            StackWalker stack = StackWalker.getInstance();
            return () -> {
                if (Thread.currentThread().getName().contains("-lane-")
                        && calls.incrementAndGet() % 20 == 0
                        && Set.of("removeDead", "runOrSplit").contains(callerOf(stack))
                        && deaths.incrementAndGet() <= 2) {
                    throw new AssertionError("says the test");
                }
                return System.nanoTime();
            };
        }

        private static String callerOf(StackWalker stack) {
            return stack.walk(frames -> frames.skip(2).findFirst().orElseThrow().getMethodName());
        }

        private Executor executor() {
            AtomicInteger calls = new AtomicInteger();
            Executor base = random.nextBoolean() ? Runnable::run : ForkJoinPool.commonPool();
            boolean refuses = random.nextBoolean();
            return task -> {
                if (refuses && calls.getAndIncrement() % 3 == 0) {
                    throw new RejectedExecutionException("says the test");
                }
                base.execute(task);
            };
        }

        private AnalyzerListener listener() {
            boolean throwing = random.nextBoolean();
            return new AnalyzerListener() {
                @Override
                public void batchCompleted(BatchEvent batch) {
                    fail();
                }

                @Override
                public void dropped(DropCause cause) {
                    fail();
                }

                @Override
                public void textCompleted(TextEvent text) {
                    fail();
                }

                @Override
                public void rejected(RejectionCause cause) {
                    fail();
                }

                @Override
                public void shared() {
                    fail();
                }

                @Override
                public void laneReplaced(Throwable cause) {
                    fail();
                }

                @Override
                public void failed(int size, Throwable cause) {
                    fail();
                }

                private void fail() {
                    if (throwing) {
                        throw new AssertionError("says the test");
                    }
                }
            };
        }

        void run() throws Exception {
            List<Call<Boolean>> callers = new ArrayList<>();
            for (int c = 0; c < CALLERS; c++) {
                Random own = new Random(31L * seed + c);
                callers.add(TestThreads.start(() -> {
                    for (int i = 0; i < CALLS; i++) {
                        call(own);
                    }
                    return true;
                }));
            }
            for (Call<Boolean> caller : callers) {
                assertThat(caller.get()).isTrue();
            }
            for (Asked one : asked) {
                check(one);
            }
            assertThat(analyzer.load().inWork()).isZero();
            if (!closesEarly && !impatient) {
                assertEveryPlaceIsFree();
            }
            analyzer.close();
            assertThat(analyzer.load().inWork()).isZero();
            assertThat(analyzer.load().queueDepth()).isZero();
            TestThreads.assertEnd(TestThreads.threadsOf(analyzer.info().name()));
            assertThat(fake.openLanes()).isZero();
            assertThat(fake.openBackends()).isZero();
            assertThat(asked).allMatch(one -> one.completions().get() == 1);
        }

        private void call(Random own) {
            if (untilClose.getAndDecrement() == 1) {
                analyzer.close();
            }
            AnalysisOptions how = own.nextInt(5) == 0
                    ? AnalysisOptions.defaults().withTimeout(Duration.ofNanos(1 + own.nextInt(3_000_000)))
                    : AnalysisOptions.defaults();
            if (own.nextInt(3) == 0) {
                how = how.withPriority(own.nextBoolean() ? Priority.BULK : Priority.INTERACTIVE);
            }
            switch (own.nextInt(5)) {
                case 0 -> list(own, how);
                case 1 -> stream(own, how);
                case 2 -> single(own, how);
                default -> future(own, how);
            }
        }

        private void list(Random own, AnalysisOptions how) {
            List<String> texts = texts(own);
            List<AnalysisOutcome> outcomes = analyzer.analyzeAll(texts, how);
            assertThat(outcomes).hasSameSizeAs(texts);
            checkInOrder(texts, outcomes, how);
        }

        /** Read to its end, left early, or ended by its source. */
        private void stream(Random own, AnalysisOptions how) {
            List<String> texts = texts(own);
            int failsAt = own.nextInt(4) == 0 ? own.nextInt(30) : Integer.MAX_VALUE;
            int most = own.nextInt(4) == 0 ? own.nextInt(10) : Integer.MAX_VALUE;
            AtomicInteger read = new AtomicInteger();
            List<AnalysisOutcome> outcomes = new ArrayList<>();
            boolean failed = false;
            Stream<String> source = texts.stream().peek(text -> {
                if (read.getAndIncrement() == failsAt) {
                    throw new UnsupportedOperationException("says the test");
                }
            });
            try (Stream<AnalysisOutcome> stream = analyzer.analyzeStream(source, how)) {
                stream.limit(most).forEach(outcomes::add);
            } catch (UnsupportedOperationException e) {
                failed = true;
            }
            if (failed) {
                assertThat(outcomes).hasSizeLessThanOrEqualTo(failsAt);
            } else {
                assertThat(outcomes).hasSize(Math.min(texts.size(), most));
            }
            assertThat(read.get() - outcomes.size()).isLessThanOrEqualTo(options.bulkWindow() + 1);
            checkInOrder(texts, outcomes, how);
        }

        private void single(Random own, AnalysisOptions how) {
            String text = text(own);
            AnalysisOutcome outcome;
            try {
                outcome = new AnalysisOutcome.Success(analyzer.analyze(text, how));
            } catch (SentimentException e) {
                outcome = new AnalysisOutcome.Failure(e);
            }
            check(text, how.timeout().isPresent(), false, false, outcome);
        }

        private void future(Random own, AnalysisOptions how) {
            String text = text(own);
            AtomicInteger completions = new AtomicInteger();
            CompletableFuture<SentimentResult> future = analyzer.analyzeAsync(text, how);
            boolean closing = closesEarly && own.nextInt(40) == 0;
            CompletableFuture<Boolean> told = future.handle((result, failure) -> {
                completions.incrementAndGet();
                if (closing) {
                    untilClose.set(0);
                    analyzer.close();
                }
                return true;
            });
            future.thenRun(() -> {
                throw new IllegalStateException("says the test");
            });
            boolean cancelled = own.nextInt(6) == 0 && future.cancel(false);
            asked.add(new Asked(text, how.timeout().isPresent(), cancelled, future, told, completions));
        }

        private static List<String> texts(Random own) {
            return IntStream.range(0, own.nextInt(30)).mapToObj(i -> text(own)).toList();
        }

        private void checkInOrder(List<String> texts, List<AnalysisOutcome> outcomes, AnalysisOptions how) {
            for (int i = 0; i < outcomes.size(); i++) {
                check(texts.get(i), how.timeout().isPresent(), false, true, outcomes.get(i));
            }
        }

        private static String text(Random own) {
            if (own.nextInt(4) == 0) {
                return own.nextInt(10) == 0 ? "apple of all" : "same " + own.nextInt(3);
            }
            String words = IntStream.range(0, own.nextInt(own.nextInt(8) == 0 ? 90 : 12))
                    .mapToObj(i -> "w" + own.nextInt(1_000))
                    .collect(Collectors.joining(" "));
            return switch (own.nextInt(25)) {
                case 0 -> "apple " + words;
                case 1 -> "pear " + words;
                default -> words;
            };
        }

        private void check(Asked one) throws Exception {
            AnalysisOutcome outcome;
            try {
                assertThat(one.told().get(60, TimeUnit.SECONDS)).isTrue();
                outcome = new AnalysisOutcome.Success(one.future().get(30, TimeUnit.SECONDS));
                assertThat(one.cancelled()).isFalse();
            } catch (CancellationException e) {
                assertThat(one.cancelled()).isTrue();
                return;
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(SentimentException.class);
                outcome = new AnalysisOutcome.Failure((SentimentException) e.getCause());
            } catch (TimeoutException e) {
                throw new AssertionError("a future was never completed, " + options, e);
            }
            check(one.text(), one.timed(), one.cancelled(), false, outcome);
        }

        private void check(String text, boolean timed, boolean cancelled, boolean bulk, AnalysisOutcome outcome) {
            boolean bad = text.startsWith("apple ") || text.startsWith("pear ");
            if (outcome instanceof AnalysisOutcome.Success success) {
                assertThat(bad).as("a bad text was answered").isFalse();
                assertThat(cancelled).isFalse();
                assertThat(success.value()).isEqualTo(expected(text));
                return;
            }
            SentimentException failure = outcome.failure().orElseThrow();
            boolean foreseeable = (bad && failure instanceof InferenceException)
                    || (timed && failure instanceof DeadlineExceededException)
                    || (closesEarly && failure instanceof AnalyzerClosedException)
                    || (!bulk
                            // Too late for its timeout is refused at once, whatever the policy.
                            && (timed || options.admission() != BatchOptions.Admission.BLOCK)
                            && failure instanceof OverloadedException);
            assertThat(foreseeable)
                    .as(
                            "failure of \"%s\" (timed %s, closes early %s, %s): %s",
                            text, timed, closesEarly, options, failure)
                    .isTrue();
        }

        private SentimentResult expected(String text) {
            int[] all = TestAnalyzers.input(reference, text);
            if (all.length <= 64) {
                return TestAnalyzers.expected(analyzer.info(), reference, text);
            }
            String cut = Arrays.stream(text.split(" ")).limit(62).collect(Collectors.joining(" "));
            SentimentResult ofCut = TestAnalyzers.expected(analyzer.info(), reference, cut);
            SentimentResult.Builder told = SentimentResult.builder(ofCut.model())
                    .sentiment(ofCut.probabilities(), ofCut.score())
                    .input(new InputInfo(64, all.length - 64, 1, ofCut.input().profile()))
                    .engine(ofCut.backend(), ofCut.device());
            ofCut.heads().forEach(told::head);
            return told.build();
        }

        /** Fills the queue to the brim, which works only if no earlier text kept its place. */
        private void assertEveryPlaceIsFree() throws Exception {
            fake.block();
            AnalysisOptions patient = AnalysisOptions.defaults().withTimeout(Duration.ofSeconds(30));
            List<CompletableFuture<SentimentResult>> fill = new ArrayList<>();
            for (int i = 0; i < options.queueCapacity(); i++) {
                fill.add(analyzer.analyzeAsync("fill " + i, patient));
            }
            fake.release();
            for (int i = 0; i < fill.size(); i++) {
                assertThat(fill.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(expected("fill " + i));
            }
        }
    }
}
