package dev.sentiment4j.postgres;

import dev.sentiment4j.Classification;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How analyzed posts become arrays, one a column, that a single statement unnests. The driver sends these types in
 * binary form.
 */
final class Columns {
    /** {@value} and {@value #MAX_MODEL_VERSION} bytes: with a key they fill what an index entry may hold. */
    static final int MAX_MODEL_ID = 300;

    static final int MAX_MODEL_VERSION = 150;

    private static final long NANOS_PER_MICRO = 1000;

    /** One array: how it is called in the statement, its element type, and what it takes from a post. */
    private record Column(
            String name, String type, IntFunction<Object[]> array, Function<AnalyzedPost, @Nullable Object> value) {}

    private static final List<Column> COLUMNS = List.of(
            text("source", p -> p.post().source()),
            text("post_id", p -> p.post().id()),
            text("content", p -> Texts.clean(p.post().text())),
            time("created_us", p -> p.post().createdAt()),
            time("edited_us", p -> p.post().editedAt().orElse(null)),
            cleaned("author_id", p -> p.post().authorId().orElse(null)),
            cleaned("author_name", p -> p.post().authorName().orElse(null)),
            cleaned("language", p -> p.post().language().orElse(null)),
            cleaned("url", p -> p.post().url().orElse(null)),
            cleaned("city", p -> p.post().geo().flatMap(Geo::city).orElse(null)),
            cleaned("country", p -> p.post().geo().flatMap(Geo::country).orElse(null)),
            real8("latitude", p -> p.post().geo().map(Geo::latitude).orElse(OptionalDouble.empty())),
            real8("longitude", p -> p.post().geo().map(Geo::longitude).orElse(OptionalDouble.empty())),
            cleaned("product", p -> p.post().attribute(Post.PRODUCT).orElse(null)),
            cleaned("channel", p -> p.post().attribute(Post.CHANNEL).orElse(null)),
            text("attributes", p -> ResultJson.attributes(p.post().attributes(), Post.PRODUCT, Post.CHANNEL)),
            text("supersedes", p -> supersedes(p.post())),
            text("label", p -> p.result().hasSentiment() ? p.result().label().id() : null),
            real4("score", p -> sentiment(p.result(), SentimentResult::score)),
            real4("confidence", p -> sentiment(p.result(), SentimentResult::confidence)),
            real4("negative", p -> probability(p.result(), SentimentLabel.NEGATIVE)),
            real4("neutral", p -> probability(p.result(), SentimentLabel.NEUTRAL)),
            real4("positive", p -> probability(p.result(), SentimentLabel.POSITIVE)),
            cleaned(
                    "emotion",
                    p -> p.result().emotion().map(Classification::label).orElse(null)),
            real4("toxicity", p -> boxed(p.result().toxicity())),
            text("heads", p -> ResultJson.heads(p.result().heads())),
            integer("tokens", p -> p.result().input().tokens()),
            integer("tokens_cut", p -> p.result().input().tokensCut()),
            integer("windows", p -> p.result().input().windows()),
            cleaned("profile", p -> p.result().input().profile()),
            cleaned("engine", p -> p.result().backend()),
            cleaned("device", p -> p.result().device()),
            text(
                    "degradation",
                    p -> ResultJson.degradation(p.result().degradation().orElse(null))),
            cleaned("model_id", p -> p.result().model().id()),
            cleaned("model_version", p -> p.result().model().version()),
            time("analyzed_us", AnalyzedPost::analyzedAt));

    private Columns() {}

    /** The rows as a relation {@code i}; takes {@link #count()} parameters. */
    static String unnest() {
        return COLUMNS.stream().map(c -> "?::" + c.type + "[]").collect(Collectors.joining(", ", "unnest(", ")"))
                + COLUMNS.stream().map(Column::name).collect(Collectors.joining(", ", " as i(", ")"));
    }

    static int count() {
        return COLUMNS.size();
    }

    /** Microseconds since 1970 as a time: exact in all years, as the two factors are exact as doubles. */
    static String time(String microseconds) {
        return "timestamptz 'epoch' + (" + microseconds + " / 1000000) * interval '1 second' + (" + microseconds
                + " % 1000000) * interval '1 microsecond'";
    }

    /** Binds the rows from the given parameter on. */
    static List<Array> bind(PreparedStatement statement, int from, List<AnalyzedPost> rows) throws SQLException {
        List<Array> arrays = new ArrayList<>(COLUMNS.size());
        Connection connection = statement.getConnection();
        for (int i = 0; i < COLUMNS.size(); i++) {
            Column column = COLUMNS.get(i);
            Object[] values = column.array.apply(rows.size());
            for (int row = 0; row < values.length; row++) {
                values[row] = column.value.apply(rows.get(row));
            }
            Array array = connection.createArrayOf(column.type, values);
            arrays.add(array);
            statement.setArray(from + i, array);
        }
        return arrays;
    }

    static void bindTexts(PreparedStatement statement, int parameter, Collection<String> values) throws SQLException {
        statement.setArray(parameter, statement.getConnection().createArrayOf("text", values.toArray(new String[0])));
    }

    static void bindTimes(PreparedStatement statement, int parameter, Collection<Instant> values) throws SQLException {
        statement.setArray(
                parameter,
                statement
                        .getConnection()
                        .createArrayOf(
                                "int8", values.stream().map(Columns::micros).toArray(Long[]::new)));
    }

    /** What the table keeps of a time. */
    static long micros(Instant time) {
        return Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), TimeUnit.SECONDS.toMicros(1)),
                time.getNano() / NANOS_PER_MICRO);
    }

    private static Column text(String name, Function<AnalyzedPost, @Nullable Object> value) {
        return new Column(name, "text", String[]::new, value);
    }

    private static Column cleaned(String name, Function<AnalyzedPost, @Nullable String> value) {
        return new Column(name, "text", String[]::new, p -> Texts.storable(value.apply(p)));
    }

    private static Column time(String name, Function<AnalyzedPost, @Nullable Instant> value) {
        return new Column(name, "int8", Long[]::new, p -> {
            Instant time = value.apply(p);
            return time == null ? null : micros(time);
        });
    }

    private static Column real4(String name, Function<AnalyzedPost, @Nullable Double> value) {
        return new Column(name, "float4", Float[]::new, p -> {
            Double number = value.apply(p);
            return number == null ? null : number.floatValue();
        });
    }

    private static Column real8(String name, Function<AnalyzedPost, OptionalDouble> value) {
        return new Column(name, "float8", Double[]::new, p -> boxed(value.apply(p)));
    }

    private static Column integer(String name, Function<AnalyzedPost, @Nullable Object> value) {
        return new Column(name, "int4", Integer[]::new, value);
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static @Nullable Double sentiment(SentimentResult result, Function<SentimentResult, Double> value) {
        return result.hasSentiment() ? value.apply(result) : null;
    }

    private static @Nullable Double probability(SentimentResult result, SentimentLabel label) {
        return result.hasSentiment() ? result.probabilities().get(label) : null;
    }

    /** As an array literal: an array of arrays would have to be rectangular. */
    private static @Nullable String supersedes(Post post) {
        if (post.supersedes().isEmpty()) {
            return null;
        }
        return post.supersedes().stream()
                .map(id -> '"' + id.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }
}
