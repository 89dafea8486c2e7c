package dev.sentiment4j.examples.dashboard.api;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.examples.dashboard.web.InvalidRequestException;
import dev.sentiment4j.postgres.PostFilter;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which posts are meant: those for which everything that is set holds.
 *
 * @param from written at this time or later; by default a day before {@code to}
 * @param to written before this time; by default now
 * @param q words of the text, as web search engines take them
 */
record PostQuery(
        @Parameter(description = "the platform") @Size(max = 100) @Nullable
        String source,

        @Parameter(description = "of the latest analysis") @Nullable
        SentimentLabel label,

        @Size(max = 200) @Nullable String product,
        @Size(max = 200) @Nullable String channel,
        @Size(max = 200) @Nullable String city,
        @Size(max = 200) @Nullable String country,
        @Size(max = 35) @Nullable String language,
        @Size(max = 50) @Nullable String emotion,

        @Parameter(
                description = "written at this time or later, such as 2026-03-01T12:00:00Z; default a day before 'to'")
        @Nullable
        Instant from,

        @Parameter(description = "written before this time; default now") @Nullable
        Instant to,

        @Parameter(description = "the least probability of the label") @DecimalMin("0") @DecimalMax("1") @Nullable
        Double minConfidence,

        @Parameter(description = "words of the text: refund \"on hold\" or waiting -solved") @Size(max = 500) @Nullable
        String q) {

    /** Longer than this is a question for a database's own tools. */
    static final Duration MAX_RANGE = Duration.ofDays(31);

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final Duration DEFAULT_RANGE = Duration.ofDays(1);

    /** The same for the database. */
    PostFilter filter() {
        Instant end = to == null ? Instant.now() : to;
        return filter(from, end);
    }

    /** The same up to what is just coming in. */
    PostFilter openFilter() {
        return filter(from, to == null ? soon() : to);
    }

    /** A little later than now, as clocks differ; what says that it is of a later time is not shown before that. */
    static Instant soon() {
        return Instant.now().plus(CLOCKS_DIFFER);
    }

    private PostFilter filter(@Nullable Instant from, Instant end) {
        Instant start;
        try {
            start = from == null ? end.minus(DEFAULT_RANGE) : from;
            if (Duration.between(start, end).compareTo(MAX_RANGE) > 0) {
                throw new InvalidRequestException(
                        List.of("from: must be at most " + MAX_RANGE.toDays() + " days before 'to'"));
            }
        } catch (ArithmeticException | java.time.DateTimeException e) {
            throw new InvalidRequestException(List.of("from, to: must be times that people live in"));
        }
        PostFilter.Builder filter = PostFilter.builder()
                .source(source)
                .label(label)
                .product(product)
                .channel(channel)
                .city(city)
                .country(country)
                .language(language)
                .emotion(emotion)
                .from(start)
                .to(end)
                .text(q);
        if (minConfidence != null) {
            filter.minConfidence(minConfidence);
        }
        return filter.build();
    }
}
