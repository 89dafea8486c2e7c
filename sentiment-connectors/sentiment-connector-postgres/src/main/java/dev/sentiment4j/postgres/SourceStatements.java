package dev.sentiment4j.postgres;

import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.postgres.PostgresSource.Lease;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** The statements of {@link PostgresSource}. Immutable. */
final class SourceStatements {
    private static final String VERSION = "coalesce(p.edited_at, p.created_at)";
    /** Of the work {@code w} on a post: the lease is ours, and that version is not done. */
    private static final String MINE = """
             from unnest(?::text[], ?::text[], ?::uuid[]) as l(source, post_id, lease)
            where w.source = l.source and w.post_id = l.post_id and w.lease = l.lease
            and w.model_id = ? and w.model_version = ? and w.leased_until <> 'infinity'
            """;

    private final Session session;

    final String fresh;
    final String first;
    final String next;
    final String acknowledge;
    final String giveBack;
    final String giveBackUncounted;
    final String renew;

    SourceStatements(PostgresOptions options) {
        this.session = new Session(options);
        Names names = new Names(options.schema());
        this.fresh = lease(names, "p.analyzed_at is null and (?::text, ?::text) is not null", "p.stored_at");
        String other = "p.analyzed_at is not null and (p.model_id, p.model_version) <> (?, ?)";
        String order = "p.created_at, p.source, p.post_id";
        this.first = lease(names, other, order);
        this.next = lease(names, other + " and (p.created_at, p.source, p.post_id) > (?, ?, ?)", order);
        // A done row says so for ever; it is needed only while the posts table does not say the same.
        this.acknowledge = session.timed(names.in("update $sentiment_work w set leased_until = 'infinity'" + MINE));
        this.giveBack = session.timed(names.in("update $sentiment_work w set leased_until = now()" + MINE));
        this.giveBackUncounted = session.timed(names.in(
                "update $sentiment_work w set leased_until = now(), deliveries = greatest(deliveries - 1, 1)" + MINE));
        this.renew = session.timed(names.in("update $sentiment_work w set leased_until = clock_timestamp()"
                + " + ? * interval '1 millisecond' from unnest(?::text[], ?::text[], ?::uuid[])"
                + " as l(source, post_id, lease) where w.source = l.source and w.post_id = l.post_id"
                + " and w.lease = l.lease and w.leased_until <> 'infinity'"));
    }

    /**
     * Picks rows that nobody else picks at this moment, and leases those whose lease is free: of two workers that pick
     * the same row one after the other, the second finds the first one's lease.
     */
    private String lease(Names names, String which, String order) {
        return session.timed(names.in("""
                with todo as materialized (select p.* from $social_media_posts p where %1$s
                        and not exists (select from $sentiment_work w where w.source = p.source
                            and w.post_id = p.post_id and w.model_id = ? and w.model_version = ?
                            and (w.leased_until > now() and w.leased_until <> 'infinity'
                                or w.leased_until = 'infinity' and w.post_version >= %2$s))
                        order by %3$s limit ? for update of p skip locked), leased as (
                insert into $sentiment_work as w
                    (source, post_id, model_id, model_version, post_version, lease, leased_until, deliveries)
                select p.source, p.post_id, ?, ?, %2$s, ?, now() + ? * interval '1 millisecond', 1 from todo p
                order by p.source, p.post_id
                on conflict (source, post_id, model_id, model_version) do update set post_version = excluded.post_version,
                    lease = excluded.lease, leased_until = excluded.leased_until, deliveries = case
                        when w.post_version = excluded.post_version then w.deliveries + 1 else 1 end
                where w.leased_until <= now() or w.leased_until = 'infinity' and w.post_version < excluded.post_version
                returning w.source, w.post_id, w.lease, w.deliveries, w.post_version as leased_version)
                select %4$s, leased.lease, leased.deliveries, leased.leased_version
                from todo p join leased using (source, post_id) order by %3$s
                """.formatted(which, VERSION, order, Rows.POST)));
    }

    Session session() {
        return session;
    }

    /** Binds what {@link #MINE} takes. */
    void bind(PreparedStatement statement, List<Lease> leases, ModelInfo model) throws SQLException {
        bindKeys(statement, 1, leases);
        statement.setString(4, model.id());
        statement.setString(5, model.version());
    }

    static void bindKeys(PreparedStatement statement, int from, List<Lease> leases) throws SQLException {
        Columns.bindTexts(statement, from, leases.stream().map(Lease::source).toList());
        Columns.bindTexts(statement, from + 1, leases.stream().map(Lease::id).toList());
        statement.setArray(
                from + 2,
                statement
                        .getConnection()
                        .createArrayOf("uuid", leases.stream().map(Lease::lease).toArray()));
    }

    static Lease lease(Delivery delivery) {
        return (Lease) delivery.handle()
                .orElseThrow(() ->
                        new IllegalArgumentException("delivery " + delivery.id() + " is not from a PostgresSource"));
    }
}
