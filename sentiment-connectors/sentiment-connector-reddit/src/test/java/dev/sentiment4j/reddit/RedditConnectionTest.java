package dev.sentiment4j.reddit;

import static dev.sentiment4j.reddit.RedditHarness.clientOptions;
import static dev.sentiment4j.reddit.RedditHarness.ids;
import static dev.sentiment4j.reddit.RedditHarness.options;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.http.HttpOptions;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.pipeline.memory.InMemoryCheckpointStore;
import dev.sentiment4j.testkit.FakeConnection;
import dev.sentiment4j.testkit.FakeReddit;
import dev.sentiment4j.testkit.FakeReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that break, hang or lead nowhere, and ends at any moment. */
class RedditConnectionTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final RedditHarness h = new RedditHarness();

    @AfterEach
    void close() {
        h.close();
    }

    @Test
    void aBodyThatIsTooLong_isNotRead() throws Exception {
        h.open(
                options().build(),
                clientOptions(h.reddit)
                        .http(HttpOptions.builder().maxBodyBytes(1 << 20).build())
                        .build());
        h.run(MINUTE);
        h.time.advance(Duration.ofSeconds(2));
        List<String> posts = h.write(2);
        h.reddit.replyNext(FakeReply.json(200, "{\"data\": \"" + "x".repeat(10 << 20) + "\"}"));
        assertThat(ids(h.run(MINUTE))).isEqualTo(posts);
        assertThat(h.disconnects).hasSize(1);
    }

    @Test
    void gzip_isRead() throws Exception {
        assertThatCodeReads(FakeReply.json(200, "{\"kind\":\"Listing\",\"data\":{\"children\":[],\"after\":null}}")
                .gzipped());
    }

    private void assertThatCodeReads(FakeReply reply) throws Exception {
        h.open().run(MINUTE);
        h.reddit.replyNext(reply);
        h.run(MINUTE);
        assertThat(h.disconnects).isEmpty();
    }

    @Test
    void connectionsThatBreak_areMadeAnew() throws Exception {
        h.open().run(MINUTE);
        h.time.advance(Duration.ofSeconds(2));
        List<String> posts = h.write(3);
        h.reddit.breakNext(connection -> connection.reset());
        h.reddit.breakNext(connection -> connection.close());
        h.reddit.breakNext(connection -> connection.reset());
        h.reddit.breakNext(connection -> connection.close());
        assertThat(ids(h.run(Duration.ofMinutes(5)))).isEqualTo(posts);
    }

    private static void silence(FakeConnection connection) {
        try {
            connection.staySilent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says nothing, until the one who waits has waited for as long as it may. */
    private void sitOut(FakeConnection connection) {
        silence(connection);
        Duration patience = HttpOptions.defaults().requestTimeout();
        try {
            h.time.awaitWaiter("", patience);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        h.time.advance(patience);
    }

    @Test
    void silence_isNoticed_andAskedAgain() throws Exception {
        h.open().run(MINUTE);
        h.time.advance(Duration.ofSeconds(2));
        List<String> posts = h.write(2);
        h.reddit.breakNext(this::sitOut);
        assertThat(ids(h.run(MINUTE))).isEqualTo(posts);
        assertThat(h.disconnects).hasSize(1);
    }

    @Test
    void aServerThatIsNotThere_isRetriedForEver_withoutAFatalWord() throws Exception {
        h.open(
                options().build(),
                clientOptions(h.reddit).apiUri(URI.create("http://127.0.0.1:1")).build());
        h.run(Duration.ofMinutes(30));
        assertThat(h.disconnects).hasSize(1);
        assertThat(h.disconnects.get(0)).hasMessageContaining("cannot be connected to");
    }

    @Test
    void aNameThatCannotBeResolved_isSaid() throws Exception {
        h.open(
                options().build(),
                clientOptions(h.reddit)
                        .apiUri(URI.create("http://reddit.invalid"))
                        .build());
        h.run(MINUTE);
        assertThat(h.disconnects.get(0)).hasMessageContaining("resolved");
    }

    @Test
    void aPortThatSpeaksNoTls_isSaid() throws Exception {
        h.open(
                options().build(),
                clientOptions(h.reddit)
                        .apiUri(URI.create(h.reddit.uri().toString().replace("http:", "https:")))
                        .build());
        h.run(MINUTE);
        assertThat(h.disconnects.get(0)).hasMessageContaining("TLS");
    }

    @Test
    void aProxy_isUsed() throws Exception {
        h.open(
                options().build(),
                RedditClientOptions.builder(RedditHarness.CREDENTIALS, RedditHarness.AGENT)
                        .apiUri(URI.create("http://oauth.reddit.invalid"))
                        .tokenUri(URI.create("http://www.reddit.invalid"))
                        .http(HttpOptions.builder()
                                .proxy(ProxySelector.of(new InetSocketAddress(
                                        "127.0.0.1", h.reddit.uri().getPort())))
                                .build())
                        .build());
        h.run(MINUTE);
        List<String> posts = h.write(2);
        assertThat(ids(h.run(MINUTE))).isEqualTo(posts);
    }

    @Test
    void aWallClockThatJumps_neitherStopsNorHurriesIt() throws Exception {
        h.open().run(MINUTE);
        h.time.jumpWallClock(Duration.ofDays(-400));
        List<String> one = h.write(2);
        one.forEach(name -> h.reddit.override(name, data -> data.put("created_utc", 1_772_366_500.0)));
        assertThat(ids(h.run(MINUTE))).isEqualTo(one);
        h.time.jumpWallClock(Duration.ofDays(800));
        int before = h.reddit.requests().size();
        h.run(MINUTE);
        assertThat(h.reddit.requests().size() - before).isLessThan(40);
    }

    @Test
    void aSinkThatBlocksForTenMinutes_losesNothing_whileThereIsRoom() throws Exception {
        h.open().run(MINUTE);
        h.time.advance(Duration.ofSeconds(2));
        int written = 0;
        for (int second = 0; second < 600; second += 10) {
            written += h.write(40).size();
            for (int i = 0; i < 10; i++) {
                h.reader.step();
                h.time.advance(Duration.ofSeconds(1));
            }
        }
        assertThat(h.source.lag().waiting().orElse(0)).isGreaterThan(2_000);
        h.run(MINUTE);
        assertThat(ids(h.got)).hasSize(written).doesNotHaveDuplicates();
        assertThat(h.gaps).isEmpty();
    }

    @Test
    void close_duringBackOff_isPrompt() throws Exception {
        try (FakeReddit reddit = FakeReddit.start()) {
            FakeReply[] replies = new FakeReply[100];
            java.util.Arrays.fill(replies, FakeReply.status(429).withHeader("retry-after", "3600"));
            reddit.replyNext(replies);
            RedditSource source = new RedditSource(
                    new RedditClient(clientOptions(reddit).build()), options().build(), new InMemoryCheckpointStore());
            java.util.concurrent.CountDownLatch down = new java.util.concurrent.CountDownLatch(1);
            source.open(new SourceListener() {
                @Override
                public void disconnected(Throwable cause) {
                    down.countDown();
                }
            });
            assertThat(down.await(30, TimeUnit.SECONDS)).isTrue();
            long start = System.nanoTime();
            source.close();
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Test
    void close_whileReddit_isSilent_isPrompt() throws Exception {
        try (FakeReddit reddit = FakeReddit.start()) {
            java.util.concurrent.CountDownLatch asked = new java.util.concurrent.CountDownLatch(1);
            reddit.breakNext(connection -> {
                silence(connection);
                asked.countDown();
            });
            RedditSource source = new RedditSource(
                    new RedditClient(clientOptions(reddit).build()), options().build(), new InMemoryCheckpointStore());
            source.open(SourceListener.NONE);
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            long start = System.nanoTime();
            source.close();
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
        }
    }
}
