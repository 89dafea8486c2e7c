package dev.sentiment4j.jfr;

import dev.sentiment4j.spi.AnalyzerListener;
import java.util.ArrayList;
import java.util.List;

/**
 * Connects analyzers to the Flight Recorder where there is one; for the library's own wiring. Thread-safe. On a JVM
 * without the module {@code jdk.jfr}, as jlink makes them, and whenever the recorder fails, nothing is recorded and
 * nothing else changes.
 */
public final class FlightRecording {
    private FlightRecording() {}

    /** These listeners, and one that writes what the analyzer of that name does into the flight recording. */
    public static List<AnalyzerListener> with(String analyzer, List<AnalyzerListener> listeners) {
        if (!isPresent()) {
            return listeners;
        }
        List<AnalyzerListener> all = new ArrayList<>(listeners);
        all.add(new EventListener(analyzer));
        return List.copyOf(all);
    }

    /** Whether this JVM has the recorder; asked before any class is touched that needs it. */
    public static boolean isPresent() {
        return isPresent(FlightRecording.class.getClassLoader());
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
