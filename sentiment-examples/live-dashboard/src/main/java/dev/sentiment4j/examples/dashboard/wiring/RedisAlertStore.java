package dev.sentiment4j.examples.dashboard.wiring;

import dev.sentiment4j.alert.AlertException;
import dev.sentiment4j.alert.AlertStore;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the alert engine must know after a restart, in Redis. */
final class RedisAlertStore implements AlertStore {
    private static final String PREFIX = "dashboard:alerts:";

    private final RedisClient redis;
    private @Nullable StatefulRedisConnection<String, String> connection;

    RedisAlertStore(RedisClient redis) {
        this.redis = redis;
    }

    @Override
    public Optional<String> load(String engine) {
        return Optional.ofNullable(call(() -> connection().sync().get(PREFIX + engine)));
    }

    @Override
    public void save(String engine, String state) {
        call(() -> connection().sync().set(PREFIX + engine, state));
    }

    private static <T extends @Nullable Object> T call(Supplier<T> command) {
        try {
            return command.get();
        } catch (RedisException e) {
            throw new AlertException("Redis does not keep what was told of alerts; it is tried again", e, true);
        }
    }

    private synchronized StatefulRedisConnection<String, String> connection() {
        StatefulRedisConnection<String, String> open = connection;
        if (open == null) {
            open = redis.connect();
            connection = open;
        }
        return open;
    }
}
