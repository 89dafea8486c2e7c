package dev.sentiment4j.pipeline;

import dev.sentiment4j.pipeline.PipelineListener.Step;
import dev.sentiment4j.pipeline.PipelineListener.WriteEvent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Writes batches to one sink: what can heal is tried again, and in a batch that fails as a whole the event at fault is
 * looked for by halving, in order. For one thread.
 */
final class SinkWriter {
    /**
     * An event that the sink does not take.
     *
     * @param index in the batch
     * @param errorType see {@link DeadLetter#errorType()}
     * @param attempts how often it was tried alone, or with others where the sink told
     */
    record Refusal(int index, String errorType, String message, int attempts) {}

    private final PostSink sink;
    private final Retrier retrier;
    private final PipelineListener listener;
    private final LongSupplier nanoClock;
    private final int maxConsecutiveFailures;
    private int consecutiveFailures;

    SinkWriter(PostSink sink, PipelineParts parts, Retrier retrier) {
        this.sink = sink;
        this.retrier = retrier;
        this.listener = parts.listener();
        this.nanoClock = parts.nanoClock();
        this.maxConsecutiveFailures = parts.options().maxConsecutiveFailures();
    }

    PostSink sink() {
        return sink;
    }

    /**
     * Stores a batch, or says what of it cannot be.
     *
     * @throws RuntimeException if the sink has failed for good
     */
    List<Refusal> write(List<SinkEvent> events) throws InterruptedException {
        long start = nanoClock.getAsLong();
        List<Refusal> refusals = new ArrayList<>();
        write(events, 0, refusals);
        listener.written(new WriteEvent(sink.name(), events.size(), refusals.size(), nanoClock.getAsLong() - start));
        return refusals;
    }

    private void write(List<SinkEvent> events, int offset, List<Refusal> refusals) throws InterruptedException {
        int[] attempts = {0};
        List<Rejection> rejections;
        try {
            rejections = retrier.call(Step.WRITE, sink.name(), () -> {
                attempts[0]++;
                return sink.write(List.copyOf(events));
            });
        } catch (Retrier.StoppedException e) {
            throw e;
        } catch (SinkException e) {
            if (e.kind() == SinkException.Kind.FATAL) {
                throw e;
            }
            split(events, offset, refusals, attempts[0], e);
            return;
        } catch (RuntimeException | StackOverflowError e) {
            split(events, offset, refusals, attempts[0], e);
            return;
        }
        for (Rejection rejection : checked(rejections, events.size())) {
            refusals.add(new Refusal(offset + rejection.index(), "Rejected", rejection.reason(), attempts[0]));
        }
        if (rejections.size() < events.size()) {
            consecutiveFailures = 0;
        }
    }

    /** Someone of these is at fault: the halves, one after the other, or the only one. */
    private void split(List<SinkEvent> events, int offset, List<Refusal> refusals, int attempts, Throwable failure)
            throws InterruptedException {
        if (events.size() > 1) {
            int half = events.size() / 2;
            write(events.subList(0, half), offset, refusals);
            write(events.subList(half, events.size()), offset + half, refusals);
            return;
        }
        consecutiveFailures++;
        if (consecutiveFailures >= maxConsecutiveFailures) {
            throw new PipelineFailedException(
                    "sink '" + sink.name() + "' failed on " + consecutiveFailures
                            + " posts in a row, each alone, so the posts are not at fault; the last: "
                            + Failures.describe(failure),
                    failure);
        }
        refusals.add(new Refusal(offset, failure.getClass().getName(), Failures.describe(failure), attempts));
    }

    private List<Rejection> checked(List<Rejection> rejections, int size) {
        BitSet seen = new BitSet(size);
        for (Rejection rejection : rejections) {
            if (rejection.index() >= size || seen.get(rejection.index())) {
                throw new PipelineFailedException(
                        "sink '" + sink.name() + "' rejected index " + rejection.index() + " of a batch of " + size
                                + ", which is not there or was rejected already; this is a fault of the sink",
                        null);
            }
            seen.set(rejection.index());
        }
        return rejections;
    }
}
