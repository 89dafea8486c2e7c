package dev.sentiment4j.internal;

import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.spi.AnalyzerListener;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes events on to listeners and keeps what they throw away from the engine room. Thread-safe. */
final class GuardedListener implements AnalyzerListener {
    private static final Logger log = LoggerFactory.getLogger(AnalyzerListener.class);

    private final String name;
    private final List<AnalyzerListener> listeners;
    private final AtomicBoolean told = new AtomicBoolean();

    GuardedListener(String name, List<AnalyzerListener> listeners) {
        this.name = name;
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void opened(SentimentAnalyzer analyzer) {
        tell(l -> l.opened(analyzer));
    }

    @Override
    public void closed(SentimentAnalyzer analyzer) {
        tell(l -> l.closed(analyzer));
    }

    @Override
    public void batchCompleted(BatchEvent batch) {
        tell(l -> l.batchCompleted(batch));
    }

    @Override
    public void textCompleted(TextEvent text) {
        tell(l -> l.textCompleted(text));
    }

    @Override
    public void rejected(RejectionCause cause) {
        tell(l -> l.rejected(cause));
    }

    @Override
    public void dropped(DropCause cause) {
        tell(l -> l.dropped(cause));
    }

    @Override
    public void shared() {
        tell(AnalyzerListener::shared);
    }

    @Override
    public void brownOut(int fromStep, int toStep, AnalyzerLoad load) {
        tell(l -> l.brownOut(fromStep, toStep, load));
    }

    @Override
    public void failed(int size, Throwable cause) {
        tell(l -> l.failed(size, cause));
    }

    @Override
    public void laneReplaced(Throwable cause) {
        tell(l -> l.laneReplaced(cause));
    }

    private void tell(Consumer<AnalyzerListener> event) {
        for (AnalyzerListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (Throwable t) {
                if (told.compareAndSet(false, true)) {
                    log.warn(
                            "analyzer '{}': listener {} threw; later faults of listeners are not logged",
                            name,
                            listener.getClass().getName(),
                            t);
                }
            }
        }
    }
}
