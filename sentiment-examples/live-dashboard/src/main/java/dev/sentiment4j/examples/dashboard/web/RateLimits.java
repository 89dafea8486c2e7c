package dev.sentiment4j.examples.dashboard.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sentiment4j.examples.dashboard.DashboardProperties;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * How much each client may ask, kept in Redis, so that it holds over all processes and their restarts. While Redis is
 * away, each process keeps count for itself. Thread-safe.
 */
@Component
public final class RateLimits implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(RateLimits.class);
    private static final Duration REST = Duration.ofSeconds(2);
    private static final int MAX_LOCAL = 10_000;

    private final RedisClient redis;
    private final BucketConfiguration limit;
    private final boolean enabled;
    private final Clock clock = Clock.systemUTC();
    private final Cache<String, Bucket> local;
    private volatile Instant restUntil = Instant.EPOCH;
    private @Nullable StatefulRedisConnection<byte[], byte[]> connection;
    private @Nullable ProxyManager<byte[]> buckets;

    RateLimits(RedisClient redis, DashboardProperties properties) {
        DashboardProperties.RateLimit options = properties.rateLimit();
        this.redis = redis;
        this.enabled = options.enabled();
        this.limit = BucketConfiguration.builder()
                .addLimit(bandwidth ->
                        bandwidth.capacity(options.burst()).refillGreedy(options.perSecond(), Duration.ofSeconds(1)))
                .build();
        this.local = Caffeine.newBuilder()
                .maximumSize(MAX_LOCAL)
                .expireAfterAccess(Duration.ofMinutes(10))
                .build();
    }

    /**
     * Takes so much from a client's account, or nothing.
     *
     * @return how much is left
     * @throws RateLimitedException if there is not enough
     */
    public long take(String client, long cost) {
        if (!enabled || cost == 0) {
            return Long.MAX_VALUE;
        }
        ConsumptionProbe probe = probe(client, cost);
        if (!probe.isConsumed()) {
            throw new RateLimitedException(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
        return probe.getRemainingTokens();
    }

    boolean isEnabled() {
        return enabled;
    }

    private ConsumptionProbe probe(String client, long cost) {
        Instant now = clock.instant();
        if (now.isAfter(restUntil)) {
            try {
                byte[] key = ("dashboard:limit:" + client).getBytes(StandardCharsets.UTF_8);
                return buckets().builder().build(key, () -> limit).tryConsumeAndReturnRemaining(cost);
            } catch (RuntimeException e) {
                restUntil = now.plus(REST);
                log.warn("limits are kept by this process alone for now, as Redis does not answer: {}", e.toString());
            }
        }
        return local.get(client, name -> Bucket.builder()
                        .addLimit(limit.getBandwidths()[0])
                        .build())
                .tryConsumeAndReturnRemaining(cost);
    }

    private synchronized ProxyManager<byte[]> buckets() {
        ProxyManager<byte[]> made = buckets;
        if (made == null) {
            StatefulRedisConnection<byte[], byte[]> open = redis.connect(ByteArrayCodec.INSTANCE);
            connection = open;
            made = Bucket4jLettuce.casBasedBuilder(open)
                    .expirationAfterWrite(
                            ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofMinutes(1)))
                    .requestTimeout(Duration.ofMillis(300))
                    .build();
            buckets = made;
        }
        return made;
    }

    @Override
    public synchronized void destroy() {
        if (connection != null) {
            connection.close();
        }
    }
}
