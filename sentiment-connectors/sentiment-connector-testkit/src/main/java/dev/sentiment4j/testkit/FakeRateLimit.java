package dev.sentiment4j.testkit;

import dev.sentiment4j.http.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Fixed windows of requests, told in headers with floats, as {@link FakeReddit} has them; its lock guards it. */
final class FakeRateLimit {
    private final TimeSource time;
    private int limit = 1000;
    private long windowSeconds = 600;
    private FakeReddit.TooMany form = FakeReddit.TooMany.EMPTY;
    private boolean headers = true;
    private long window = -1;
    private int used;
    private int refused;

    FakeRateLimit(TimeSource time) {
        this.time = time;
    }

    void limit(int requests, Duration length) {
        limit = requests;
        windowSeconds = length.toSeconds();
        window = -1;
    }

    void form(FakeReddit.TooMany form) {
        this.form = form;
    }

    void headers(boolean present) {
        headers = present;
    }

    int refused() {
        return refused;
    }

    /** Counts a request; an answer if it is one too many. */
    Optional<FakeReply> take() {
        // The first second after a window's end still counts in the old one.
        long now = Math.floorDiv(time.now().minusMillis(500).getEpochSecond(), windowSeconds);
        if (now != window) {
            window = now;
            used = 0;
        }
        if (used >= limit) {
            refused++;
            return Optional.of(
                    switch (form) {
                        case HTML -> page();
                        case JSON -> FakeReply.json(429, "{\"message\": \"Too Many Requests\", \"error\": 429}");
                        case EMPTY -> FakeReply.status(429);
                    });
        }
        used++;
        return Optional.empty();
    }

    /** Adds what is left of the window. */
    FakeReply mark(FakeReply reply) {
        if (!headers) {
            return reply;
        }
        Instant end = Instant.ofEpochSecond((window + 1) * windowSeconds);
        long reset = Math.max(0, Duration.between(time.now(), end).toSeconds());
        return reply.withHeader("x-ratelimit-used", Integer.toString(used))
                .withHeader("x-ratelimit-remaining", String.format(Locale.ROOT, "%.1f", (double) (limit - used)))
                .withHeader("x-ratelimit-reset", Long.toString(reset));
    }

    /** What those get who are too fast, or whose user agent is not liked. */
    static FakeReply page() {
        return FakeReply.html(
                        429,
                        "<!doctype html><html><head><title>whoa there, pardner!</title></head><body></body></html>")
                .withHeader("retry-after", "4");
    }
}
