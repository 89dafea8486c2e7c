package dev.sentiment4j.postgres;

import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.InvalidPostException;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.RawEntry;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceLag;
import dev.sentiment4j.pipeline.SourceListener;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the stored posts that a version of a model has not analyzed yet: those that somebody inserted into
 * {@code social_media_posts}, and, after a change of model, all others. Any number of workers share them.
 *
 * <p>A delivered post is leased in {@code sentiment_work} for {@link PostgresOptions#lease()}; the lease is renewed
 * while the source is open, so that a sink that is away does not cost it. No transaction stays open, and a killed
 * worker's posts come again when their leases have run out. Acknowledging says that this version of the post is dealt
 * with, even if no analysis is stored; who edits a post in the table sets {@code edited_at}, and {@code analyzed_at},
 * {@code model_id} and {@code model_version} to null.
 *
 * <p>Posts that nobody has analyzed come first, as they came; then a walk through the others in the order of time. The
 * table holds one version of a post, so one that was edited twice comes once. Deletions are not delivered.
 */
public final class PostgresSource implements PostSource {
    private static final String DOING = "reading posts to analyze from PostgreSQL";

    private final DataSource dataSource;
    private final PostgresOptions options;
    private final ModelInfo model;
    private final SourceStatements statements;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private final Map<UUID, Delivery> held = new ConcurrentHashMap<>();

    private volatile boolean open;
    private volatile SourceLag lag = SourceLag.UNKNOWN;
    private @Nullable PostCursor walked;
    private @Nullable LeaseKeeper keeper;

    /**
     * A source.
     *
     * @param model whose analyses are wanted: the one of the pipeline's analyzer
     */
    public PostgresSource(DataSource dataSource, PostgresOptions options, ModelInfo model) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        this.options = Objects.requireNonNull(options, "options");
        this.model = Objects.requireNonNull(model, "model");
        this.statements = new SourceStatements(options);
    }

    /** "postgres" and the schema. */
    @Override
    public String name() {
        return "postgres:" + options.schema();
    }

    @Override
    public void open(SourceListener listener) {
        try (Connection connection = dataSource.getConnection()) {
            SchemaState.read(connection, options.schema()).requireCurrent(options.schema());
        } catch (SQLException e) {
            throw SqlFailure.of("opening the PostgreSQL source", e).toSource();
        } catch (PostgresException e) {
            throw SourceException.fatal(String.valueOf(e.getMessage()), e);
        }
        LeaseKeeper started = new LeaseKeeper(dataSource, statements, options.lease(), held, listener);
        started.start();
        keeper = started;
        open = true;
    }

    @Override
    public List<Delivery> poll(int max, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            checkOpen();
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while polling PostgreSQL");
            }
            List<Delivery> deliveries = lease(max);
            long left = deadline - System.nanoTime();
            if (!deliveries.isEmpty() || left <= 0) {
                return deliveries;
            }
            pause(Math.min(left, options.pollInterval().toNanos()));
        }
    }

    private void pause(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (open && left > 0) {
                left = closing.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private List<Delivery> lease(int max) {
        try (Connection connection = statements.session().open(dataSource)) {
            List<Delivery> deliveries = lease(connection, statements.fresh, List.of(), max);
            if (deliveries.size() < max) {
                deliveries.addAll(walk(connection, max - deliveries.size()));
            }
            lag = new SourceLag(
                    deliveries.size() < max ? OptionalLong.of(0) : OptionalLong.empty(),
                    OptionalLong.of(held.size()),
                    Optional.empty());
            return deliveries;
        } catch (SQLException e) {
            throw SqlFailure.of(DOING, e).toSource();
        }
    }

    /** On from where the last walk came to; from the beginning again once it has come to the end. */
    private List<Delivery> walk(Connection connection, int max) throws SQLException {
        PostCursor from = walked;
        List<Delivery> deliveries = from == null
                ? lease(connection, statements.first, List.of(), max)
                : lease(
                        connection,
                        statements.next,
                        List.of(
                                from.createdAt(),
                                from.key().source(),
                                from.key().id()),
                        max);
        if (deliveries.isEmpty()) {
            walked = null;
            return from == null ? deliveries : lease(connection, statements.first, List.of(), max);
        }
        return deliveries;
    }

    private List<Delivery> lease(Connection connection, String sql, List<Object> place, int max) throws SQLException {
        List<Object> parameters = new ArrayList<>(List.of(model.id(), model.version()));
        parameters.addAll(place);
        parameters.addAll(List.of(
                model.id(),
                model.version(),
                max,
                model.id(),
                model.version(),
                UUID.randomUUID(),
                options.lease().toMillis()));
        List<Delivery> deliveries = new ArrayList<>();
        try (PreparedStatement statement = Queries.prepare(connection, sql, parameters)) {
            statement.execute();
            ResultSet rows = Queries.lastResult(statement);
            boolean walking = sql.equals(statements.first) || sql.equals(statements.next);
            while (rows.next()) {
                Delivery delivery = delivery(rows);
                deliveries.add(delivery);
                held.put(SourceStatements.lease(delivery).row(), delivery);
                if (walking) {
                    delivery.event().ifPresent(event -> walked = cursor((Post) event));
                }
            }
        }
        return deliveries;
    }

    private static PostCursor cursor(Post post) {
        return new PostCursor(post.createdAt(), post.key());
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        String source = Objects.requireNonNull(row.getString("source"));
        String id = Objects.requireNonNull(row.getString("post_id"));
        Delivery delivery;
        try {
            delivery = Delivery.of(source + "/" + id, Rows.post(row));
        } catch (InvalidPostException e) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("source", source);
            fields.put("post_id", id);
            fields.put("content", Objects.requireNonNullElse(row.getString("content"), ""));
            delivery = Delivery.malformed(source + "/" + id, RawEntry.ofText(fields), String.valueOf(e.getMessage()));
        }
        return delivery.withDeliveryCount(row.getInt("deliveries"))
                .withHandle(new Lease(
                        UUID.randomUUID(),
                        source,
                        id,
                        row.getObject("lease", UUID.class),
                        Rows.instant(row, "leased_version")));
    }

    /**
     * What is leased.
     *
     * @param row names this delivery in this process
     * @param source of the key
     * @param id of the key
     * @param lease of the poll, as in the table
     * @param version of the post that was delivered
     */
    record Lease(UUID row, String source, String id, UUID lease, Instant version) {}

    @Override
    public void acknowledge(List<Delivery> deliveries) {
        settle(statements.acknowledge, deliveries);
    }

    @Override
    public void negativeAcknowledge(List<Delivery> deliveries, NackReason reason) {
        settle(reason == NackReason.STOPPING ? statements.giveBackUncounted : statements.giveBack, deliveries);
    }

    private void settle(String sql, List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return;
        }
        List<Lease> leases = deliveries.stream().map(SourceStatements::lease).toList();
        try (Connection connection = statements.session().open(dataSource);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statements.bind(statement, leases, model);
            statement.execute();
        } catch (SQLException e) {
            throw SqlFailure.of("acknowledging posts in PostgreSQL", e).toSource();
        }
        leases.forEach(lease -> held.remove(lease.row()));
    }

    /** What the last poll found: zero waiting if it could take all there was, else unknown. */
    @Override
    public SourceLag lag() {
        return lag;
    }

    private void checkOpen() {
        if (!open) {
            throw new IllegalStateException("the source " + name() + " is not open");
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            open = false;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
        LeaseKeeper running = keeper;
        if (running != null) {
            running.stop();
        }
        held.clear();
    }
}
