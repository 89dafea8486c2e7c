package dev.sentiment4j.postgres;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.sentiment4j.pipeline.DeadLetter;
import dev.sentiment4j.pipeline.DeadLetters;
import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.RawEntry;
import dev.sentiment4j.pipeline.SinkException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps dead letters in {@code sentiment_dead_letters}, one for each entry of a source: a letter that comes again
 * replaces what was there. Posts are kept whole, as JSON, so that somebody can put them back; what PostgreSQL cannot
 * hold becomes U+FFFD, in the bytes of raw entries nothing. A deletion of the post deletes its letters, and letters of
 * a version that was deleted are not kept.
 *
 * <p>Threads as said in {@link DeadLetters}; {@link #list} and {@link #delete} may be called from anywhere.
 */
public final class PostgresDeadLetters implements DeadLetters {
    private static final String WRITE = """
            insert into $sentiment_dead_letters as l (origin, delivery_id, source, post_id, event, raw, stage, sink,
                error_type, message, attempts, deliveries, failed_at)
            select ?::text, ?::text, k.source, k.post_id, ?::jsonb, ?::jsonb, ?::text, ?::text, ?::text, ?::text, ?::int,
                ?::int, ?::timestamptz
            from (values (?::text, ?::text, ?::timestamptz)) as k(source, post_id, version)
            where not exists (select from $social_media_deletions d
                where d.source = k.source and d.post_id = k.post_id and d.deleted_at >= k.version)
            on conflict (md5(origin), md5(delivery_id)) do update set event = excluded.event, raw = excluded.raw,
                stage = excluded.stage, sink = excluded.sink, error_type = excluded.error_type,
                message = excluded.message, attempts = excluded.attempts, deliveries = excluded.deliveries,
                failed_at = excluded.failed_at, stored_at = now()
            """;

    private static final String ONE = "select 1";

    private final DataSource dataSource;
    private final PostgresOptions options;
    private final Queries queries;

    public PostgresDeadLetters(DataSource dataSource, PostgresOptions options) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        this.options = Objects.requireNonNull(options, "options");
        this.queries = new Queries(dataSource, options);
    }

    /** "postgres" and the schema. */
    @Override
    public String name() {
        return "postgres:" + options.schema();
    }

    @Override
    public void open() {
        try (Connection connection = dataSource.getConnection()) {
            SchemaState.read(connection, options.schema()).requireCurrent(options.schema());
        } catch (SQLException e) {
            throw SqlFailure.of("opening the dead letters in PostgreSQL", e).toSink();
        } catch (PostgresException e) {
            throw SinkException.fatal(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void write(List<DeadLetter> letters) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before writing dead letters");
        }
        try (Connection connection = queries.connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement lock =
                            connection.prepareStatement(queries.session().shared(ONE));
                    PreparedStatement statement = connection.prepareStatement(queries.in(WRITE))) {
                lock.execute();
                for (DeadLetter letter : letters) {
                    bind(statement, letter);
                    statement.addBatch();
                }
                statement.executeBatch();
                connection.commit();
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw SqlFailure.of("writing dead letters to PostgreSQL", e).toSink();
        }
    }

    private static void bind(PreparedStatement statement, DeadLetter letter) throws SQLException {
        Optional<PostKey> key = letter.event().map(PostEvent::key);
        Object[] values = {
            Texts.clean(letter.source()),
            Texts.clean(letter.delivery().id()),
            letter.event().map(PostgresDeadLetters::json).orElse(null),
            letter.raw().map(PostgresDeadLetters::json).orElse(null),
            letter.stage().name().toLowerCase(Locale.ROOT),
            Texts.storable(letter.sink().orElse(null)),
            Texts.clean(letter.errorType()),
            Texts.clean(letter.message()),
            letter.attempts(),
            letter.delivery().deliveryCount(),
            letter.failedAt(),
            key.map(PostKey::source).orElse(null),
            key.map(PostKey::id).orElse(null),
            // A deletion's letter holds no text, and may be meant for another sink.
            letter.event().orElse(null) instanceof Post post ? post.version() : null
        };
        for (int i = 0; i < values.length; i++) {
            Rows.bind(statement, i + 1, values[i]);
        }
    }

    /**
     * A letter as it is stored.
     *
     * @param id in the table
     * @param origin the name of the {@link dev.sentiment4j.pipeline.PostSource}
     * @param deliveryId its name for the entry
     * @param key of the post; empty for an entry that could not be read
     * @param event the event as JSON: the post, or its deletion
     * @param raw the entry as JSON: each field as {@code {"text": ...}} or, if it is not UTF-8, {@code {"base64": ...}}
     * @param stage where it went wrong
     * @param errorType what kind of failure
     * @param message the failure in words
     * @param attempts how often it was tried
     * @param failedAt when
     */
    public record StoredLetter(
            long id,
            String origin,
            String deliveryId,
            Optional<PostKey> key,
            Optional<String> event,
            Optional<String> raw,
            DeadLetter.Stage stage,
            String errorType,
            String message,
            int attempts,
            Instant failedAt) {
        /** Without what somebody wrote. */
        @Override
        public String toString() {
            return "StoredLetter[" + id + ", " + origin + ", " + deliveryId + ", " + stage + ", " + errorType + "]";
        }
    }

    /**
     * Letters, the newest first.
     *
     * @param before the id of the last letter of the page before; {@link Long#MAX_VALUE} for the first page
     * @param limit 1 to 1000
     * @throws PostgresException if they cannot be read
     */
    public List<StoredLetter> list(long before, int limit) {
        if (limit < 1 || limit > PostgresPosts.MAX_PAGE) {
            throw new IllegalArgumentException("limit = " + limit + ": must be 1 to " + PostgresPosts.MAX_PAGE);
        }
        return queries.list(
                "reading dead letters",
                "select * from $sentiment_dead_letters where id < ? order by id desc limit ?",
                List.of(before, limit),
                row -> {
                    String source = row.getString("source");
                    return new StoredLetter(
                            row.getLong("id"),
                            Objects.requireNonNull(row.getString("origin")),
                            Objects.requireNonNull(row.getString("delivery_id")),
                            source == null
                                    ? Optional.empty()
                                    : Optional.of(new PostKey(source, row.getString("post_id"))),
                            Optional.ofNullable(row.getString("event")),
                            Optional.ofNullable(row.getString("raw")),
                            DeadLetter.Stage.valueOf(row.getString("stage").toUpperCase(Locale.ROOT)),
                            Objects.requireNonNull(row.getString("error_type")),
                            Objects.requireNonNull(row.getString("message")),
                            row.getInt("attempts"),
                            Rows.instant(row, "failed_at"));
                });
    }

    /**
     * Deletes letters that have been dealt with.
     *
     * @return how many there were
     * @throws PostgresException if they cannot be deleted
     */
    public long delete(Collection<Long> ids) {
        return queries.update(
                "deleting dead letters",
                "delete from $sentiment_dead_letters where id = any (string_to_array(?, ',')::bigint[])",
                List.of(String.join(",", ids.stream().map(String::valueOf).toList())));
    }

    private static String json(PostEvent event) {
        JsonObject json = new JsonObject();
        json.addProperty("source", event.key().source());
        json.addProperty("id", event.key().id());
        if (event instanceof PostDeletion deletion) {
            json.addProperty("deletedAt", deletion.deletedAt().toString());
        } else if (event instanceof Post post) {
            json.addProperty("text", Texts.clean(post.text()));
            json.addProperty("createdAt", post.createdAt().toString());
            add(json, "editedAt", post.editedAt().map(Object::toString).orElse(null));
            add(json, "authorId", post.authorId().orElse(null));
            add(json, "authorName", post.authorName().orElse(null));
            add(json, "language", post.language().orElse(null));
            add(json, "url", post.url().orElse(null));
            add(json, "city", post.geo().flatMap(Geo::city).orElse(null));
            add(json, "country", post.geo().flatMap(Geo::country).orElse(null));
            post.geo().ifPresent(geo -> {
                geo.latitude().ifPresent(latitude -> json.addProperty("latitude", latitude));
                geo.longitude().ifPresent(longitude -> json.addProperty("longitude", longitude));
            });
            if (!post.attributes().isEmpty()) {
                JsonObject attributes = new JsonObject();
                post.attributes()
                        .forEach((name, value) -> attributes.addProperty(Texts.clean(name), Texts.clean(value)));
                json.add("attributes", attributes);
            }
            if (!post.supersedes().isEmpty()) {
                JsonArray supersedes = new JsonArray();
                post.supersedes().forEach(supersedes::add);
                json.add("supersedes", supersedes);
            }
        }
        return json.toString();
    }

    private static void add(JsonObject json, String name, @Nullable String value) {
        if (value != null) {
            json.addProperty(name, Texts.clean(value));
        }
    }

    private static String json(RawEntry raw) {
        JsonObject json = new JsonObject();
        for (String name : raw.names()) {
            JsonObject field = new JsonObject();
            byte[] bytes = raw.bytes(name).orElseThrow();
            String text = utf8(bytes);
            if (text == null) {
                field.addProperty("base64", Base64.getEncoder().encodeToString(bytes));
            } else {
                field.addProperty("text", text);
            }
            json.add(Texts.clean(name), field);
        }
        return json.toString();
    }

    /** Null if it is not UTF-8, or if the table could not hold it. */
    private static @Nullable String utf8(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Does nothing: connections go back to their pool after each batch. */
    @Override
    public void close() {}
}
