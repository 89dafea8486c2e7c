package dev.sentiment4j.examples.livefeed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.http.Secret;
import dev.sentiment4j.instagram.InstagramClient;
import dev.sentiment4j.instagram.InstagramClientOptions;
import dev.sentiment4j.instagram.InstagramSource;
import dev.sentiment4j.instagram.InstagramSourceOptions;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.pipeline.memory.InMemoryCheckpointStore;
import dev.sentiment4j.reddit.RedditClient;
import dev.sentiment4j.reddit.RedditClientOptions;
import dev.sentiment4j.reddit.RedditCredentials;
import dev.sentiment4j.reddit.RedditSource;
import dev.sentiment4j.reddit.RedditSourceOptions;
import dev.sentiment4j.testkit.FakeConnection;
import dev.sentiment4j.testkit.FakeInstagram;
import dev.sentiment4j.testkit.FakeReddit;
import dev.sentiment4j.testkit.FakeReply;
import dev.sentiment4j.testkit.FakeX;
import dev.sentiment4j.testkit.FakeXReplies;
import dev.sentiment4j.testkit.VirtualTime;
import dev.sentiment4j.x.XClient;
import dev.sentiment4j.x.XCredentials;
import dev.sentiment4j.x.XFilteredStreamSource;
import dev.sentiment4j.x.XOptions;
import dev.sentiment4j.x.XRule;
import dev.sentiment4j.x.XRules;
import dev.sentiment4j.x.XStreamOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps docs/testkit.md true to the code: its examples, and what they bring. */
class TestkitDocsTest {
    private static final Path DOCS = Path.of("..", "..", "docs", "testkit.md");
    private static final Path SELF = Path.of("src/test/java/dev/sentiment4j/examples/livefeed/TestkitDocsTest.java");

    /** Polls until so many have come. */
    private static List<Delivery> poll(PostSource source, int count) throws InterruptedException {
        List<Delivery> all = new ArrayList<>();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (all.size() < count && System.nanoTime() < end) {
            all.addAll(source.poll(count - all.size(), Duration.ofMillis(100)));
        }
        assertThat(all).as("deliveries").hasSize(count);
        return all;
    }

    private static List<String> texts(List<Delivery> deliveries) {
        return deliveries.stream()
                .flatMap(delivery -> delivery.event().stream())
                .map(event -> ((Post) event).text())
                .toList();
    }

    // @formatter:off
    @Test
    void x_isStreamed_brokenAndReadOn() throws Exception {
        try (FakeX x = FakeX.start()) {
            XClient client = new XClient(
                    XOptions.builder(XCredentials.bearer(Secret.of(FakeX.TOKEN))).apiUri(x.uri()).build());
            new XRules(client).sync(List.of(XRule.of("acme", "acme"))).orElseThrow();
            try (XFilteredStreamSource source = new XFilteredStreamSource(client, XStreamOptions.defaults())) {
                source.open(SourceListener.NONE);
                x.awaitStream();
                x.post("so happy today");              // streamed, and found by search
                x.splitEvery(() -> 1);                 // byte by byte from now on
                x.sendLine("{broken");                 // comes as malformed
                List<Delivery> before = poll(source, 2);
                assertThat(texts(before)).containsExactly("so happy today");
                assertThat(before.get(1).malformed()).isPresent();
                x.stream().reset();                    // RST; the source connects again
                x.awaitStreams(2);
                x.post("still happy");
                assertThat(texts(poll(source, 1))).containsExactly("still happy");
            }
        }
    }

    @Test
    void reddit_isRead() throws Exception {
        try (FakeReddit reddit = FakeReddit.start()) {
            RedditClient client = new RedditClient(RedditClientOptions.builder(
                            RedditCredentials.clientCredentials(FakeReddit.CLIENT_ID, Secret.of(FakeReddit.CLIENT_SECRET)),
                            "test:com.example.mood:1.0 (by /u/nobody)")
                    .apiUri(reddit.uri())
                    .tokenUri(reddit.uri())
                    .build());
            RedditSourceOptions options = RedditSourceOptions.builder("java")
                    .start(RedditSourceOptions.Start.EARLIEST)
                    .build();
            reddit.post("java", "ann", "It works", "really");
            String comment = reddit.comment("java", "bob", "for me too");
            reddit.edit(comment, "not for me");
            try (RedditSource source = new RedditSource(client, options, new InMemoryCheckpointStore())) {
                source.open(SourceListener.NONE);
                assertThat(texts(poll(source, 2))).anyMatch(text -> text.contains("really")).contains("not for me");
            }
            reddit.delete(comment);
            reddit.replyNext(FakeReply.status(503));   // the next request to the API
            reddit.breakNext(FakeConnection::reset);   // the next request of any kind
        }
    }

    @Test
    void instagram_isRead() throws Exception {
        try (FakeInstagram instagram = FakeInstagram.start()) {
            InstagramClient client = new InstagramClient(
                    InstagramClientOptions.builder(Secret.of(FakeInstagram.TOKEN)).graphUri(instagram.uri()).build());
            instagram.media("acme", "my new phone");
            String own = instagram.ownMedia();
            String comment = instagram.comment(own, "ann", "love it");
            instagram.reply(own, comment, "bob", "me too");
            InstagramSourceOptions options = InstagramSourceOptions.builder(FakeInstagram.USER_ID)
                    .hashtags(List.of("acme"))
                    .commentsOfLatest(1)
                    .build();
            try (InstagramSource source = new InstagramSource(client, options, new InMemoryCheckpointStore())) {
                source.open(SourceListener.NONE);
                assertThat(texts(poll(source, 3))).containsExactlyInAnyOrder("my new phone", "love it", "me too");
            }
            instagram.replyNext(FakeInstagram.error(400, 4));
        }
    }

    @Test
    void time_standsStill() throws Exception {
        VirtualTime time = new VirtualTime(Instant.parse("2026-08-01T10:00:00Z"));
        try (FakeX x = FakeX.start(time, null)) {
            XClient client = new XClient(
                    XOptions.builder(XCredentials.bearer(Secret.of(FakeX.TOKEN))).apiUri(x.uri()).build(), time);
            x.nextConnect(FakeXReplies.unavailable());
            try (XFilteredStreamSource source = new XFilteredStreamSource(client, XStreamOptions.defaults())) {
                source.open(SourceListener.NONE);
                Duration wait = time.advanceToNextWake("sentiment4j-x-stream");    // 5 s and a little
                x.awaitStream();
                assertThat(wait).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5500));
                assertThat(x.post("now").createdAt()).isEqualTo(time.now());
            }
        }
    }
    // @formatter:on

    @Test
    void docs_showOnlyWhatStandsHere() throws IOException {
        String here = Files.readString(SELF);
        List<String> shown = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOCS))
                .results()
                .map((MatchResult block) -> block.group(1))
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> line.length() > 1)
                .toList();
        assertThat(shown).hasSizeGreaterThan(30).allSatisfy(line -> assertThat(here)
                .contains(line));
    }
}
