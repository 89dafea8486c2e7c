package dev.sentiment4j.http;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads header fields leniently: what cannot be read counts as absent. */
public final class HeaderFields {
    private HeaderFields() {}

    /** A field without blanks around it; the first, if there are several. */
    public static Optional<String> text(HttpHeaders headers, String name) {
        return headers.firstValue(name).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** A finite number, such as "42" or "988.0". */
    public static OptionalDouble number(HttpHeaders headers, String name) {
        Optional<String> value = text(headers, name);
        if (value.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            double number = Double.parseDouble(value.get());
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** A moment in seconds since 1970. */
    public static Optional<Instant> epochSeconds(HttpHeaders headers, String name) {
        OptionalDouble seconds = number(headers, name);
        return seconds.isPresent() && seconds.getAsDouble() >= 0 && seconds.getAsDouble() < 1e11
                ? Optional.of(Instant.ofEpochMilli(Math.round(seconds.getAsDouble() * 1000)))
                : Optional.empty();
    }

    /**
     * How long {@code Retry-After} asks to wait, given in seconds or as a date (RFC 9110, section 10.2.3); never
     * negative.
     */
    public static Optional<Duration> retryAfter(HttpHeaders headers, Instant now) {
        OptionalDouble seconds = number(headers, "retry-after");
        if (seconds.isPresent()) {
            double bounded = Math.min(Math.max(0, seconds.getAsDouble()), 366.0 * 86_400);
            return Optional.of(Duration.ofMillis(Math.round(bounded * 1000)));
        }
        return date(headers, "retry-after")
                .map(date -> Duration.between(now, date))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    }

    /** A moment as HTTP writes it, such as that of {@code Date}. */
    public static Optional<Instant> date(HttpHeaders headers, String name) {
        return text(headers, name).flatMap(value -> {
            try {
                return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }
}
