package dev.sentiment4j.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** Callers that each send a text, wait for its answer, and send the next. Thread-safe. */
public final class ClosedLoop implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Calls once for every text.
     *
     * @param callers calls at once
     * @param call one text's call, which waits for the answer
     * @return texts per second
     */
    public double pass(int callers, List<String> texts, Consumer<String> call)
            throws InterruptedException, ExecutionException {
        return run(callers, texts, call, i -> i < texts.size());
    }

    /**
     * Goes round the texts for some time.
     *
     * @return texts per second
     */
    public double during(double seconds, int callers, List<String> texts, Consumer<String> call)
            throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        return run(callers, texts, call, i -> System.nanoTime() < end);
    }

    private double run(int callers, List<String> texts, Consumer<String> call, IntPredicate goesOn)
            throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        long start = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        for (int c = 0; c < callers; c++) {
            running.add(threads.submit(() -> {
                for (int i = next.getAndIncrement(); goesOn.test(i); i = next.getAndIncrement()) {
                    call.accept(texts.get(i % texts.size()));
                    done.incrementAndGet();
                }
            }));
        }
        for (Future<?> caller : running) {
            caller.get();
        }
        return done.get() * 1e9 / (System.nanoTime() - start);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
