package dev.sentiment4j.postgres;

import java.util.List;
import java.util.stream.Collectors;

/** The statements of {@link PostgresSink}, for one schema and layout. Immutable. */
final class SinkStatements {
    /** Of the post itself: replaced by any version that is not older. */
    private static final List<String> POST = List.of(
            "content",
            "created_at",
            "edited_at",
            "author_id",
            "author_name",
            "language",
            "url",
            "city",
            "country",
            "latitude",
            "longitude",
            "product",
            "channel",
            "attributes",
            "supersedes");
    /** Of the latest analysis: replaced by that of a later version, or by a later one of the same version. */
    private static final List<String> LATEST =
            List.of("label", "score", "confidence", "emotion", "toxicity", "model_id", "model_version", "analyzed_at");

    private static final List<String> ANALYSIS = List.of(
            "post_created_at",
            "post_version",
            "label",
            "score",
            "confidence",
            "negative",
            "neutral",
            "positive",
            "heads",
            "tokens",
            "tokens_cut",
            "windows",
            "profile",
            "engine",
            "device",
            "degradation",
            "analyzed_at");

    /** Whether the row that is kept has an analysis by the same version of a model. */
    private static final String ANALYZED_TOO = "exists (select from $sentiment_analysis b where b.source = a.source"
            + " and b.post_id = a.post_id and b.post_created_at = gone.kept and b.model_id = a.model_id"
            + " and b.model_version = a.model_version)";

    /** Of a table or alias: what orders the versions of a post. */
    private static String version(String row) {
        return "coalesce(" + row + ".edited_at, " + row + ".created_at)";
    }

    final String write;
    final String move;
    final String single;
    final String delete;

    SinkStatements(Names names, boolean partitioned) {
        String input = "with i as materialized (select i.*, " + Columns.time("created_us") + " as created_at, "
                + Columns.time("edited_us") + " as edited_at, " + Columns.time("analyzed_us") + " as analyzed_at from "
                + Columns.unnest() + ")";
        this.write = names.in(input
                + """
                , stored as (
                insert into $social_media_posts as p (source, post_id, %s, %s)
                select source, post_id, %s, %s from i
                where not exists (select from $social_media_deletions d
                        where d.source = i.source and d.post_id = i.post_id and d.deleted_at >= %s)%s
                on conflict (%s) do update set %s, %s, stored_at = now()
                where %s >= %s
                returning source, post_id)
                insert into $sentiment_analysis as a (source, post_id, model_id, model_version, %s)
                select source, post_id, model_id, model_version, %s from i join stored using (source, post_id)
                on conflict (%s, model_id, model_version) do update set %s
                where (excluded.post_version, excluded.analyzed_at) >= (a.post_version, a.analyzed_at)
                """.formatted(
                                columns(POST),
                                columns(LATEST),
                                typed(POST),
                                columns(LATEST),
                                version("i"),
                                partitioned ? """

                                and not exists (select from $social_media_posts n
                                        where n.source = i.source and n.post_id = i.post_id and %s > %s)
                                """.formatted(version("n"), version("i")) : "",
                                partitioned ? "source, post_id, created_at" : "source, post_id",
                                replaced(POST),
                                LATEST.stream().map(SinkStatements::latest).collect(Collectors.joining(", ")),
                                version("excluded"),
                                version("p"),
                                columns(ANALYSIS),
                                typed(ANALYSIS),
                                partitioned ? "source, post_id, post_created_at" : "source, post_id",
                                replaced(ANALYSIS)));
        // A growing month without statistics would be read whole rather than by its key.
        this.move = names.in(
                "select set_config('enable_seqscan', 'off', true); with i as materialized (select source, post_id, "
                        + Columns.time("created_us")
                        + " as created_at, " + Columns.time("version_us") + """
                 as version from unnest(?::text[], ?::text[], ?::int8[], ?::int8[])
                        as i(source, post_id, created_us, version_us)), moved as (
                delete from $social_media_posts p using i
                where p.source = i.source and p.post_id = i.post_id and p.created_at <> i.created_at
                and %s <= i.version
                returning p.source, p.post_id, p.created_at as was, i.created_at)
                update $sentiment_analysis a set post_created_at = moved.created_at from moved
                where a.source = moved.source and a.post_id = moved.post_id and a.post_created_at = moved.was
                """.formatted(version("p")));
        // Two writers at once do not see each other's row where the versions differ in their creation time.
        this.single = names.in("""
                select set_config('enable_seqscan', 'off', true); with p as materialized (
                select p.source, p.post_id, p.created_at, first_value(p.created_at) over w as kept from $social_media_posts p
                join unnest(?::text[], ?::text[]) as i(source, post_id) using (source, post_id)
                window w as (partition by p.source, p.post_id order by %s desc, p.created_at desc)), gone as (
                delete from $social_media_posts n using p where p.created_at <> p.kept
                and n.source = p.source and n.post_id = p.post_id and n.created_at = p.created_at
                returning p.source, p.post_id, p.created_at, p.kept), doubles as (
                delete from $sentiment_analysis a using gone where a.source = gone.source and a.post_id = gone.post_id
                and a.post_created_at = gone.created_at and %s)
                update $sentiment_analysis a set post_created_at = gone.kept from gone where a.source = gone.source
                and a.post_id = gone.post_id and a.post_created_at = gone.created_at and not %s
                """.formatted(version("p"), ANALYZED_TOO, ANALYZED_TOO));
        this.delete = names.in("with d as materialized (select source, post_id, " + Columns.time("deleted_us") + """
                 as deleted_at from unnest(?::text[], ?::text[], ?::int8[]) as d(source, post_id, deleted_us)), gone as (
                delete from $social_media_posts p using d where p.source = d.source and p.post_id = d.post_id), analyses as (
                delete from $sentiment_analysis a using d where a.source = d.source and a.post_id = d.post_id), letters as (
                delete from $sentiment_dead_letters l using d where l.source = d.source and l.post_id = d.post_id), work as (
                delete from $sentiment_work w using d where w.source = d.source and w.post_id = d.post_id)
                insert into $social_media_deletions as t (source, post_id, deleted_at)
                select source, post_id, deleted_at from d
                on conflict (source, post_id) do update set deleted_at = excluded.deleted_at, recorded_at = now()
                where excluded.deleted_at > t.deleted_at
                """);
    }

    private static String columns(List<String> names) {
        return String.join(", ", names);
    }

    private static String typed(List<String> names) {
        return names.stream()
                .map(name -> switch (name) {
                    case "attributes", "heads", "degradation" -> name + "::jsonb";
                    case "supersedes" -> name + "::text[]";
                    case "post_created_at" -> "created_at";
                    case "post_version" -> version("i");
                    default -> name;
                })
                .collect(Collectors.joining(", "));
    }

    private static String replaced(List<String> names) {
        return names.stream().map(name -> name + " = excluded." + name).collect(Collectors.joining(", "));
    }

    private static String latest(String column) {
        return column + " = case when " + version("excluded") + " > " + version("p")
                + " or p.analyzed_at is null or excluded.analyzed_at >= p.analyzed_at then excluded." + column
                + " else p." + column + " end";
    }
}
