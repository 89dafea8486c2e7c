package dev.sentiment4j.reddit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.http.Secret;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.pipeline.memory.InMemoryCheckpointStore;
import dev.sentiment4j.testkit.FakeReddit;
import dev.sentiment4j.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A source that is walked through virtual time by the thread of the test, against a fake Reddit. */
final class RedditHarness implements AutoCloseable {
    static final String AGENT = "test:dev.sentiment4j:1.0 (by /u/ann)";
    static final RedditCredentials CREDENTIALS =
            RedditCredentials.clientCredentials(FakeReddit.CLIENT_ID, Secret.of(FakeReddit.CLIENT_SECRET));

    final VirtualTime time = new VirtualTime(Instant.parse("2026-03-01T12:00:03Z"));
    final FakeReddit reddit = FakeReddit.start(time);
    final CheckpointStore checkpoints;
    final List<Delivery> got = new ArrayList<>();
    final List<SourceGap> gaps = new ArrayList<>();
    final List<Throwable> disconnects = new ArrayList<>();
    int connects;
    RedditClient client;
    RedditSource source;
    RedditReader reader;

    final SourceListener listener = new SourceListener() {
        @Override
        public void gap(SourceGap gap) {
            gaps.add(gap);
        }

        @Override
        public void disconnected(Throwable cause) {
            disconnects.add(cause);
        }

        @Override
        public void connected() {
            connects++;
        }
    };

    RedditHarness() {
        this(new InMemoryCheckpointStore());
    }

    RedditHarness(CheckpointStore checkpoints) {
        this.checkpoints = checkpoints;
    }

    static RedditClientOptions.Builder clientOptions(FakeReddit reddit) {
        return RedditClientOptions.builder(CREDENTIALS, AGENT)
                .apiUri(reddit.uri())
                .tokenUri(reddit.uri());
    }

    static RedditSourceOptions.Builder options() {
        return RedditSourceOptions.builder("java").kinds(List.of(RedditSourceOptions.Kind.POSTS));
    }

    RedditHarness open() {
        return open(options().build());
    }

    RedditHarness open(RedditSourceOptions options) {
        return open(options, clientOptions(reddit).build());
    }

    RedditHarness open(RedditSourceOptions options, RedditClientOptions clientOptions) {
        client = new RedditClient(clientOptions, time);
        source = new RedditSource(client, options, checkpoints, new Random(5));
        reader = source.prepare(listener);
        return this;
    }

    /** One request, after waiting for its time. */
    void request() throws InterruptedException {
        long before = client.requests();
        for (int steps = 0; client.requests() == before; steps++) {
            assertThat(steps).as("steps without a request").isLessThan(10_000);
            time.advance(reader.step());
        }
    }

    /** Lets so much time go by; takes and acknowledges what comes. */
    List<Delivery> run(Duration duration) throws InterruptedException {
        List<Delivery> now = new ArrayList<>();
        long end = time.nanoTime() + duration.toNanos();
        while (true) {
            Duration wait = reader.step();
            List<Delivery> polled = source.poll(100_000, Duration.ZERO);
            source.acknowledge(polled);
            now.addAll(polled);
            long left = end - time.nanoTime();
            if (left <= 0 || wait.toNanos() > left) {
                time.advance(Duration.ofNanos(Math.max(0, left)));
                got.addAll(now);
                return now;
            }
            time.advance(wait);
        }
    }

    /** Within a minute it ends for good, with a message that has these words and no secret. */
    void assertFatal(String... words) {
        assertThatThrownBy(() -> run(Duration.ofMinutes(1)))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.isRetriable()).isFalse())
                .satisfies(e -> assertThat(e.getMessage())
                        .contains(words)
                        .doesNotContain(FakeReddit.CLIENT_SECRET)
                        .doesNotContain("fake-token"));
    }

    /** Somebody writes so many posts, one a second. */
    List<String> write(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(reddit.post("java", "ann", "title " + i, "text"));
        }
        return names;
    }

    static List<String> ids(List<Delivery> deliveries) {
        return deliveries.stream()
                .filter(d -> d.event().orElse(null) instanceof Post)
                .map(d -> d.event().orElseThrow().key().id())
                .toList();
    }

    static List<String> deletions(List<Delivery> deliveries) {
        return deliveries.stream()
                .filter(d -> d.event().orElse(null) instanceof PostDeletion)
                .map(d -> d.event().orElseThrow().key().id())
                .toList();
    }

    @Override
    public void close() {
        if (source != null) {
            source.close();
        }
        reddit.close();
    }
}
