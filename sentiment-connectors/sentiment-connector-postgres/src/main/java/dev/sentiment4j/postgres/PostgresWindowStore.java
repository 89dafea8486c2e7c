package dev.sentiment4j.postgres;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.window.CellKey;
import dev.sentiment4j.window.CellStats;
import dev.sentiment4j.window.WindowSnapshot;
import dev.sentiment4j.window.WindowStore;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.sql.DataSource;

/**
 * Windows in {@code sentiment_windows}, whole, and a row for each of their cells in {@code sentiment_window_cells}, in
 * one transaction. Takes a connection for as long as a call runs; throws {@link PostgresException}. Thread-safe.
 */
public final class PostgresWindowStore implements WindowStore {
    private static final String PUT = """
            with kept as (
                insert into $sentiment_windows as w (name, started_at, ended_at, state, revision, snapshot)
                values (?, ?, ?, ?, ?, ?)
                on conflict (name, started_at) do update set ended_at = excluded.ended_at, state = excluded.state,
                    revision = excluded.revision, snapshot = excluded.snapshot
                where excluded.revision >= w.revision
                returning name, started_at, ended_at),
            cells as (
                select kept.name, kept.started_at, kept.ended_at, c.*
                from kept, jsonb_to_recordset(?::jsonb) as c (cell text, cell_hash text, posts bigint, negative bigint, neutral bigint,
                    positive bigint, mean_score double precision, score_variance double precision,
                    score_median double precision, mean_toxicity double precision, toxic bigint,
                    mean_churn double precision, churning bigint, distinct_authors bigint, emotions jsonb,
                    complete boolean)),
            gone as (
                delete from $sentiment_window_cells o using kept
                where o.name = kept.name and o.started_at = kept.started_at
                    and o.cell_hash not in (select cell_hash from cells))
            insert into $sentiment_window_cells as o (name, started_at, cell_hash, cell, ended_at, posts, negative, neutral,
                positive, mean_score, score_variance, score_median, mean_toxicity, toxic, mean_churn, churning,
                distinct_authors, emotions, complete)
            select name, started_at, cell_hash, cell, ended_at, posts, negative, neutral, positive, mean_score,
                score_variance, score_median, mean_toxicity, toxic, mean_churn, churning, distinct_authors, emotions,
                complete
            from cells
            on conflict (name, started_at, cell_hash) do update set ended_at = excluded.ended_at, posts = excluded.posts,
                negative = excluded.negative, neutral = excluded.neutral, positive = excluded.positive,
                mean_score = excluded.mean_score, score_variance = excluded.score_variance,
                score_median = excluded.score_median, mean_toxicity = excluded.mean_toxicity, toxic = excluded.toxic,
                mean_churn = excluded.mean_churn, churning = excluded.churning,
                distinct_authors = excluded.distinct_authors, emotions = excluded.emotions, complete = excluded.complete
            """;

    private final Queries queries;

    /**
     * Windows in the schema of the options, which {@link PostgresSchema#migrate} has made.
     *
     * @param dataSource stays the caller's, and is not closed
     */
    public PostgresWindowStore(DataSource dataSource, PostgresOptions options) {
        this.queries = new Queries(dataSource, options);
    }

    @Override
    public void put(WindowSnapshot window) {
        queries.update(
                "storing a window",
                PUT,
                List.of(
                        window.window(),
                        window.start(),
                        window.end(),
                        window.state().name().toLowerCase(Locale.ROOT),
                        window.revision(),
                        window.toBytes(),
                        cells(window)));
    }

    private static String cells(WindowSnapshot window) {
        JsonArray cells = new JsonArray();
        window.cells().forEach((key, stats) -> cells.add(cell(key, stats)));
        return cells.toString();
    }

    private static JsonObject cell(CellKey key, CellStats stats) {
        JsonObject json = new JsonObject();
        json.addProperty("cell", Texts.clean(key.toString()));
        json.addProperty("cell_hash", Texts.hash(key.toString()));
        json.addProperty("posts", stats.posts());
        for (SentimentLabel label : SentimentLabel.values()) {
            json.addProperty(label.id(), stats.count(label));
        }
        add(json, "mean_score", stats.meanScore());
        add(json, "score_variance", stats.scoreVariance());
        add(json, "score_median", stats.scoreQuantile(0.5));
        add(json, "mean_toxicity", stats.meanToxicity());
        json.addProperty("toxic", stats.toxic());
        add(json, "mean_churn", stats.meanChurn());
        json.addProperty("churning", stats.churning());
        stats.distinctAuthors().ifPresent(authors -> json.addProperty("distinct_authors", authors));
        JsonObject emotions = new JsonObject();
        stats.emotions().forEach((name, count) -> emotions.addProperty(Texts.clean(name), count));
        json.add("emotions", emotions);
        json.addProperty("complete", stats.isComplete());
        return json;
    }

    private static void add(JsonObject json, String name, OptionalDouble value) {
        value.ifPresent(number -> json.addProperty(name, number));
    }

    @Override
    public Optional<WindowSnapshot> latest(String window) {
        return read(
                        "select snapshot from $sentiment_windows where name = ? order by started_at desc limit 1",
                        List.of(window))
                .stream()
                .findFirst();
    }

    @Override
    public List<WindowSnapshot> between(String window, Instant from, Instant to) {
        return read(
                "select snapshot from $sentiment_windows where name = ? and started_at >= ? and started_at < ?"
                        + " order by started_at",
                List.of(window, Rows.bound(from), Rows.bound(to)));
    }

    private List<WindowSnapshot> read(String sql, List<?> parameters) {
        return queries.list(
                "reading windows", sql, parameters, row -> snapshot(Objects.requireNonNull(row.getBytes("snapshot"))));
    }

    private static WindowSnapshot snapshot(byte[] bytes) {
        try {
            return WindowSnapshot.fromBytes(bytes);
        } catch (IllegalArgumentException e) {
            throw new PostgresException(
                    "a window in sentiment_windows cannot be read: " + e.getMessage(), e, false, null);
        }
    }

    /**
     * Deletes windows that ended long ago.
     *
     * @return how many there were
     */
    public long deleteBefore(Instant end) {
        return queries.update(
                "deleting windows", "delete from $sentiment_windows where ended_at < ?", List.of(Rows.bound(end)));
    }
}
