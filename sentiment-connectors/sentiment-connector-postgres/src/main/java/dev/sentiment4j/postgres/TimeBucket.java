package dev.sentiment4j.postgres;

import java.util.Locale;

/** How long a point of a series is; buckets begin at whole minutes, hours and days of UTC. */
public enum TimeBucket {
    MINUTE,
    HOUR,
    DAY;

    String unit() {
        return name().toLowerCase(Locale.ROOT);
    }
}
