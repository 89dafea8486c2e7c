package dev.sentiment4j.examples.livefeed;

import dev.sentiment4j.http.Secret;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.reddit.RedditClient;
import dev.sentiment4j.reddit.RedditClientOptions;
import dev.sentiment4j.reddit.RedditCredentials;
import dev.sentiment4j.reddit.RedditSource;
import dev.sentiment4j.reddit.RedditSourceOptions;
import dev.sentiment4j.synthetic.SyntheticOptions;
import dev.sentiment4j.synthetic.SyntheticPosts;
import dev.sentiment4j.testkit.FakeReddit;
import dev.sentiment4j.testkit.FakeX;
import dev.sentiment4j.x.XClient;
import dev.sentiment4j.x.XCredentials;
import dev.sentiment4j.x.XOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An X and a Reddit on this machine, where made-up people write made-up posts. */
final class Demo implements AutoCloseable {
    private static final String SUBREDDIT = "gadgets";
    private static final int DELETE_EVERY = 5;

    private final FakeX x = FakeX.start();
    private final FakeReddit reddit = FakeReddit.start();
    private final Thread people;
    private final long pauseNanos;
    private String doomed = "";

    private Demo(double rate) {
        this.pauseNanos = (long) (TimeUnit.SECONDS.toNanos(1) / rate);
        this.people = new Thread(this::write, "people");
        people.setDaemon(true);
    }

    /** Starts both; people write so many posts a second. */
    static Demo start(double rate) {
        if (!(rate > 0 && rate <= 1_000)) {
            throw new IllegalArgumentException("rate = " + rate + ": must be above 0 and at most 1000");
        }
        Demo demo = new Demo(rate);
        demo.people.start();
        return demo;
    }

    /** The connectors as they are, only with other addresses and shorter waits. */
    List<PostSource> sources(CheckpointStore places) throws InterruptedException {
        RedditClientOptions client = RedditClientOptions.builder(
                        RedditCredentials.clientCredentials(FakeReddit.CLIENT_ID, Secret.of(FakeReddit.CLIENT_SECRET)),
                        "demo:dev.sentiment4j.live-feed:1.0 (by /u/nobody)")
                .apiUri(reddit.uri())
                .tokenUri(reddit.uri())
                .build();
        RedditSourceOptions options = RedditSourceOptions.builder(SUBREDDIT)
                .minPollInterval(Duration.ofSeconds(1))
                .maxPollInterval(Duration.ofSeconds(2))
                .recheckAfter(List.of(Duration.ofSeconds(5), Duration.ofSeconds(30)))
                .build();
        return List.of(
                Feeds.x(
                        new XClient(XOptions.builder(XCredentials.bearer(Secret.of(FakeX.TOKEN)))
                                .apiUri(x.uri())
                                .build()),
                        List.of("phone lang:en"),
                        places),
                new RedditSource(new RedditClient(client), options, places));
    }

    private void write() {
        SyntheticPosts posts = new SyntheticPosts(
                SyntheticOptions.builder()
                        .rate(SyntheticOptions.AS_FAST_AS_POSSIBLE)
                        .build(),
                Clock.systemUTC());
        try {
            for (long number = 1; ; number++) {
                TimeUnit.NANOSECONDS.sleep(pauseNanos);
                Delivery delivery = posts.next();
                if (delivery.event().orElse(null) instanceof Post post) {
                    publish(number, post.text());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(long number, String text) {
        if (number % 2 == 0) {
            x.post(text);
            return;
        }
        String name = reddit.comment(SUBREDDIT, "user" + number % 100, text);
        if (number % DELETE_EVERY == 0) {
            // What was chosen the time before: it has been read meanwhile.
            if (!doomed.isEmpty()) {
                reddit.delete(doomed);
            }
            doomed = name;
        }
    }

    @Override
    public void close() {
        people.interrupt();
        x.close();
        reddit.close();
    }
}
