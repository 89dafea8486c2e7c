package dev.sentiment4j.postgres;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.SentimentLabel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Which posts a query is about: those for which everything that is set holds; by default all. Immutable and
 * thread-safe; {@link Builder#build()} reports every bad value at once.
 *
 * <p>Time, author and text have indexes; the other conditions are checked on the rows that these leave. So a rare city
 * over all of time reads all of it: give a time range too.
 */
public final class PostFilter {
    /** {@value} characters: the longest {@linkplain Builder#text search text}. */
    public static final int MAX_TEXT = 1000;

    private static final PostFilter ALL = builder().build();

    /** A condition in SQL, and the value for its parameter. */
    record Condition(String sql, Object value) {}

    private final List<Condition> conditions;

    private PostFilter(List<Condition> conditions) {
        this.conditions = List.copyOf(conditions);
    }

    /** Every post. */
    public static PostFilter all() {
        return ALL;
    }

    public static Builder builder() {
        return new Builder();
    }

    List<Condition> conditions() {
        return conditions;
    }

    /** How many conditions there are; their values may name people. */
    @Override
    public String toString() {
        return "PostFilter[" + conditions.size() + " conditions]";
    }

    /** Collects conditions; null takes one away. Not thread-safe. */
    public static final class Builder {
        private @Nullable String source;
        private @Nullable SentimentLabel label;
        private @Nullable String product;
        private @Nullable String channel;
        private @Nullable String city;
        private @Nullable String country;
        private @Nullable String author;
        private @Nullable String language;
        private @Nullable String emotion;
        private @Nullable Instant from;
        private @Nullable Instant to;
        private OptionalDouble minConfidence = OptionalDouble.empty();
        private @Nullable String text;

        private Builder() {}

        /** Of this platform. */
        public Builder source(@Nullable String source) {
            this.source = source;
            return this;
        }

        /** Whose latest analysis says this. */
        public Builder label(@Nullable SentimentLabel label) {
            this.label = label;
            return this;
        }

        public Builder product(@Nullable String product) {
            this.product = product;
            return this;
        }

        public Builder channel(@Nullable String channel) {
            this.channel = channel;
            return this;
        }

        public Builder city(@Nullable String city) {
            this.city = city;
            return this;
        }

        public Builder country(@Nullable String country) {
            this.country = country;
            return this;
        }

        /** By the author of this id. */
        public Builder authorId(@Nullable String authorId) {
            this.author = authorId;
            return this;
        }

        public Builder language(@Nullable String language) {
            this.language = language;
            return this;
        }

        /** Whose most probable emotion is this. */
        public Builder emotion(@Nullable String emotion) {
            this.emotion = emotion;
            return this;
        }

        /** Written at this time or later. */
        public Builder from(@Nullable Instant from) {
            this.from = from;
            return this;
        }

        /** Written before this time. */
        public Builder to(@Nullable Instant to) {
            this.to = to;
            return this;
        }

        /** Whose label is at least so probable, 0 to 1. */
        public Builder minConfidence(double minConfidence) {
            this.minConfidence = OptionalDouble.of(minConfidence);
            return this;
        }

        /**
         * Whose text holds these words, as web search engines take them: {@code refund "on hold" or waiting -solved}.
         * At most {@value PostFilter#MAX_TEXT} characters, since the server's work grows faster than the text.
         */
        public Builder text(@Nullable String text) {
            this.text = text;
            return this;
        }

        /**
         * The filter.
         *
         * @throws InvalidOptionsException listing every value that cannot work
         */
        public PostFilter build() {
            List<String> problems = new ArrayList<>();
            List<Condition> conditions = new ArrayList<>();
            equal(conditions, "p.source", source);
            equal(conditions, "p.label", label == null ? null : label.id());
            equal(conditions, "p.product", product);
            equal(conditions, "p.channel", channel);
            equal(conditions, "p.city", city);
            equal(conditions, "p.country", country);
            equal(conditions, "p.language", language);
            equal(conditions, "p.emotion", emotion);
            if (author != null) {
                // The first is that of the index.
                conditions.add(new Condition("left(p.author_id, 128) = left(?, 128)", Texts.clean(author)));
                equal(conditions, "p.author_id", author);
            }
            time(problems, conditions, "from", "p.created_at >= ?", from);
            time(problems, conditions, "to", "p.created_at < ?", to);
            if (from != null && to != null && to.isBefore(from)) {
                problems.add("to = " + to + ": must not be before from = " + from);
            }
            minConfidence.ifPresent(least -> {
                if (!(least >= 0 && least <= 1)) {
                    problems.add("minConfidence = " + least + ": must be in [0, 1]");
                }
                conditions.add(new Condition("p.confidence >= ?::real", least));
            });
            if (text != null && text.length() > MAX_TEXT) {
                problems.add("text has " + text.length() + " characters: must have at most " + MAX_TEXT);
            } else if (text != null) {
                conditions.add(new Condition(
                        "$sentiment_search_document(p.content) @@ $sentiment_search_query(?)", Texts.clean(text)));
            }
            if (!problems.isEmpty()) {
                throw new InvalidOptionsException("post filter", problems);
            }
            return new PostFilter(conditions);
        }

        private static void equal(List<Condition> conditions, String column, @Nullable String value) {
            if (value != null) {
                conditions.add(new Condition(column + " = ?", Texts.clean(value)));
            }
        }

        private static void time(
                List<String> problems, List<Condition> conditions, String name, String sql, @Nullable Instant time) {
            if (time == null) {
                return;
            }
            if (!Rows.storable(time)) {
                problems.add(name + " = " + time + ": must be in the years -4000 to 200000");
                return;
            }
            conditions.add(new Condition(sql, Objects.requireNonNull(time)));
        }
    }
}
