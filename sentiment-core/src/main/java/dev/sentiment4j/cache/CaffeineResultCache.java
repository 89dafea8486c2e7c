package dev.sentiment4j.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sentiment4j.SentimentResult;
import java.util.Optional;

/** Results in memory, the least useful forgotten first (Caffeine's W-TinyLFU). */
final class CaffeineResultCache implements ResultCache {
    private final Cache<CacheKey, SentimentResult> cache;

    CaffeineResultCache(CacheOptions options) {
        Caffeine<Object, Object> builder =
                Caffeine.newBuilder().maximumSize(options.maxResults()).recordStats();
        options.timeToLive().ifPresent(builder::expireAfterWrite);
        this.cache = builder.build();
    }

    @Override
    public Optional<SentimentResult> get(CacheKey key) {
        return Optional.ofNullable(cache.getIfPresent(key));
    }

    @Override
    public void put(CacheKey key, SentimentResult result) {
        cache.put(key, result);
    }

    @Override
    public CacheStats stats() {
        com.github.benmanes.caffeine.cache.stats.CacheStats s = cache.stats();
        return new CacheStats(s.hitCount(), s.missCount(), s.evictionCount());
    }
}
