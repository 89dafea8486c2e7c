package dev.sentiment4j.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.OverloadedException;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.TestThreads;
import dev.sentiment4j.spi.AnalyzerListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Many callers while the steps fill and empty: every call gets one answer, and moves are told once each. */
class BrownOutConcurrencyTest {
    private static final int THREADS = 8;
    private static final int CALLS = 2_000;

    @Test
    void everyCall_getsOneAnswer() throws Exception {
        AtomicLong millis = new AtomicLong();
        StepAnalyzer large = StepAnalyzer.preferred();
        StepAnalyzer small = StepAnalyzer.standIn("small");
        StepAnalyzer lexicon = StepAnalyzer.standIn("lexicon");
        Queue<int[]> moves = new ConcurrentLinkedQueue<>();
        BrownOutAnalyzer analyzer = BrownOutAnalyzer.builder(large)
                .step(small)
                .step(lexicon)
                .options(BrownOutOptions.builder().dwell(Duration.ofMillis(5)).build())
                .nanoClock(() -> TimeUnit.MILLISECONDS.toNanos(millis.get()))
                .listener(new AnalyzerListener() {
                    @Override
                    public void brownOut(int from, int to, AnalyzerLoad load) {
                        moves.add(new int[] {from, to});
                    }
                })
                .build();
        AtomicInteger[] answersByStep = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
        AtomicInteger futureCompletions = new AtomicInteger();
        CountDownLatch begin = new CountDownLatch(1);
        List<TestThreads.Call<Integer>> callers = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            SplittableRandom random = new SplittableRandom(t);
            callers.add(TestThreads.start(() -> {
                begin.await();
                int answers = 0;
                for (int i = 0; i < CALLS; i++) {
                    stir(random, millis, large, small);
                    SentimentResult result;
                    if (random.nextBoolean()) {
                        result = analyzer.analyze("a");
                    } else {
                        result = analyzer.analyzeAsync("a")
                                .whenComplete((r, failure) -> futureCompletions.incrementAndGet())
                                .get(30, TimeUnit.SECONDS);
                    }
                    int step = result.degradation().map(d -> d.step()).orElse(0);
                    assertThat(result.model())
                            .isEqualTo(analyzer.steps().get(step).info().model());
                    answersByStep[step].incrementAndGet();
                    answers++;
                }
                return answers;
            }));
        }
        begin.countDown();
        for (TestThreads.Call<Integer> caller : callers) {
            assertThat(caller.get()).isEqualTo(CALLS);
        }
        int answers = 0;
        for (AtomicInteger ofStep : answersByStep) {
            assertThat(ofStep.get()).isPositive();
            answers += ofStep.get();
        }
        assertThat(answers).isEqualTo(THREADS * CALLS);
        assertThat(futureCompletions.get()).isBetween(1, THREADS * CALLS);
        // Told once each, so that one leaves a step as often as one comes to it, give or take the step it ends on.
        for (int step = 0; step < 3; step++) {
            int here = step;
            long came = moves.stream().filter(move -> move[1] == here).count() + (step == 0 ? 1 : 0);
            long left = moves.stream().filter(move -> move[0] == here).count();
            assertThat(came - left).isBetween(0L, 1L);
        }
        assertThat(moves).hasSizeGreaterThan(10);
    }

    private static void stir(SplittableRandom random, AtomicLong millis, StepAnalyzer large, StepAnalyzer small) {
        millis.addAndGet(random.nextInt(3));
        StepAnalyzer step = random.nextBoolean() ? large : small;
        switch (random.nextInt(8)) {
            case 0 -> step.waiting(900);
            case 1 -> step.waiting(0);
            case 2 -> step.failure = new OverloadedException("full, says the test", 8, 8, Duration.ZERO);
            case 3, 4 -> step.failure = null;
            default -> {}
        }
    }
}
