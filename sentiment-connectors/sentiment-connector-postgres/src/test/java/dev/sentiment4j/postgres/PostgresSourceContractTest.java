package dev.sentiment4j.postgres;

import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.PostSourceContract;
import dev.sentiment4j.pipeline.TestPosts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Rows that somebody else inserts. */
class PostgresSourceContractTest extends PostSourceContract {
    private final PostgresOptions options = TestPostgres.migrated(
            TestPostgres.options().pollInterval(Duration.ofMillis(10)).build());

    @Override
    protected PostSource source() {
        return new PostgresSource(TestPostgres.dataSource(), options, TestPosts.MODEL);
    }

    @Override
    protected void publish(List<? extends PostEvent> events) throws SQLException {
        String sql = "insert into " + options.schema() + ".social_media_posts (source, post_id, content, created_at,"
                + " edited_at, supersedes, author_id, author_name, language, url, city, country, latitude, longitude,"
                + " product, channel, attributes) values (?, ?, ?, ?, ?, ?::text[], ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)";
        try (Connection connection = TestPostgres.dataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            for (PostEvent event : events) {
                Post p = (Post) event;
                Object[] values = {
                    p.source(),
                    p.id(),
                    Texts.clean(p.text()),
                    p.createdAt(),
                    p.editedAt().orElse(null),
                    p.supersedes().isEmpty() ? null : "{" + String.join(",", p.supersedes()) + "}",
                    p.authorId().orElse(null),
                    p.authorName().orElse(null),
                    p.language().orElse(null),
                    p.url().orElse(null),
                    p.geo().flatMap(Geo::city).orElse(null),
                    p.geo().flatMap(Geo::country).orElse(null),
                    p.geo().map(g -> g.latitude().getAsDouble()).orElse(null),
                    p.geo().map(g -> g.longitude().getAsDouble()).orElse(null),
                    p.attribute(Post.PRODUCT).orElse(null),
                    p.attribute(Post.CHANNEL).orElse(null),
                    ResultJson.attributes(p.attributes(), Post.PRODUCT, Post.CHANNEL)
                };
                for (int i = 0; i < values.length; i++) {
                    Rows.bind(insert, i + 1, values[i]);
                }
                insert.executeUpdate();
            }
        }
    }

    @Override
    protected void publishMalformed() throws SQLException {
        TestPostgres.execute("insert into " + options.schema()
                + ".social_media_posts (source, post_id, content, created_at) values ('test', E'a\\x07', '', now())");
    }

    /** A row holds one version. */
    @Override
    protected boolean deliversEveryVersion() {
        return false;
    }

    @Override
    protected boolean deliversDeletions() {
        return false;
    }

    @Override
    protected String keptText(String text) {
        return Texts.clean(text);
    }

    @Override
    protected void expireDeliveries() throws SQLException {
        TestPostgres.execute("update " + options.schema()
                + ".sentiment_work set leased_until = now() where leased_until <> 'infinity'");
    }
}
