package dev.sentiment4j.spring;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The watch of each analyzer that the properties name. Thread-safe. */
final class AnalyzerWatches {
    private final LongSupplier nanoTime;
    private final Map<String, AnalyzerWatch> watches = new ConcurrentHashMap<>();

    AnalyzerWatches(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The watch of that analyzer, made if there is none. */
    AnalyzerWatch watch(String analyzer) {
        return watches.computeIfAbsent(analyzer, name -> new AnalyzerWatch(nanoTime));
    }

    /** The watch of that analyzer; empty for one that the host has made itself. */
    Optional<AnalyzerWatch> find(String analyzer) {
        return Optional.ofNullable(watches.get(analyzer));
    }
}
