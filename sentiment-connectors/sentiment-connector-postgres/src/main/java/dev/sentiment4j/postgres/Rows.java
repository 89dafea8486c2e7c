package dev.sentiment4j.postgres;

import dev.sentiment4j.Classification;
import dev.sentiment4j.InputInfo;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Rows as values, and values as parameters. */
final class Rows {
    /** Of a post {@code p}, as {@link #post} reads them. */
    static final String POST = "p.source, p.post_id, p.content, p.created_at, p.edited_at, p.supersedes, p.author_id,"
            + " p.author_name, p.language, p.url, p.city, p.country, p.latitude, p.longitude, p.product, p.channel,"
            + " p.attributes";

    static final String STORED_POST = POST + ", p.label, p.score, p.confidence, p.emotion, p.toxicity, p.model_id,"
            + " p.model_version, p.analyzed_at, p.stored_at";

    private static final Instant MIN = Instant.parse("-4000-01-01T00:00:00Z");
    private static final Instant MAX = Instant.parse("+200000-01-01T00:00:00Z");

    private Rows() {}

    /** Whether the server knows such a time at all. */
    static boolean storable(Instant time) {
        return !time.isBefore(MIN) && time.isBefore(MAX);
    }

    /** A limit of a query: any time, as near as the server knows it. */
    static Instant bound(Instant time) {
        return time.isBefore(MIN) ? MIN : time.isBefore(MAX) ? time : MAX;
    }

    static void bind(PreparedStatement statement, int parameter, @Nullable Object value) throws SQLException {
        if (value instanceof Instant time) {
            statement.setObject(parameter, OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
        } else {
            statement.setObject(parameter, value);
        }
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static StoredPost storedPost(ResultSet row) throws SQLException {
        Instant analyzedAt = instantOrNull(row, "analyzed_at");
        return new StoredPost(
                post(row),
                analyzedAt == null
                        ? Optional.empty()
                        : Optional.of(new StoredPost.Latest(
                                Optional.ofNullable(row.getString("label")).map(Rows::label),
                                number(row, "score"),
                                number(row, "confidence"),
                                Optional.ofNullable(row.getString("emotion")),
                                number(row, "toxicity"),
                                new ModelInfo(row.getString("model_id"), row.getString("model_version")),
                                analyzedAt)),
                instant(row, "stored_at"));
    }

    static Post post(ResultSet row) throws SQLException {
        Post.Builder post = Post.builder(row.getString("source"), row.getString("post_id"))
                .text(row.getString("content"))
                .createdAt(instant(row, "created_at"))
                .editedAt(instantOrNull(row, "edited_at"))
                .authorId(row.getString("author_id"))
                .authorName(row.getString("author_name"))
                .language(row.getString("language"))
                .url(row.getString("url"))
                .geo(geo(row))
                .attribute(Post.PRODUCT, row.getString("product"))
                .attribute(Post.CHANNEL, row.getString("channel"))
                .attributes(ResultJson.readAttributes(row.getString("attributes")));
        Array supersedes = row.getArray("supersedes");
        if (supersedes != null) {
            post.supersedes(List.of((String[]) supersedes.getArray()));
        }
        return post.build();
    }

    private static @Nullable Geo geo(ResultSet row) throws SQLException {
        String city = row.getString("city");
        String country = row.getString("country");
        OptionalDouble latitude = number(row, "latitude");
        if (city == null && country == null && latitude.isEmpty()) {
            return null;
        }
        Geo geo = Geo.of(city, country);
        return latitude.isEmpty() ? geo : geo.withCoordinates(latitude.getAsDouble(), row.getDouble("longitude"));
    }

    static StoredAnalysis analysis(ResultSet row) throws SQLException {
        ModelInfo model = new ModelInfo(row.getString("model_id"), row.getString("model_version"));
        SentimentResult.Builder result = SentimentResult.builder(model)
                .input(new InputInfo(
                        row.getInt("tokens"),
                        row.getInt("tokens_cut"),
                        row.getInt("windows"),
                        row.getString("profile")))
                .engine(row.getString("engine"), row.getString("device"));
        if (row.getString("label") != null) {
            Map<SentimentLabel, Double> probabilities = new EnumMap<>(SentimentLabel.class);
            for (SentimentLabel label : SentimentLabel.values()) {
                number(row, label.id()).ifPresent(p -> probabilities.put(label, p));
            }
            result.sentiment(probabilities, row.getDouble("score"));
        }
        for (Map.Entry<String, Classification> head :
                ResultJson.readHeads(row.getString("heads")).entrySet()) {
            result.head(head.getKey(), head.getValue());
        }
        SentimentResult built = result.build();
        var degradation = ResultJson.readDegradation(row.getString("degradation"));
        return new StoredAnalysis(
                degradation == null ? built : built.withDegradation(degradation),
                instant(row, "post_version"),
                instant(row, "analyzed_at"));
    }

    static SentimentLabel label(String id) {
        return SentimentLabel.valueOf(id.toUpperCase(Locale.ROOT));
    }

    static OptionalDouble number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
