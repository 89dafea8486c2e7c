package dev.sentiment4j.jfr;

import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.spi.AnalyzerListener;
import java.lang.ref.WeakReference;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what an analyzer tells its listeners into the flight recording. Thread-safe. While nobody has recorded in this
 * JVM yet, an event costs the reading of one flag.
 */
final class EventListener implements AnalyzerListener {
    private static final Logger log = LoggerFactory.getLogger(EventListener.class);

    private final String analyzer;
    private volatile @Nullable LoadSampler sampler;

    EventListener(String analyzer) {
        this.analyzer = analyzer;
    }

    @Override
    public void opened(SentimentAnalyzer opened) {
        LoadSampler started = new LoadSampler(analyzer, new WeakReference<>(opened));
        try {
            started.start();
            sampler = started;
        } catch (RuntimeException | LinkageError e) {
            // The recorder of some JVMs is there and refuses to work.
            log.debug("analyzer '{}': its load is not recorded, the Flight Recorder refuses", analyzer, e);
        }
    }

    @Override
    public void closed(SentimentAnalyzer closed) {
        LoadSampler started = sampler;
        if (started != null) {
            started.stop();
        }
    }

    @Override
    public void batchCompleted(BatchEvent batch) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        Events.Batch event = new Events.Batch();
        if (event.isEnabled()) {
            event.analyzer = analyzer;
            event.inferenceTime = batch.inferNanos();
            event.longestQueueWait = batch.waitNanos();
            event.texts = batch.size();
            event.tokens = batch.tokens();
            event.cost = batch.cost();
            event.paddingWaste = (float) batch.paddingWaste();
            event.queueDepth = batch.queueDepth();
            event.commit();
        }
    }

    @Override
    public void textCompleted(TextEvent text) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        Events.Text event = new Events.Text();
        if (event.isEnabled()) {
            event.analyzer = analyzer;
            event.priority = text.priority().name();
            event.tokens = text.tokens();
            event.totalTime = text.totalNanos();
            event.prepareTime = text.prepareNanos();
            event.engineTime = text.engineNanos();
            event.decodeTime = text.decodeNanos();
            event.commit();
        }
    }

    @Override
    public void rejected(RejectionCause cause) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        Events.Rejection event = new Events.Rejection();
        if (event.isEnabled()) {
            event.analyzer = analyzer;
            event.cause = cause.name();
            event.commit();
        }
    }

    @Override
    public void dropped(DropCause cause) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        Events.Drop event = new Events.Drop();
        if (event.isEnabled()) {
            event.analyzer = analyzer;
            event.cause = cause.name();
            event.commit();
        }
    }

    @Override
    public void failed(int size, Throwable cause) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        Events.Failure event = new Events.Failure();
        if (event.isEnabled()) {
            event.analyzer = analyzer;
            event.texts = size;
            event.exception = cause.getClass().getName();
            event.commit();
        }
    }

    @Override
    public void laneReplaced(Throwable cause) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        Events.LaneReplaced event = new Events.LaneReplaced();
        if (event.isEnabled()) {
            event.analyzer = analyzer;
            event.exception = cause.getClass().getName();
            event.commit();
        }
    }

    @Override
    public void brownOut(int fromStep, int toStep, AnalyzerLoad load) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        Events.BrownOut event = new Events.BrownOut();
        if (event.isEnabled()) {
            event.analyzer = analyzer;
            event.fromStep = fromStep;
            event.toStep = toStep;
            event.inWork = load.inWork();
            event.queueDepth = load.queueDepth();
            event.predictedWait = load.predictedWait().toNanos();
            event.commit();
        }
    }
}
