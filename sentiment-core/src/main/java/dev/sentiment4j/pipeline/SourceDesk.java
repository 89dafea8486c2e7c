package dev.sentiment4j.pipeline;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where deliveries are acknowledged and given back: by one thread at a time, as a source asks for. Thread-safe. */
final class SourceDesk {
    private static final Logger log = LoggerFactory.getLogger(SentimentPipeline.class);

    private final PipelineParts parts;
    private final Tally tally;
    private final ReentrantLock lock = new ReentrantLock();

    SourceDesk(PipelineParts parts, Tally tally) {
        this.parts = parts;
        this.tally = tally;
    }

    void acknowledge(List<Delivery> deliveries) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            parts.source().acknowledge(List.copyOf(deliveries));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives deliveries back, in one attempt: a durable source that cannot hear it delivers them again by itself. Leaves
     * it if the writer hangs in an acknowledgement, which must not hold up stopping.
     */
    void giveBack(List<Delivery> deliveries, NackReason reason) {
        if (deliveries.isEmpty()) {
            return;
        }
        if (!lock.tryLock()) {
            log.warn(
                    "pipeline '{}': source '{}' hangs in an acknowledgement, so {} deliveries are not given back; a"
                            + " durable source delivers them again after its own timeout",
                    parts.name(),
                    parts.source().name(),
                    deliveries.size());
            return;
        }
        try {
            parts.source().negativeAcknowledge(deliveries, reason);
            tally.givenBack.add(deliveries.size());
            parts.listener().givenBack(deliveries.size(), reason);
        } catch (RuntimeException e) {
            log.warn(
                    "pipeline '{}': source '{}' did not take back {} deliveries; a durable source delivers them again"
                            + " after its own timeout",
                    parts.name(),
                    parts.source().name(),
                    deliveries.size(),
                    e);
        } finally {
            lock.unlock();
        }
    }
}
