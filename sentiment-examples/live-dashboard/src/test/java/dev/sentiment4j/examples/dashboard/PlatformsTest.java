package dev.sentiment4j.examples.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.examples.dashboard.wiring.Servers;
import dev.sentiment4j.testkit.FakeReddit;
import dev.sentiment4j.testkit.FakeX;
import dev.sentiment4j.testkit.FakeXPost;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** With the tokens of platforms, which are fakes on real HTTP, beside a service that uses the same servers. */
@ExtendWith(Dashboard.Shared.class)
class PlatformsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final FakeX X = FakeX.start();
    private static final FakeReddit REDDIT = FakeReddit.start();

    private static Dashboard live;

    @BeforeAll
    static void start(Dashboard shared) {
        X.addRule("left by an earlier run", null);
        Servers servers = shared.bean(Servers.class);
        live = Dashboard.start(
                "--dashboard.redis-url=" + servers.redisUrl(),
                "--dashboard.jdbc-url=" + servers.jdbcUrl(),
                "--dashboard.rate-limit.enabled=false",
                "--sentiment.redis.source.enabled=false",
                "--X_BEARER_TOKEN=" + FakeX.TOKEN,
                "--X_RULES=phone lang:en -is:retweet; \"broken, again\" lang:en",
                "--sentiment.x.api-uri=" + X.uri(),
                "--REDDIT_CLIENT_ID=" + FakeReddit.CLIENT_ID,
                "--REDDIT_CLIENT_SECRET=" + FakeReddit.CLIENT_SECRET,
                "--REDDIT_USER_AGENT=server:dev.sentiment4j.dashboard:1.0 (by /u/nobody)",
                "--REDDIT_SUBREDDITS=gadgets,phones",
                "--sentiment.reddit.api-uri=" + REDDIT.uri(),
                "--sentiment.reddit.token-uri=" + REDDIT.uri(),
                "--sentiment.reddit.source.recheck-after=2s,10s");
    }

    @AfterAll
    static void stop() {
        live.close();
        X.close();
        REDDIT.close();
    }

    private static JsonNode found(String query) {
        return live.json("/api/posts?" + query).path("data");
    }

    @Test
    void postsOfXAreShownByTheRulesThatAreNamed() throws Exception {
        X.awaitStream();
        assertThat(X.rules().values())
                .containsExactlyInAnyOrder("phone lang:en -is:retweet", "\"broken, again\" lang:en");
        X.publish(FakeXPost.of("1790000000000000017", "This quuxphone is wonderful, I love it so much", Instant.now()));
        await().atMost(PATIENCE).until(() -> found("source=x&q=quuxphone").size() == 1);
        JsonNode post = found("source=x&q=quuxphone").get(0);
        assertThat(post.path("label").asString("")).isEqualTo("positive");
        assertThat(live.json("/api/metrics/overall")
                        .path("data")
                        .path("groups")
                        .path("platform")
                        .toString())
                .contains("\"x\"");
    }

    @Test
    void commentsOfRedditAreShownUntilTheyAreDeleted() {
        // Where reading begins: with what is written from now on.
        await().atMost(PATIENCE).until(() -> REDDIT.requests().stream()
                .anyMatch(request -> request.path().contains("/comments")));
        String name = REDDIT.comment("gadgets", "ann", "The update broke my quuxpad again, this is truly awful");
        await().atMost(PATIENCE)
                .until(() -> found("source=reddit&channel=gadgets&q=quuxpad").size() == 1);
        assertThat(found("source=reddit&q=quuxpad").get(0).path("label").asString(""))
                .isEqualTo("negative");
        REDDIT.delete(name);
        await().atMost(PATIENCE).until(() -> found("source=reddit&q=quuxpad").isEmpty());
    }

    @Test
    void nothingIsMadeUpBesideRealPosts() {
        assertThat(live.bean(DashboardProperties.class).synthetic().enabled()).isFalse();
        assertThat(live.bean(DashboardProperties.class).toString()).doesNotContain(FakeX.TOKEN);
        JsonNode pipelines = live.json("/api/health").path("data").path("parts").path("sentimentPipeline");
        assertThat(pipelines.toString()).contains("posts-x", "posts-reddit").doesNotContain(FakeX.TOKEN);
    }
}
