package dev.sentiment4j.postgres;

import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.Rejection;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.SinkException;
import dev.sentiment4j.postgres.Waves.Entry;
import dev.sentiment4j.postgres.Waves.Wave;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Stores analyzed posts in {@code social_media_posts} and {@code sentiment_analysis}: a batch is one round trip and one
 * transaction, committed when {@link #write} returns.
 *
 * <ul>
 *   <li>Idempotent on the post's key: an older version changes nothing, one of the same time or later replaces the row.
 *   <li>One row of history for each post and version of a model; the latest analysis also stands beside the post.
 *   <li>A deletion takes post, analyses, work and dead letters away and is remembered, so that no version up to its
 *       time comes back. A post that supersedes others does that to them.
 *   <li>U+0000 and lone surrogates, which PostgreSQL cannot hold, are stored as U+FFFD. Times are kept to the
 *       microsecond, scores and probabilities as {@code real}.
 *   <li>If the server refuses a value, the batch is halved until the culprit is found; the others are stored.
 * </ul>
 *
 * With {@link PostgresOptions#writeConnections()} above 1, a large batch is as many round trips and transactions at
 * once. It takes a connection for each, so the {@link DataSource} should be a pool, which stays the caller's to close.
 * Threads as said in {@link PostSink}; any number of sinks, in any number of processes, may write to one schema.
 */
public final class PostgresSink implements PostSink {
    private static final String DOING = "writing to PostgreSQL";
    /** Posts below which another connection is not worth its round trip. */
    private static final int MIN_PART = 100;

    private final DataSource dataSource;
    private final PostgresOptions options;
    private final Session session;
    private @Nullable SinkStatements statements;
    private boolean partitioned;
    private volatile @Nullable ModelInfo checkedModel;
    private @Nullable ExecutorService helpers;

    public PostgresSink(DataSource dataSource, PostgresOptions options) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        this.options = Objects.requireNonNull(options, "options");
        this.session = new Session(options);
    }

    /** "postgres" and the schema. */
    @Override
    public String name() {
        return "postgres:" + options.schema();
    }

    /**
     * Connects and checks the schema.
     *
     * @throws SinkException fatal if the schema is missing, older, newer, or not ours
     */
    @Override
    public void open() {
        try (Connection connection = dataSource.getConnection()) {
            SchemaState state = SchemaState.read(connection, options.schema());
            state.requireCurrent(options.schema());
            partitioned = state.partitioned();
            statements = new SinkStatements(new Names(options.schema()), partitioned);
        } catch (SQLException e) {
            throw SqlFailure.of("opening the PostgreSQL sink", e).toSink();
        } catch (PostgresException e) {
            throw SinkException.fatal(String.valueOf(e.getMessage()), e);
        }
        if (options.writeConnections() > 1 && helpers == null) {
            helpers = ParallelParts.threads(options.writeConnections() - 1);
        }
    }

    @Override
    public List<Rejection> write(List<SinkEvent> events) throws InterruptedException {
        SinkStatements ready = statements;
        if (ready == null) {
            throw new IllegalStateException("the sink " + name() + " is not open; call open() first");
        }
        List<Rejection> rejections = new ArrayList<>();
        try {
            for (Wave wave : Waves.of(events)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while writing to PostgreSQL");
                }
                if (!wave.deletions.isEmpty()) {
                    try (Connection connection = session.open(dataSource)) {
                        delete(connection, ready, wave.deletions);
                    }
                }
                rejections.addAll(write(ready, wave.posts));
            }
        } catch (SQLException e) {
            throw SqlFailure.of(DOING, e).toSink();
        }
        return rejections;
    }

    /** The posts of a wave, in parts at once if there are many. */
    private List<Rejection> write(SinkStatements ready, List<Entry> entries) throws SQLException {
        if (entries.isEmpty()) {
            return List.of();
        }
        int parts = Math.max(1, Math.min(options.writeConnections(), entries.size() / MIN_PART));
        return ParallelParts.run(helpers, parts, part -> {
            List<Entry> some = entries.subList(entries.size() * part / parts, entries.size() * (part + 1) / parts);
            List<Rejection> rejections = new ArrayList<>();
            try (Connection connection = session.open(dataSource)) {
                write(connection, ready, some, rejections);
                if (partitioned) {
                    keepSingle(connection, ready, some);
                }
            }
            return rejections;
        });
    }

    /** All of them, or halves of them until the one is found that the server refuses. */
    private void write(Connection connection, SinkStatements ready, List<Entry> entries, List<Rejection> rejections)
            throws SQLException {
        try {
            execute(connection, ready, entries.stream().map(Entry::post).toList());
        } catch (SQLException e) {
            SqlFailure failure = SqlFailure.of(DOING, e);
            if (failure.kind() != SqlFailure.Kind.DATA) {
                throw e;
            }
            if (entries.size() == 1) {
                rejections.add(Rejection.of(entries.get(0).index(), failure.message(), failure.cause()));
                return;
            }
            int half = entries.size() / 2;
            write(connection, ready, entries.subList(0, half), rejections);
            write(connection, ready, entries.subList(half, entries.size()), rejections);
        }
    }

    /** Once what we wrote is visible: of two writers of one key, the later one finds what the other wrote. */
    private void keepSingle(Connection connection, SinkStatements ready, List<Entry> entries) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(session.shared(ready.single))) {
            Columns.bindTexts(
                    statement,
                    1,
                    entries.stream().map(e -> e.post().key().source()).toList());
            Columns.bindTexts(
                    statement, 2, entries.stream().map(e -> e.post().key().id()).toList());
            statement.execute();
        }
    }

    private void execute(Connection connection, SinkStatements ready, List<AnalyzedPost> posts) throws SQLException {
        posts.forEach(post -> checkModel(post.result().model()));
        String sql = session.shared((partitioned ? ready.move + "; " : "") + ready.write + notification());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int parameter = 1;
            if (partitioned) {
                Columns.bindTexts(
                        statement,
                        parameter++,
                        posts.stream().map(p -> p.post().source()).toList());
                Columns.bindTexts(
                        statement,
                        parameter++,
                        posts.stream().map(p -> p.post().id()).toList());
                Columns.bindTimes(
                        statement,
                        parameter++,
                        posts.stream().map(p -> p.post().createdAt()).toList());
                Columns.bindTimes(
                        statement,
                        parameter++,
                        posts.stream().map(p -> p.post().version()).toList());
            }
            List<Array> arrays = Columns.bind(statement, parameter, posts);
            parameter += Columns.count();
            if (options.notificationChannel().isPresent()) {
                bindNotification(
                        statement,
                        parameter,
                        posts.stream().map(AnalyzedPost::key).toList());
            }
            statement.execute();
            for (Array array : arrays) {
                array.free();
            }
        }
    }

    private void delete(Connection connection, SinkStatements ready, List<PostDeletion> deletions) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(session.exclusive(ready.delete + notification()))) {
            int parameter = 1;
            Columns.bindTexts(
                    statement,
                    parameter++,
                    deletions.stream().map(d -> d.key().source()).toList());
            Columns.bindTexts(
                    statement,
                    parameter++,
                    deletions.stream().map(d -> d.key().id()).toList());
            Columns.bindTimes(
                    statement,
                    parameter++,
                    deletions.stream().map(PostDeletion::deletedAt).toList());
            if (options.notificationChannel().isPresent()) {
                bindNotification(
                        statement,
                        parameter,
                        deletions.stream().map(PostDeletion::key).toList());
            }
            statement.execute();
        }
    }

    private String notification() {
        return options.notificationChannel().isPresent()
                ? "; select pg_notify(?, payload) from unnest(?::text[]) payload"
                : "";
    }

    private void bindNotification(PreparedStatement statement, int parameter, List<PostKey> keys) throws SQLException {
        statement.setString(parameter, options.notificationChannel().orElseThrow());
        Columns.bindTexts(statement, parameter + 1, KeyPayload.write(keys));
    }

    /** A model's names are part of a key, and the same for all posts: too long a one needs a person. */
    private void checkModel(ModelInfo model) {
        if (model.equals(checkedModel)) {
            return;
        }
        if (Names.utf8Length(model.id()) > Columns.MAX_MODEL_ID
                || Names.utf8Length(model.version()) > Columns.MAX_MODEL_VERSION) {
            throw SinkException.fatal(
                    "the model's id or version is too long for the table: at most " + Columns.MAX_MODEL_ID + " and "
                            + Columns.MAX_MODEL_VERSION + " bytes; give the model a shorter one in its manifest",
                    null);
        }
        checkedModel = model;
    }

    /** Ends its threads, if it has any; connections went back to their pool after each batch. */
    @Override
    public void close() {
        ExecutorService running = helpers;
        if (running != null) {
            running.shutdown();
        }
    }
}
