package dev.sentiment4j.benchmarks.load;

import dev.sentiment4j.benchmarks.rivals.BatchMeter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A server under load.
 *
 * @param name as results call it
 * @param texts what it is sent, again from the start when they end
 * @param submit hands over one text; the future completes on whatever thread finished it, and fails with
 *     {@link dev.sentiment4j.OverloadedException} or {@link java.util.concurrent.RejectedExecutionException} when the
 *     server is full
 * @param meter what its batches were like
 */
public record Target(
        String name, List<String> texts, Function<String, ? extends CompletableFuture<?>> submit, BatchMeter meter) {}
