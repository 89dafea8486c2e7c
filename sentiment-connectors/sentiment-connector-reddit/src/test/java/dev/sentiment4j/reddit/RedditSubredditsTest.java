package dev.sentiment4j.reddit;

import static dev.sentiment4j.reddit.RedditHarness.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.testkit.FakeReply;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subreddits that are read together, of which some cannot be read. */
class RedditSubredditsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final FakeReply PRIVATE =
            FakeReply.json(403, "{\"reason\": \"private\", \"message\": \"Forbidden\", \"error\": 403}");
    private static final FakeReply BANNED = FakeReply.json(404, "{\"reason\": \"banned\", \"error\": 404}");

    private final RedditHarness h = new RedditHarness();

    @AfterEach
    void close() {
        h.close();
    }

    private static RedditSourceOptions options(String... names) {
        return RedditSourceOptions.builder(names)
                .kinds(List.of(RedditSourceOptions.Kind.POSTS))
                .checkpointKey("reddit/together")
                .build();
    }

    private List<String> leftOut() {
        return h.source.stats().orElseThrow().leftOut();
    }

    private String post(String subreddit) {
        return h.reddit.post(subreddit, "ann", "title", "text");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 451, 302})
    void oneThatCannotBeRead_isFoundAndNamed_andTheOthersGoOn(int status) throws Exception {
        h.reddit.closeSubreddit("secret", FakeReply.json(status, "{\"reason\": \"private\", \"error\": 403}"));
        h.open(options("java", "kotlin", "secret", "scala", "groovy")).run(MINUTE);
        List<String> written = List.of(post("java"), post("scala"), post("kotlin"), post("groovy"));
        assertThat(ids(h.run(MINUTE))).isEqualTo(written);
        assertThat(leftOut()).containsExactly("secret");
        assertThat(h.disconnects).hasSize(1);
        assertThat(h.disconnects.get(0))
                .hasMessageContaining("/r/secret/new")
                .hasMessageContaining(Integer.toString(status));
        assertThat(h.connects).as("connected afterwards").isGreaterThan(0);
    }

    @Test
    void severalAmongAHundred_costFewRequests() throws Exception {
        h.reddit.closeSubreddit("sub17", PRIVATE);
        h.reddit.closeSubreddit("sub18", BANNED);
        h.reddit.closeSubreddit("sub93", BANNED);
        h.open(options(IntStream.range(0, 100).mapToObj(i -> "sub" + i).toArray(String[]::new)));
        long before = h.client.requests();
        while (leftOut().size() < 3) {
            h.request();
        }
        assertThat(h.client.requests() - before).isLessThan(50);
        h.run(MINUTE);
        assertThat(leftOut()).containsExactlyInAnyOrder("sub17", "sub18", "sub93");
        assertThat(h.disconnects).hasSize(3);
        String written = post("sub19");
        assertThat(ids(h.run(MINUTE))).containsExactly(written);
    }

    @Test
    void oneThatCloses_whileItIsRead_costsTheOthersNothing_andIsReadWhenItOpensAgain() throws Exception {
        h.open(options("java", "kotlin")).run(MINUTE);
        h.time.advance(Duration.ofSeconds(2));
        h.reddit.closeSubreddit("kotlin", PRIVATE);
        String one = post("java");
        assertThat(ids(h.run(Duration.ofMinutes(30)))).containsExactly(one);
        assertThat(leftOut()).containsExactly("kotlin");
        h.reddit.openSubreddit("kotlin");
        h.run(Duration.ofMinutes(45));
        assertThat(leftOut()).isEmpty();
        assertThat(h.gaps).singleElement().satisfies(gap -> {
            assertThat(gap.reason()).contains("r/kotlin");
            assertThat(Duration.between(gap.start(), gap.end()))
                    .isBetween(MINUTE.multipliedBy(59), MINUTE.multipliedBy(62));
        });
        String two = post("kotlin");
        assertThat(ids(h.run(MINUTE))).containsExactly(two);
    }

    @Test
    void theSameOnes_areKnownAfterARestart_evenIfOneIsLeftOut() throws Exception {
        h.reddit.closeSubreddit("secret", PRIVATE);
        h.open(options("java", "secret")).run(MINUTE);
        h.time.advance(Duration.ofSeconds(2));
        String one = post("java");
        assertThat(ids(h.run(MINUTE))).containsExactly(one);
        h.source.close();
        String two = post("java");
        h.open(options("java", "secret"));
        assertThat(ids(h.run(MINUTE)))
                .as("what came while it was closed, and nothing twice")
                .containsExactly(two);
    }

    @Test
    void noneThatCanBeRead_isFatal() {
        h.reddit.closeSubreddit("java", PRIVATE);
        h.reddit.closeSubreddit("kotlin", BANNED);
        h.open(options("java", "kotlin"));
        assertThatThrownBy(() -> h.run(MINUTE))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.isRetriable()).isFalse())
                .hasMessageContaining("/r/kotlin/new");
    }

    @Test
    void refusedTogether_butNotOneByOne_isAskedForAgainSlowly() throws Exception {
        h.open(options("java", "kotlin")).run(MINUTE);
        h.time.advance(Duration.ofSeconds(2));
        h.reddit.replyNext(PRIVATE);
        String one = post("java");
        assertThat(ids(h.run(Duration.ofMinutes(5)))).containsExactly(one);
        assertThat(leftOut()).isEmpty();
        assertThat(h.disconnects).singleElement().satisfies(e -> assertThat(e).hasMessageContaining("not one by one"));
    }
}
