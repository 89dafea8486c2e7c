package dev.sentiment4j.reddit;

import static dev.sentiment4j.reddit.RedditHarness.clientOptions;
import static dev.sentiment4j.reddit.RedditHarness.ids;
import static dev.sentiment4j.reddit.RedditHarness.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.pipeline.CheckpointException;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.pipeline.memory.InMemoryCheckpointStore;
import dev.sentiment4j.testkit.FakeReddit;
import dev.sentiment4j.testkit.FakeReply;
import dev.sentiment4j.testkit.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits, errors and what they say; the place that cannot be kept. */
class RedditFaultTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String EMPTY = "";

    private final RedditHarness h = new RedditHarness();

    @AfterEach
    void close() {
        h.close();
    }

    /** The same posts arrive, once each, whatever comes in between. */
    private void assertSurvives(FakeReply... replies) throws Exception {
        h.open().run(MINUTE);
        h.time.advance(Duration.ofSeconds(2));
        List<String> posts = h.write(120);
        h.reddit.replyNext(replies);
        assertThat(ids(h.run(Duration.ofMinutes(40)))).isEqualTo(posts);
        assertThat(h.source.stats().orElseThrow().faults()).isEqualTo(replies.length);
        assertThat(h.disconnects).hasSize(1);
        assertThat(h.connects).as("connected at first, and again").isEqualTo(2);
    }

    @Test
    void tooManyRequests_asAPage_withRetryAfter_isWaitedOut() throws Exception {
        assertSurvives(
                FakeReply.html(429, "<title>whoa there, pardner!</title>").withHeader("retry-after", "4"));
    }

    @Test
    void tooManyRequests_asJson_withoutAWord_isWaitedOut() throws Exception {
        assertSurvives(
                FakeReply.json(429, "{\"message\": \"Too Many Requests\", \"error\": 429}"),
                FakeReply.json(429, "{\"message\": \"Too Many Requests\", \"error\": 429}"));
    }

    @Test
    void tooManyRequests_withoutABody_isWaitedOut() throws Exception {
        assertSurvives(FakeReply.status(429)
                .withHeader("x-ratelimit-used", "1000")
                .withHeader("x-ratelimit-remaining", "0.0")
                .withHeader("x-ratelimit-reset", "17"));
    }

    @Test
    void tooManyRequests_atTheEdge_withResetZero_waitsASecondAndMore() throws Exception {
        h.open().run(MINUTE);
        h.reddit.replyNext(
                FakeReply.status(429).withHeader("x-ratelimit-remaining", "0.0").withHeader("x-ratelimit-reset", "0"));
        h.request();
        h.request();
        List<FakeRequest> requests = h.reddit.requests();
        long between = requests.get(requests.size() - 1).nanos()
                - requests.get(requests.size() - 2).nanos();
        assertThat(between).isBetween(TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(5));
    }

    @ParameterizedTest
    @EnumSource(FakeReddit.TooMany.class)
    void remainingAsAFloat_isKeptTo_andNothingIsRefused(FakeReddit.TooMany form) throws Exception {
        h.reddit.limit(20, Duration.ofMinutes(10));
        h.reddit.tooMany(form);
        h.open(options().maxPollInterval(Duration.ofSeconds(5)).build());
        for (int i = 0; i < 60; i++) {
            h.write(3);
            h.run(MINUTE);
        }
        assertThat(h.reddit.refused()).isZero();
        assertThat(ids(h.got)).hasSizeGreaterThan(100).doesNotHaveDuplicates();
        assertThat(h.client.remaining()).isPresent();
    }

    @Test
    void withoutRateHeaders_ourOwnBudgetHolds() throws Exception {
        h.reddit.rateHeaders(false);
        h.open(options()
                .minPollInterval(Duration.ofMillis(100))
                .maxPollInterval(Duration.ofMillis(100))
                .build());
        h.run(Duration.ofMinutes(10));
        List<FakeRequest> requests = h.reddit.requests();
        assertThat(requests).hasSizeBetween(900, 1_100);
        for (int i = 100; i < requests.size(); i++) {
            assertThat(requests.get(i).nanos() - requests.get(i - 100).nanos())
                    .isGreaterThanOrEqualTo(MINUTE.toNanos());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504, 520, 522})
    void serverErrors_withEmptyBodies_areWaitedOut(int status) throws Exception {
        FakeReply reply = FakeReply.json(status, EMPTY);
        assertSurvives(reply, reply, reply, reply);
    }

    @Test
    void endless503_isAskedSeldom() throws Exception {
        h.open().run(MINUTE);
        FakeReply[] replies = new FakeReply[1_000];
        java.util.Arrays.fill(replies, FakeReply.json(503, EMPTY));
        h.reddit.replyNext(replies);
        int before = h.reddit.requests().size();
        h.run(Duration.ofHours(1));
        assertThat(h.reddit.requests().size() - before).isBetween(48, 66);
    }

    @Test
    void a403AsAPage_isWaitedOutSlowly() throws Exception {
        FakeReply page = FakeReply.html(403, "<html>" + "blocked ".repeat(1_000) + "</html>");
        assertSurvives(page, page);
        List<FakeRequest> requests = h.reddit.requests();
        assertThat(h.disconnects.get(0)).hasMessageContaining("403").hasMessageContaining("blocks");
        assertThat(requests).hasSizeLessThan(100);
    }

    @Test
    void a403WithAReason_isFatal_andSaysIt() {
        h.reddit.replyNext(
                FakeReply.json(403, "{\"reason\": \"private\", \"message\": \"Forbidden\", \"error\": 403}"));
        h.open();
        h.assertFatal("403", "private");
    }

    @Test
    void a403ForLackOfScope_isFatal() {
        h.reddit.replyNext(FakeReply.json(403, "{\"error\": 403}")
                .withHeader("www-authenticate", "Bearer realm=\"reddit\", error=\"insufficient_scope\""));
        h.open();
        h.assertFatal("scope");
    }

    @Test
    void a404_isFatal() {
        h.reddit.replyNext(FakeReply.json(404, "{\"message\": \"Not Found\", \"error\": 404}"));
        h.open();
        h.assertFatal("404", "no such subreddit");
    }

    @Test
    void a302_isFatal_andNotFollowed() {
        h.reddit.replyNext(FakeReply.status(302).withHeader("location", h.reddit.uri() + "/subreddits/search"));
        h.open();
        h.assertFatal("302", "no such subreddit");
        assertThat(h.reddit.requests()).hasSize(2);
    }

    @Test
    void brokenBodies_areWaitedOut() throws Exception {
        assertSurvives(
                FakeReply.json(200, "{\"data\": {\"children\": ["),
                FakeReply.html(200, "<html>maintenance</html>"),
                FakeReply.json(200, "[".repeat(10_000)),
                FakeReply.json(200, "{\"data\": 1, \"data\": 2}"),
                FakeReply.json(200, "{\"data\": \"no listing\"}"),
                FakeReply.json(200, EMPTY),
                FakeReply.json(200, "{\"data\": \"\u00fc\"}")
                        .withBody("{\"data\": \"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void poll_tellsWhatIsFatal_afterWhatWasDelivered() throws Exception {
        try (FakeReddit reddit = FakeReddit.start()) {
            reddit.replyNext(FakeReply.json(404, "{\"reason\": \"banned\"}"));
            try (RedditSource source = new RedditSource(
                    new RedditClient(clientOptions(reddit).build()),
                    options().build(),
                    new InMemoryCheckpointStore())) {
                source.open(SourceListener.NONE);
                assertThatThrownBy(() -> source.poll(10, Duration.ofSeconds(30)))
                        .isInstanceOf(SourceException.class)
                        .hasMessageContaining("banned");
            }
        }
    }

    @Test
    void aDamagedCheckpoint_isFatal_andNamed() {
        h.checkpoints.save("reddit/java", "something else");
        assertThatThrownBy(() -> h.open())
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.isRetriable()).isFalse())
                .hasMessageContaining("reddit/java")
                .hasMessageContaining("delete it");
    }

    @Test
    void aStoreThatIsAway_costsNothingWhileItRuns() throws Exception {
        CheckpointStore away = new CheckpointStore() {
            @Override
            public String name() {
                return "away";
            }

            @Override
            public Optional<String> load(String key) {
                return Optional.empty();
            }

            @Override
            public void save(String key, String value) {
                throw CheckpointException.unavailable("away", null);
            }

            @Override
            public void delete(String key) {}
        };
        try (RedditHarness other = new RedditHarness(away)) {
            other.open().run(MINUTE);
            List<String> posts = other.write(3);
            assertThat(ids(other.run(MINUTE))).isEqualTo(posts);
        }
    }
}
