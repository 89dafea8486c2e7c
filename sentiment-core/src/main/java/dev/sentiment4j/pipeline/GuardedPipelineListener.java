package dev.sentiment4j.pipeline;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes events on to listeners and keeps what they throw away from the pipeline. Thread-safe. */
final class GuardedPipelineListener implements PipelineListener {
    private static final Logger log = LoggerFactory.getLogger(PipelineListener.class);

    private final String name;
    private final List<PipelineListener> listeners;
    private final AtomicBoolean told = new AtomicBoolean();

    GuardedPipelineListener(String name, List<PipelineListener> listeners) {
        this.name = name;
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void started(SentimentPipeline pipeline) {
        tell(l -> l.started(pipeline));
    }

    @Override
    public void stopped(SentimentPipeline pipeline) {
        tell(l -> l.stopped(pipeline));
    }

    @Override
    public void polled(PollEvent poll) {
        tell(l -> l.polled(poll));
    }

    @Override
    public void analyzed(AnalysisEvent analysis) {
        tell(l -> l.analyzed(analysis));
    }

    @Override
    public void written(WriteEvent write) {
        tell(l -> l.written(write));
    }

    @Override
    public void acknowledged(AcknowledgeEvent acknowledged) {
        tell(l -> l.acknowledged(acknowledged));
    }

    @Override
    public void givenBack(int deliveries, NackReason reason) {
        tell(l -> l.givenBack(deliveries, reason));
    }

    @Override
    public void retried(RetryEvent retry) {
        tell(l -> l.retried(retry));
    }

    @Override
    public void deadLettered(DeadLetter.Stage stage, String errorType) {
        tell(l -> l.deadLettered(stage, errorType));
    }

    @Override
    public void gap(SourceGap gap) {
        tell(l -> l.gap(gap));
    }

    @Override
    public void disconnected(Throwable cause) {
        tell(l -> l.disconnected(cause));
    }

    @Override
    public void connected() {
        tell(PipelineListener::connected);
    }

    private void tell(Consumer<PipelineListener> event) {
        for (PipelineListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (Throwable t) {
                if (told.compareAndSet(false, true)) {
                    log.warn(
                            "pipeline '{}': listener {} threw; later faults of listeners are not logged",
                            name,
                            listener.getClass().getName(),
                            t);
                }
            }
        }
    }
}
