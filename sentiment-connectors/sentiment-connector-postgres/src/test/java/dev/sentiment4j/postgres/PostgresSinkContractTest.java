package dev.sentiment4j.postgres;

import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.PostSinkContract;
import dev.sentiment4j.pipeline.TestPosts;
import java.sql.SQLException;
import java.util.Optional;

/** Plain tables. The constraint stands for whatever the server may refuse. */
class PostgresSinkContractTest extends PostSinkContract {
    private final PostgresOptions options = TestPostgres.migrated(options());

    PostgresSinkContractTest() throws SQLException {
        TestPostgres.execute(
                "alter table " + options.schema() + ".social_media_posts add check (post_id <> 'rejected')");
    }

    PostgresOptions options() {
        return TestPostgres.options().build();
    }

    @Override
    protected PostSink sink() {
        return new PostgresSink(TestPostgres.dataSource(), options);
    }

    @Override
    protected Optional<Stored> stored(PostKey key) {
        return new PostgresPosts(TestPostgres.dataSource(), options).find(key).map(stored -> {
            StoredPost.Latest latest = stored.latest().orElseThrow();
            return new Stored(
                    stored.post().text(),
                    stored.post().createdAt(),
                    latest.label().orElseThrow(),
                    latest.score().orElseThrow(),
                    latest.model());
        });
    }

    @Override
    protected long count() throws SQLException {
        return TestPostgres.count(options, "social_media_posts");
    }

    @Override
    protected String keptText(String text) {
        return Texts.clean(text);
    }

    @Override
    protected Optional<Post> rejectedPost() {
        return Optional.of(TestPosts.post("rejected", "x").build());
    }
}
