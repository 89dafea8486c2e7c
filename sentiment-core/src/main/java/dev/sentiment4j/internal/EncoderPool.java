package dev.sentiment4j.internal;

import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.batch.ThreadPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Prepares the texts of lists and streams on the processors that the lanes leave free, the caller's thread always among
 * them: it would only wait otherwise. Where the lanes fill the processors, as they do by default on a CPU, the caller
 * works alone, and no core is taken from a lane. Threads start when they are needed and end when they are not.
 * Thread-safe.
 */
final class EncoderPool implements AutoCloseable {
    /** Fewer texts than this for each thread are not worth the hand-over. */
    private static final int LEAST_SHARE = 8;

    private final int helpers;
    private final ThreadPoolExecutor executor;

    EncoderPool(AnalyzerInfo info) {
        this(info.name(), spareProcessors(info.threads(), info.backend().device()));
    }

    EncoderPool(String name, int helpers) {
        this.helpers = helpers;
        AtomicInteger number = new AtomicInteger();
        // Without a queue: work that no thread is free for is done by the caller.
        this.executor =
                new ThreadPoolExecutor(0, Math.max(1, helpers), 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, name + "-encoder-" + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** An accelerator's lanes mostly wait for it, and leave the processors free. */
    static int spareProcessors(ThreadPlan plan, String device) {
        int busy = device.startsWith("cpu") ? plan.lanes() * plan.intraOpThreads() : 1;
        return Math.max(0, plan.processors() - busy);
    }

    /** Threads that work on one list at the same time, the caller's included. */
    int parallelism() {
        return helpers + 1;
    }

    /** The results in the order of the inputs. What the function throws is thrown here. */
    <T, R> List<R> map(List<T> inputs, Function<T, R> function) {
        int share = Math.max(LEAST_SHARE, (inputs.size() + helpers) / (helpers + 1));
        List<FutureTask<List<R>>> parts = new ArrayList<>();
        for (int start = share; start < inputs.size(); start += share) {
            List<T> part = inputs.subList(start, Math.min(inputs.size(), start + share));
            parts.add(started(() -> part.stream().map(function).toList()));
        }
        List<R> results = new ArrayList<>(inputs.size());
        inputs.subList(0, Math.min(share, inputs.size())).forEach(input -> results.add(function.apply(input)));
        parts.forEach(part -> results.addAll(result(part)));
        return results;
    }

    private <R> FutureTask<List<R>> started(Callable<List<R>> work) {
        FutureTask<List<R>> task = new FutureTask<>(work);
        try {
            executor.execute(task);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // All helpers are busy, or there is no thread to be had: the caller runs it when it comes to it.
        }
        return task;
    }

    private static <R> List<R> result(FutureTask<List<R>> part) {
        // Without effect if a helper has it.
        part.run();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return part.get();
                } catch (InterruptedException e) {
                    // The share is small and must not be lost; whoever waits next sees the interrupt.
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends idle threads; work in progress is finished. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
