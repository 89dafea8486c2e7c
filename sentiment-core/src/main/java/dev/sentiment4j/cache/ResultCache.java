package dev.sentiment4j.cache;

import dev.sentiment4j.SentimentResult;
import java.util.Optional;

/**
 * Keeps results. Thread-safe. An implementation may forget at any time; one that fails should behave as if it had
 * forgotten, since a cache must never cost an answer.
 */
public interface ResultCache {
    /** A cache in this JVM's memory. */
    static ResultCache inMemory(CacheOptions options) {
        return new CaffeineResultCache(options);
    }

    /** The result kept for that question. */
    Optional<SentimentResult> get(CacheKey key);

    /** Keeps a result with all heads of the model. */
    void put(CacheKey key, SentimentResult result);

    /** What became of the lookups so far; zeros where an implementation does not count. */
    default CacheStats stats() {
        return new CacheStats(0, 0, 0);
    }

    /**
     * Counts since the cache was made.
     *
     * @param hits lookups that found a result
     * @param misses lookups that did not
     * @param evictions results forgotten for want of room or because they were old
     */
    record CacheStats(long hits, long misses, long evictions) {}
}
