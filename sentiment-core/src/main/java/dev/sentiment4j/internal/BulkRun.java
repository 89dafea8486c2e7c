package dev.sentiment4j.internal;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.Priority;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.internal.TextRunner.Pending;
import dev.sentiment4j.internal.TextRunner.Prepared;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One list or stream on its way: texts are read ahead up to a window, so that the planner has many to choose from, and
 * outcomes are handed out in the order of the texts. For one thread at a time.
 *
 * <p>An outcome that is ready is never held back for more than one further text of the source, which may be slow.
 */
final class BulkRun implements Iterator<AnalysisOutcome>, AutoCloseable {
    /** Texts that are prepared together: enough to fill the first batches well, few enough not to let lanes wait. */
    private static final int CHUNK = 64;
    /**
     * A source that takes longer for a chunk is slow, and nobody knows how long its next text will take: what was read
     * goes to the lanes at once. Far longer than a chunk takes out of memory or a file.
     */
    private static final long SLOW_NANOS = 1_000_000;

    /** A text in the order of the source: on its way, or refused already. */
    private record Slot(@Nullable Pending pending, AnalysisOutcome.@Nullable Failure failure) {
        boolean isReady() {
            return pending == null || pending.isReady();
        }
    }

    private final TextRunner runner;
    private final EncoderPool encoders;
    private final Iterator<String> texts;
    private final AnalysisOptions options;
    private final Priority priority;
    private final int window;
    private final ArrayDeque<Slot> slots = new ArrayDeque<>();
    private boolean closed;

    /**
     * A run that has read nothing yet.
     *
     * @param window texts in work or waiting to be handed out, at most
     */
    BulkRun(TextRunner runner, EncoderPool encoders, Iterator<String> texts, AnalysisOptions options, int window) {
        this.runner = runner;
        this.encoders = encoders;
        this.texts = texts;
        this.options = options;
        this.priority = options.priority().orElse(Priority.BULK);
        this.window = window;
    }

    @Override
    public boolean hasNext() {
        return !closed && (!slots.isEmpty() || texts.hasNext());
    }

    /**
     * The outcome of the next text.
     *
     * @throws CancellationException if the thread is interrupted; what is in work is given up
     */
    @Override
    public AnalysisOutcome next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all texts have been answered, or the stream was closed");
        }
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted before the text was read");
            }
            readAhead();
            return outcome(slots.remove());
        } catch (InterruptedException e) {
            close();
            throw TextRunner.cancelled();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Gives up what is in work. */
    @Override
    public void close() {
        closed = true;
        for (Slot slot : slots) {
            if (slot.pending() != null) {
                runner.cancel(slot.pending());
            }
        }
        slots.clear();
    }

    /** To the full window while the next outcome is not ready; by one text if it is, to keep the lanes busy. */
    private void readAhead() throws InterruptedException {
        int most = isHeadReady() ? 1 : CHUNK * encoders.parallelism();
        do {
            readChunk(most);
        } while (!isHeadReady() && slots.size() < window && texts.hasNext());
    }

    private boolean isHeadReady() {
        return !slots.isEmpty() && slots.getFirst().isReady();
    }

    private void readChunk(int most) throws InterruptedException {
        List<String> chunk = new ArrayList<>();
        long start = runner.now();
        while (chunk.size() < most && slots.size() + chunk.size() < window && texts.hasNext()) {
            chunk.add(Objects.requireNonNull(texts.next(), "the source of texts gave null"));
            if (isHeadReady() || runner.now() - start > SLOW_NANOS) {
                break;
            }
        }
        List<Prepared> admitted = new ArrayList<>(chunk.size());
        for (Prepared text : encoders.map(chunk, runner::prepare)) {
            SentimentException refusal = text.failure();
            if (refusal == null && !runner.batcher().tryAdmit(priority)) {
                // Waiting for room with texts in hand that have it would be waiting for oneself.
                submit(admitted);
                refusal = admit();
            }
            if (refusal == null) {
                admitted.add(text);
            } else {
                submit(admitted);
                slots.add(new Slot(null, new AnalysisOutcome.Failure(refusal)));
            }
        }
        submit(admitted);
    }

    private @Nullable SentimentException admit() throws InterruptedException {
        try {
            runner.batcher().admit(priority, true, TextRunner.NEVER);
            return null;
        } catch (SentimentException e) {
            return e;
        }
    }

    private void submit(List<Prepared> admitted) {
        for (Pending pending : runner.submit(admitted, priority, options)) {
            slots.add(new Slot(pending, null));
        }
        admitted.clear();
    }

    private AnalysisOutcome outcome(Slot slot) throws InterruptedException {
        Pending pending = slot.pending();
        if (pending == null) {
            return Objects.requireNonNull(slot.failure());
        }
        try {
            return new AnalysisOutcome.Success(runner.await(pending, options));
        } catch (SentimentException e) {
            return new AnalysisOutcome.Failure(e);
        }
    }
}
