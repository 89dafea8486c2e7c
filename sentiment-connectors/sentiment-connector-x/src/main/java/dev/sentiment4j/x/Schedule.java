package dev.sentiment4j.x;

import dev.sentiment4j.http.BackOff;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait after which failure, as X's guide on disconnections has it: a connection that lived is replaced at
 * once; the network is tried every 250 ms more, up to 16 s; HTTP errors after 5 s, doubling, up to 320 s; 429 after 60
 * s, doubling, and not before its window ends. Not thread-safe.
 */
final class Schedule {
    /** A window of X's limits, and a margin for clocks. */
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(16);

    private static final int UNAUTHORIZED_RETRIES = 2;

    private final BackOff network;
    private final BackOff http;
    private final BackOff rate;
    private int unauthorized;
    private boolean worked;

    Schedule(RandomGenerator random) {
        this.network = BackOff.linear(Duration.ofMillis(250), Duration.ofSeconds(16), 0.1, random);
        this.http = BackOff.doubling(Duration.ofSeconds(5), Duration.ofSeconds(320), 0.1, random);
        this.rate = BackOff.doubling(Duration.ofSeconds(60), Duration.ofMinutes(15), 0.1, random);
    }

    /** X has let us in. */
    void accepted() {
        worked = true;
        unauthorized = 0;
    }

    /** A connection has proved to be alive. */
    void works() {
        accepted();
        network.reset();
        http.reset();
        rate.reset();
    }

    /** Whether it ever worked: what then fails is less likely to be a wrong option. */
    boolean hasWorked() {
        return worked;
    }

    /** Whether something has failed since it worked last. */
    boolean hasFailed() {
        return network.failures() + http.failures() + rate.failures() > 0;
    }

    /** The network failed, or a connection ended before it proved to be alive. */
    Duration afterNetworkFailure() {
        return network.next();
    }

    /** X ended a stream that was not alive, or reports a problem that lasts. */
    Duration afterHttpFailure() {
        return http.next();
    }

    /**
     * X has refused.
     *
     * @param now X's time
     * @return how long to wait, or nothing if only a person can help
     */
    Optional<Duration> afterRefusal(XApiException refusal, Instant now) {
        return switch (refusal.kind()) {
            case RATE_LIMITED -> Optional.of(max(rate.next(), clamp(refusal.retryAfter())));
            case TOO_MANY_CONNECTIONS -> Optional.of(rate.next());
            case USAGE_CAPPED -> Optional.of(untilNextDay(now));
            case CREDITS_DEPLETED -> Optional.of(Duration.ofHours(1));
            case UNAUTHORIZED ->
                worked && ++unauthorized <= UNAUTHORIZED_RETRIES ? Optional.of(rate.next()) : Optional.empty();
            case UNAVAILABLE, DISCONNECTED -> Optional.of(http.next());
            case NOT_X -> worked ? Optional.of(http.next()) : Optional.empty();
            case FORBIDDEN, NO_RULES, INVALID_REQUEST, RULE_CAP, TOO_LARGE, OTHER -> Optional.empty();
        };
    }

    private static Duration clamp(Optional<Duration> untilReset) {
        // A second more: windows end on whole ones.
        Duration wait = untilReset.orElse(Duration.ZERO).plusSeconds(1);
        return wait.compareTo(LONGEST_WINDOW) > 0 ? LONGEST_WINDOW : wait;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** Until X's day, that of UTC, has ended, and a minute more. */
    static Duration untilNextDay(Instant now) {
        Instant tomorrow = now.atZone(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .plusDays(1)
                .toInstant();
        return Duration.between(now, tomorrow).plusMinutes(1);
    }
}
