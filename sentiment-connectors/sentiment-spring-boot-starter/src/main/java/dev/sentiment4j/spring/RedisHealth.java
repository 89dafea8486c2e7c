package dev.sentiment4j.spring;

import dev.sentiment4j.redis.RedisOptions;
import dev.sentiment4j.redis.RedisProbe;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Whether the Redis of {@code sentiment.redis} answers. */
final class RedisHealth extends AbstractHealthIndicator implements DisposableBean {
    private final RedisProbe probe;

    RedisHealth(RedisOptions redis) {
        super("Redis could not be asked");
        this.probe = new RedisProbe(redis);
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        RedisProbe.Answer answer = probe.ask();
        answer.problem().ifPresentOrElse(problem -> health.down().withDetail("problem", problem), () -> health.up()
                .withDetail("roundTripMillis", answer.roundTrip().toNanos() / 1e6));
    }

    @Override
    public void destroy() {
        probe.close();
    }
}
