package dev.sentiment4j.pipeline;

import dev.sentiment4j.pipeline.DeadLetter.Stage;
import dev.sentiment4j.pipeline.PipelineListener.AcknowledgeEvent;
import dev.sentiment4j.pipeline.PipelineListener.Step;
import dev.sentiment4j.pipeline.SinkWriter.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was analyzed: to every sink, then what is left to the dead letters, and then, and only then, tells the
 * source. This is the commit point: a crash before it delivers again, a crash behind it has nothing to lose. For one
 * thread.
 */
final class WriteStage {
    private final PipelineParts parts;
    private final Retrier retrier;
    private final Tally tally;
    private final SourceDesk desk;
    private final List<SinkWriter> writers;
    private int consecutiveFailures;

    WriteStage(PipelineParts parts, Retrier retrier, Tally tally, SourceDesk desk) {
        this.parts = parts;
        this.retrier = retrier;
        this.tally = tally;
        this.desk = desk;
        this.writers = parts.sinks().stream()
                .map(sink -> new SinkWriter(sink, parts, retrier))
                .toList();
    }

    /** Brings batches to their end. What is thrown leaves all of them unacknowledged. */
    void run(List<Batch> batches) throws InterruptedException {
        List<Delivery> deliveries = new ArrayList<>();
        List<Delivery> origins = new ArrayList<>();
        List<SinkEvent> events = new ArrayList<>();
        List<DeadLetter> letters = new ArrayList<>();
        long oldest = parts.nanoClock().getAsLong();
        for (Batch batch : batches) {
            for (int i = 0; i < batch.size(); i++) {
                deliveries.add(batch.delivery(i));
                oldest = Math.min(oldest, batch.items().get(i).polledNanos());
                DeadLetter letter = batch.letter(i);
                SinkEvent event = batch.event(i);
                countFailures(letter);
                if (letter != null) {
                    letters.add(letter);
                } else if (event != null) {
                    origins.add(batch.delivery(i));
                    events.add(event);
                }
            }
        }
        if (!events.isEmpty()) {
            for (SinkWriter writer : writers) {
                for (Refusal refusal : writer.write(events)) {
                    letters.add(letter(writer.sink(), origins.get(refusal.index()), refusal));
                }
            }
        }
        if (!letters.isEmpty()) {
            bury(letters);
        }
        retrier.call(Step.ACKNOWLEDGE, parts.source().name(), () -> {
            desk.acknowledge(deliveries);
            return true;
        });
        tally.acknowledged(deliveries.size());
        parts.listener()
                .acknowledged(new AcknowledgeEvent(
                        deliveries.size(), parts.nanoClock().getAsLong() - oldest));
    }

    /** An analyzer that fails on everything is broken, and must not turn a stream into dead letters. */
    private void countFailures(@Nullable DeadLetter letter) {
        if (letter == null) {
            consecutiveFailures = 0;
        } else if (letter.stage() == Stage.ANALYSIS) {
            consecutiveFailures++;
            if (consecutiveFailures >= parts.options().maxConsecutiveFailures()) {
                throw new PipelineFailedException(
                        "analyzer '" + parts.analyzer().info().name() + "' failed on " + consecutiveFailures
                                + " posts in a row, so the posts are not at fault; the last: " + letter.message(),
                        null);
            }
        }
    }

    private void bury(List<DeadLetter> letters) throws InterruptedException {
        retrier.call(Step.DEAD_LETTER, parts.deadLetters().name(), () -> {
            parts.deadLetters().write(List.copyOf(letters));
            return true;
        });
        tally.deadLettered.add(letters.size());
        letters.forEach(letter -> parts.listener().deadLettered(letter.stage(), letter.errorType()));
    }

    private DeadLetter letter(PostSink sink, Delivery delivery, Refusal refusal) {
        return new DeadLetter(
                parts.source().name(),
                delivery,
                Stage.SINK,
                Optional.of(sink.name()),
                refusal.errorType(),
                refusal.message(),
                refusal.attempts(),
                parts.clock().instant());
    }
}
