package dev.sentiment4j.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());

    private List<double[]> lengths(List<String> texts) throws InterruptedException {
        go.await();
        batches.add(List.copyOf(texts));
        return texts.stream().map(text -> new double[] {text.length()}).toList();
    }

    @Test
    void worker_takesWhatWaitsInOrderOfArrival() throws Exception {
        try (WorkerPool pool = new WorkerPool("test", List.of(this::lengths), 3)) {
            List<CompletableFuture<double[]>> answers = new ArrayList<>();
            for (String text : List.of("a", "bb", "ccc", "dddd", "eeeee", "ffffff", "ggggggg")) {
                answers.add(pool.submit(text));
            }
            go.countDown();

            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).containsExactly(i + 1.0);
            }
            assertThat(batches).allMatch(batch -> batch.size() <= 3);
            assertThat(batches.stream().flatMap(List::stream))
                    .containsExactly("a", "bb", "ccc", "dddd", "eeeee", "ffffff", "ggggggg");
        }
    }

    @Test
    void fullPool_refusesAtOnceAndRecovers() throws Exception {
        try (WorkerPool pool = new WorkerPool("test", List.of(this::lengths), 32)) {
            List<CompletableFuture<double[]>> answers = new ArrayList<>();
            for (int i = 0; i < WorkerPool.CAPACITY; i++) {
                answers.add(pool.submit("a"));
            }
            assertThatThrownBy(() -> pool.submit("b").getNow(null))
                    .hasCauseInstanceOf(RejectedExecutionException.class);
            go.countDown();
            for (CompletableFuture<double[]> answer : answers) {
                answer.get();
            }

            assertThat(pool.submit("bb").get()).containsExactly(2);
            assertThat(pool.textsPerSecond(Collections.nCopies(WorkerPool.CAPACITY + 10, "c")))
                    .isPositive();
        }
    }

    @Test
    void failure_reachesTheTextsOfItsBatchAlone() throws Exception {
        WorkerPool.Runner runner = texts -> {
            if (texts.get(0).equals("bad")) {
                throw new IllegalStateException("broken");
            }
            return lengths(texts);
        };
        go.countDown();
        try (WorkerPool pool = new WorkerPool("test", List.of(runner), 1)) {
            CompletableFuture<double[]> bad = pool.submit("bad");
            CompletableFuture<double[]> good = pool.submit("good");

            assertThatThrownBy(bad::get).isInstanceOf(ExecutionException.class).hasRootCauseMessage("broken");
            assertThat(good.get()).containsExactly(4);
        }
    }
}
