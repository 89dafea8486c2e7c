package dev.sentiment4j.jfr;

import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.SentimentAnalyzer;
import java.lang.ref.WeakReference;

/** Writes the load of one open analyzer into the flight recording, as often as the recording asks. Thread-safe. */
final class LoadSampler extends PeriodicSampler {
    private final String name;
    private final WeakReference<SentimentAnalyzer> analyzer;

    LoadSampler(String name, WeakReference<SentimentAnalyzer> analyzer) {
        super(Events.Load.class);
        this.name = name;
        this.analyzer = analyzer;
    }

    @Override
    protected boolean sample() {
        SentimentAnalyzer open = analyzer.get();
        if (open == null) {
            return false;
        }
        Events.Load event = new Events.Load();
        if (event.isEnabled()) {
            AnalyzerLoad load = open.load();
            event.analyzer = name;
            event.inWork = load.inWork();
            event.capacity = load.capacity();
            event.queueDepth = load.queueDepth();
            event.predictedWait = load.predictedWait().toNanos();
            event.commit();
        }
        return true;
    }
}
