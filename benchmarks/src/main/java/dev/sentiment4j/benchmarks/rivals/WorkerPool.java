package dev.sentiment4j.benchmarks.rivals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * A queue in order of arrival, and threads that take from it: what a server around a model looks like when nobody
 * batches by length. A thread that is free takes what waits, up to its batch size, and never waits for more.
 * Thread-safe.
 */
final class WorkerPool implements AutoCloseable {
    /**
     * As many as {@code BatchOptions.queueCapacity} admits by default, so that overload costs every set-up the same.
     */
    static final int CAPACITY = 1024;

    /** What a worker does with the texts that it took. */
    interface Runner {
        /** One answer for each text, in order. */
        List<double[]> run(List<String> prepared) throws Exception;
    }

    private record Request(String text, CompletableFuture<double[]> answer) {}

    private final Semaphore places = new Semaphore(CAPACITY);
    private final LinkedBlockingQueue<Request> waiting = new LinkedBlockingQueue<>();
    private final List<Thread> workers = new ArrayList<>();
    private final int maxBatch;

    /**
     * Starts a worker for each runner.
     *
     * @param maxBatch texts that a worker takes at once, at most
     */
    WorkerPool(String name, List<? extends Runner> runners, int maxBatch) {
        this.maxBatch = maxBatch;
        for (Runner runner : runners) {
            Thread worker = new Thread(() -> work(runner), name + "-" + workers.size());
            worker.setDaemon(true);
            workers.add(worker);
        }
        workers.forEach(Thread::start);
    }

    /** Queues a text; the future fails with {@link RejectedExecutionException} at once when the server is full. */
    CompletableFuture<double[]> submit(String text) {
        if (!places.tryAcquire()) {
            return CompletableFuture.failedFuture(
                    new RejectedExecutionException("the queue holds " + CAPACITY + " texts; send less at once"));
        }
        return enqueue(text);
    }

    /** Runs every text once, waiting for room where there is none. */
    double textsPerSecond(List<String> texts) throws InterruptedException {
        long start = System.nanoTime();
        List<CompletableFuture<double[]>> answers = new ArrayList<>(texts.size());
        for (String text : texts) {
            places.acquire();
            answers.add(enqueue(text));
        }
        answers.forEach(CompletableFuture::join);
        return texts.size() * 1e9 / (System.nanoTime() - start);
    }

    private CompletableFuture<double[]> enqueue(String text) {
        Request request = new Request(text, new CompletableFuture<>());
        waiting.add(request);
        return request.answer();
    }

    private void work(Runner runner) {
        List<Request> batch = new ArrayList<>(maxBatch);
        try {
            while (true) {
                batch.clear();
                batch.add(waiting.take());
                waiting.drainTo(batch, maxBatch - 1);
                answer(runner, batch);
            }
        } catch (InterruptedException e) {
            // close() ends the workers this way; they are idle then.
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Runner runner, List<Request> batch) {
        try {
            List<double[]> answers =
                    runner.run(batch.stream().map(Request::text).toList());
            places.release(batch.size());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer().complete(answers.get(i));
            }
        } catch (Throwable t) {
            places.release(batch.size());
            batch.forEach(request -> request.answer().completeExceptionally(t));
        }
    }

    /** Ends the workers and waits for them, so that what they use can be freed. */
    @Override
    public void close() {
        workers.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    // Freeing a session under a running call would end the JVM, so the waiting goes on.
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
