package dev.sentiment4j.postgres;

import dev.sentiment4j.pipeline.PostKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Posts to read, to export and to delete. Thread-safe. Every method takes a connection for as long as it runs, and
 * throws {@link PostgresException}.
 */
public final class PostgresPosts {
    /** {@value} posts to a page. */
    public static final int MAX_PAGE = 1000;
    /** Rows that one transaction of {@link #deleteOlderThan} takes. */
    private static final int DELETION_BATCH = 10_000;

    private static final String NEWEST_FIRST = " order by p.created_at desc, p.source desc, p.post_id desc";

    private final Queries queries;
    private final PostgresOptions options;

    public PostgresPosts(DataSource dataSource, PostgresOptions options) {
        this.queries = new Queries(dataSource, options);
        this.options = options;
    }

    /** The newest posts that the filter lets through. */
    public PostPage recent(PostFilter filter, int limit) {
        return page(filter, limit, null);
    }

    /** Those after a page, see {@link PostPage#next()}; the filter should be the same. */
    public PostPage after(PostCursor cursor, PostFilter filter, int limit) {
        return page(filter, limit, Objects.requireNonNull(cursor, "cursor"));
    }

    private PostPage page(PostFilter filter, int limit, @Nullable PostCursor cursor) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("limit = " + limit + ": must be 1 to " + MAX_PAGE);
        }
        List<@Nullable Object> parameters = new ArrayList<>();
        String sql = pageSql(filter, cursor, parameters);
        parameters.add(limit + 1);
        List<StoredPost> posts = queries.list("reading posts", sql, parameters, Rows::storedPost);
        if (posts.size() <= limit) {
            return new PostPage(posts, Optional.empty());
        }
        List<StoredPost> page = posts.subList(0, limit);
        return new PostPage(page, Optional.of(page.get(limit - 1).cursor()));
    }

    static String pageSql(PostFilter filter, @Nullable PostCursor cursor, List<@Nullable Object> parameters) {
        String where;
        if (cursor == null) {
            where = Queries.where(filter, parameters);
        } else {
            // The server finds the place in the index of time by the first of the three.
            parameters.addAll(List.of(
                    cursor.createdAt(), cursor.key().source(), cursor.key().id()));
            where = Queries.where(filter, parameters, "(p.created_at, p.source, p.post_id) < (?, ?, ?)");
        }
        return "select " + Rows.STORED_POST + " from $social_media_posts p" + where + NEWEST_FIRST + " limit ?";
    }

    /** One post. */
    public Optional<StoredPost> find(PostKey key) {
        return queries
                .list(
                        "reading a post",
                        "select " + Rows.STORED_POST
                                + " from $social_media_posts p where p.source = ? and p.post_id = ?" + NEWEST_FIRST
                                + " limit 1",
                        List.of(key.source(), key.id()),
                        Rows::storedPost)
                .stream()
                .findFirst();
    }

    /** One post with every analysis of it. */
    public Optional<PostHistory> history(PostKey key) {
        return find(key)
                .map(post -> new PostHistory(
                        post,
                        queries.list(
                                "reading the history of a post",
                                "select * from $sentiment_analysis a where a.source = ? and a.post_id = ?"
                                        + " order by a.post_version desc, a.analyzed_at desc, a.model_id, a.model_version",
                                List.of(key.source(), key.id()),
                                Rows::analysis)));
    }

    /**
     * Every post that the filter lets through, the newest first, read {@link PostgresOptions#fetchSize()} at a time.
     * Holds a connection and a transaction until it is closed, so close it: {@code try (Stream<StoredPost> posts =
     * ...)}. The statement timeout applies to each fetch.
     */
    public Stream<StoredPost> export(PostFilter filter) {
        List<@Nullable Object> parameters = new ArrayList<>();
        String sql = queries.in("select " + Rows.STORED_POST + " from $social_media_posts p"
                + Queries.where(filter, parameters) + NEWEST_FIRST);
        return Export.stream(queries, options, sql, parameters);
    }

    /**
     * Deletes posts with everything about them, dead letters too. They do not come back: no version up to now is stored
     * again, also of those that were not stored yet.
     *
     * @return how many there were
     */
    public long delete(Collection<PostKey> keys) {
        if (keys.isEmpty()) {
            return 0;
        }
        return forget(
                "k.source, k.post_id",
                "from unnest(?::text[], ?::text[]) k(source, post_id)"
                        + " left join $social_media_posts p using (source, post_id)",
                statement -> {
                    Columns.bindTexts(
                            statement, 1, keys.stream().map(PostKey::source).toList());
                    Columns.bindTexts(
                            statement, 2, keys.stream().map(PostKey::id).toList());
                });
    }

    /**
     * Deletes every post of an author, with everything about them, dead letters too. They do not come back; later posts
     * of the same author are stored again if they come.
     *
     * @param source the platform on which the author has this id
     * @return how many posts there were
     */
    public long deleteByAuthor(String source, String authorId) {
        queries.update(
                "deleting the dead letters of an author",
                "delete from $sentiment_dead_letters l where l.source = ? and l.event ->> 'authorId' = ?",
                Arrays.asList(Texts.clean(source), Texts.clean(authorId)));
        return forget(
                "p.source, p.post_id",
                "from $social_media_posts p where left(p.author_id, 128) = left(?, 128) and p.author_id = ?"
                        + " and p.source = ?",
                statement -> {
                    statement.setString(1, Texts.clean(authorId));
                    statement.setString(2, Texts.clean(authorId));
                    statement.setString(3, Texts.clean(source));
                });
    }

    private interface Binder {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private long forget(String key, String which, Binder binder) {
        String sql = queries.session().exclusive(queries.in("""
                with d as materialized (select %s,
                        greatest(now(), coalesce(p.edited_at, p.created_at)) as deleted_at %s), analyses as (
                delete from $sentiment_analysis a using d where a.source = d.source and a.post_id = d.post_id), letters as (
                delete from $sentiment_dead_letters l using d where l.source = d.source and l.post_id = d.post_id), work as (
                delete from $sentiment_work w using d where w.source = d.source and w.post_id = d.post_id), tombs as (
                insert into $social_media_deletions as t (source, post_id, deleted_at)
                select source, post_id, max(deleted_at) from d group by source, post_id
                on conflict (source, post_id) do update set deleted_at = greatest(t.deleted_at, excluded.deleted_at))
                delete from $social_media_posts p using d where p.source = d.source and p.post_id = d.post_id
                """.formatted(key, which)));
        try (Connection connection = queries.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            binder.bind(statement);
            return Queries.changed(statement);
        } catch (SQLException e) {
            throw SqlFailure.of("deleting posts", e).toQuery();
        }
    }

    /**
     * Deletes posts that were written before a time, with everything about them, some thousand to a transaction; dead
     * letters that failed before it; and the memory of deletions before it. A deleted post that is delivered once more
     * after this is stored again.
     *
     * @return how many posts there were
     */
    public long deleteOlderThan(Instant time) {
        if (!Rows.storable(time)) {
            throw new IllegalArgumentException("time = " + time + ": the table has no such times");
        }
        long deleted = 0;
        long some;
        do {
            some = queries.update("deleting old posts", """
                    with old as materialized (select p.source, p.post_id from $social_media_posts p
                            where p.created_at < ? order by p.created_at limit %d), analyses as (
                    delete from $sentiment_analysis a using old
                    where a.source = old.source and a.post_id = old.post_id), work as (
                    delete from $sentiment_work w using old where w.source = old.source and w.post_id = old.post_id)
                    delete from $social_media_posts p using old where p.source = old.source and p.post_id = old.post_id
                    """.formatted(DELETION_BATCH), List.of(time));
            deleted += some;
        } while (some > 0);
        queries.update(
                "deleting old dead letters",
                "delete from $sentiment_dead_letters l where l.failed_at < ?",
                List.of(time));
        queries.update(
                "deleting old deletions",
                "delete from $social_media_deletions d where d.recorded_at < ?",
                List.of(time));
        return deleted;
    }
}
