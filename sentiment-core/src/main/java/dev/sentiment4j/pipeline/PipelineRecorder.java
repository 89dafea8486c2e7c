package dev.sentiment4j.pipeline;

import dev.sentiment4j.jfr.FlightRecording;
import dev.sentiment4j.jfr.PeriodicSampler;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a pipeline tells its listeners into the flight recording. Thread-safe. While nobody has recorded in this
 * JVM yet, an event costs the reading of one flag.
 */
final class PipelineRecorder implements PipelineListener {
    private static final Logger log = LoggerFactory.getLogger(PipelineRecorder.class);

    private final String pipeline;
    private volatile @Nullable LoadSampler sampler;

    PipelineRecorder(String pipeline) {
        this.pipeline = pipeline;
    }

    /** These listeners, and one that records, where this JVM has the recorder. */
    static List<PipelineListener> with(String pipeline, List<PipelineListener> listeners) {
        if (!FlightRecording.isPresent()) {
            return listeners;
        }
        List<PipelineListener> all = new ArrayList<>(listeners);
        all.add(new PipelineRecorder(pipeline));
        return all;
    }

    /** What a pipeline holds, as often as the recording asks. */
    static final class LoadSampler extends PeriodicSampler {
        private final WeakReference<SentimentPipeline> pipeline;

        LoadSampler(SentimentPipeline pipeline) {
            super(PipelineEvents.Load.class);
            this.pipeline = new WeakReference<>(pipeline);
        }

        @Override
        protected boolean sample() {
            SentimentPipeline running = pipeline.get();
            if (running == null) {
                return false;
            }
            PipelineEvents.Load event = new PipelineEvents.Load();
            if (event.isEnabled()) {
                PipelineHealth health = running.health();
                event.pipeline = running.name();
                event.state = health.state().name();
                event.inFlight = health.inFlight();
                event.waiting = health.lag().waiting().orElse(-1);
                event.pending = health.lag().pending().orElse(-1);
                event.lag = health.lag().age().map(Duration::toNanos).orElse(-1L);
                event.commit();
            }
            return true;
        }
    }

    @Override
    public void started(SentimentPipeline started) {
        LoadSampler begun = new LoadSampler(started);
        try {
            begun.start();
            sampler = begun;
        } catch (RuntimeException | LinkageError e) {
            // The recorder of some JVMs is there and refuses to work.
            log.debug("pipeline '{}': its load is not recorded, the Flight Recorder refuses", pipeline, e);
        }
    }

    @Override
    public void stopped(SentimentPipeline stopped) {
        LoadSampler begun = sampler;
        if (begun != null) {
            begun.stop();
        }
    }

    @Override
    public void polled(PollEvent poll) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        PipelineEvents.Poll event = new PipelineEvents.Poll();
        if (event.isEnabled()) {
            event.pipeline = pipeline;
            event.deliveries = poll.deliveries();
            event.malformed = poll.malformed();
            event.pollTime = poll.nanos();
            event.commit();
        }
    }

    @Override
    public void analyzed(AnalysisEvent analysis) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        PipelineEvents.Analysis event = new PipelineEvents.Analysis();
        if (event.isEnabled()) {
            event.pipeline = pipeline;
            event.posts = analysis.posts();
            event.failed = analysis.failed();
            event.analysisTime = analysis.nanos();
            event.commit();
        }
    }

    @Override
    public void written(WriteEvent write) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        PipelineEvents.Write event = new PipelineEvents.Write();
        if (event.isEnabled()) {
            event.pipeline = pipeline;
            event.sink = write.sink();
            event.events = write.events();
            event.rejected = write.rejected();
            event.writeTime = write.nanos();
            event.commit();
        }
    }

    @Override
    public void acknowledged(AcknowledgeEvent acknowledged) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        PipelineEvents.Acknowledgement event = new PipelineEvents.Acknowledgement();
        if (event.isEnabled()) {
            event.pipeline = pipeline;
            event.deliveries = acknowledged.deliveries();
            event.longestInFlight = acknowledged.oldestNanos();
            event.commit();
        }
    }

    @Override
    public void givenBack(int deliveries, NackReason reason) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        PipelineEvents.GiveBack event = new PipelineEvents.GiveBack();
        if (event.isEnabled()) {
            event.pipeline = pipeline;
            event.deliveries = deliveries;
            event.reason = reason.name();
            event.commit();
        }
    }

    @Override
    public void retried(RetryEvent retry) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        PipelineEvents.Retry event = new PipelineEvents.Retry();
        if (event.isEnabled()) {
            event.pipeline = pipeline;
            event.step = retry.step().name();
            event.name = retry.name();
            event.failures = retry.failures();
            event.delay = retry.delay().toNanos();
            event.exception = retry.cause().getClass().getName();
            event.commit();
        }
    }

    @Override
    public void deadLettered(DeadLetter.Stage stage, String errorType) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        PipelineEvents.Dead event = new PipelineEvents.Dead();
        if (event.isEnabled()) {
            event.pipeline = pipeline;
            event.stage = stage.name();
            event.errorType = errorType;
            event.commit();
        }
    }

    @Override
    public void gap(SourceGap gap) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        PipelineEvents.Gap event = new PipelineEvents.Gap();
        if (event.isEnabled()) {
            event.pipeline = pipeline;
            event.length = Duration.between(gap.start(), gap.end()).toNanos();
            event.reason = gap.reason();
            event.commit();
        }
    }

    @Override
    public void disconnected(Throwable cause) {
        connection(false, cause.getClass().getName());
    }

    @Override
    public void connected() {
        connection(true, null);
    }

    private void connection(boolean connected, @Nullable String exception) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        PipelineEvents.Connection event = new PipelineEvents.Connection();
        if (event.isEnabled()) {
            event.pipeline = pipeline;
            event.connected = connected;
            event.exception = exception;
            event.commit();
        }
    }
}
