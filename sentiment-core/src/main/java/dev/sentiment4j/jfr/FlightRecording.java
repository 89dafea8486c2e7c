package dev.sentiment4j.jfr;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.spi.AnalyzerListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects analyzers to the Flight Recorder where there is one; for the library's own wiring. Thread-safe. On a JVM
 * without the module {@code jdk.jfr}, as jlink makes them, and whenever the recorder fails, nothing is recorded and
 * nothing else changes.
 */
public final class FlightRecording {
    private static final Logger log = LoggerFactory.getLogger(FlightRecording.class);

    private FlightRecording() {}

    /** These listeners, and one that writes what the analyzer of that name does into the flight recording. */
    public static List<AnalyzerListener> with(String analyzer, List<AnalyzerListener> listeners) {
        if (!isPresent(FlightRecording.class.getClassLoader())) {
            return listeners;
        }
        List<AnalyzerListener> all = new ArrayList<>(listeners);
        all.add(new EventListener(analyzer));
        return List.copyOf(all);
    }

    /**
     * An analyzer whose load is recorded until it is closed.
     *
     * @param analyzer owned from now on: close what is returned instead
     */
    public static SentimentAnalyzer sample(SentimentAnalyzer analyzer) {
        return isPresent(FlightRecording.class.getClassLoader())
                ? orElse(analyzer, () -> new SampledAnalyzer(analyzer))
                : analyzer;
    }

    /** An analyzer must not fail for want of a recording: the recorder of some JVMs is there and refuses to work. */
    static SentimentAnalyzer orElse(SentimentAnalyzer plain, Supplier<SentimentAnalyzer> sampled) {
        try {
            return sampled.get();
        } catch (RuntimeException | LinkageError e) {
            log.debug(
                    "analyzer '{}': its load is not recorded, the Flight Recorder refuses",
                    plain.info().name(),
                    e);
            return plain;
        }
    }

    /** Whether code of this loader can use the recorder; asked before any class is touched that needs it. */
    static boolean isPresent(ClassLoader loader) {
        try {
            Class.forName("jdk.jfr.FlightRecorder", false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
