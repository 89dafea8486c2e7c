package dev.sentiment4j.jfr;

import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.SentimentAnalyzer;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;

/**
 * Writes the load of one open analyzer into the flight recording, as often as the recording asks. Thread-safe.
 *
 * <p>The recorder keeps what is registered with it for the life of the JVM. So this is taken away when the analyzer is
 * closed, holds an analyzer that nobody closed no stronger than weakly, and then takes itself away. It registers its
 * event when the recorder comes to life rather than at once, because that alone would cost a start-up of the recorder.
 */
final class LoadSampler implements Runnable, FlightRecorderListener {
    private final String name;
    private final WeakReference<SentimentAnalyzer> analyzer;
    private final AtomicBoolean sampling = new AtomicBoolean();
    private volatile boolean stopped;

    LoadSampler(String name, WeakReference<SentimentAnalyzer> analyzer) {
        this.name = name;
        this.analyzer = analyzer;
    }

    void start() {
        FlightRecorder.addListener(this);
    }

    /**
     * Takes everything away from the recorder. Idempotent. Without a lock, since the recorder calls in here under its
     * own: whoever comes second, this or {@link #recorderInitialized}, sees the other's flag and removes the hook.
     */
    void stop() {
        stopped = true;
        FlightRecorder.removeListener(this);
        if (sampling.get()) {
            FlightRecorder.removePeriodicEvent(this);
        }
    }

    @Override
    public void recorderInitialized(FlightRecorder recorder) {
        if (sampling.compareAndSet(false, true)) {
            FlightRecorder.addPeriodicEvent(Events.Load.class, this);
        }
        if (stopped) {
            FlightRecorder.removePeriodicEvent(this);
        }
    }

    @Override
    public void run() {
        SentimentAnalyzer open = analyzer.get();
        if (open == null) {
            stop();
            return;
        }
        Events.Load event = new Events.Load();
        if (!stopped && event.isEnabled()) {
            AnalyzerLoad load = open.load();
            event.analyzer = name;
            event.inWork = load.inWork();
            event.capacity = load.capacity();
            event.queueDepth = load.queueDepth();
            event.predictedWait = load.predictedWait().toNanos();
            event.commit();
        }
    }
}
