package dev.sentiment4j.reddit;

import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.PostSourceContract;
import dev.sentiment4j.pipeline.memory.InMemoryCheckpointStore;
import dev.sentiment4j.testkit.FakeReddit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;

/** What every source promises, of one that reads comments from a server by real time. */
class RedditSourceContractTest extends PostSourceContract {
    private final FakeReddit reddit = FakeReddit.start();
    private final CheckpointStore checkpoints = new InMemoryCheckpointStore();
    private final Map<String, String> names = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
        reddit.close();
    }

    @Override
    protected PostSource source() {
        return new RedditSource(
                new RedditClient(RedditHarness.clientOptions(reddit)
                        .requestsPerMinute(10_000)
                        .build()),
                RedditSourceOptions.builder("java")
                        .start(RedditSourceOptions.Start.EARLIEST)
                        .kinds(List.of(RedditSourceOptions.Kind.COMMENTS))
                        .minPollInterval(Duration.ofMillis(100))
                        .maxPollInterval(Duration.ofMillis(100))
                        .build(),
                checkpoints);
    }

    @Override
    protected void publish(List<? extends PostEvent> events) {
        for (PostEvent event : events) {
            Post post = (Post) event;
            String name = reddit.comment("java", "ann", post.text());
            names.put(name, post.id());
            reddit.override(
                    name, data -> data.put("created_utc", post.createdAt().getEpochSecond() + 0.0));
        }
    }

    @Override
    protected void publishMalformed() {
        String name = reddit.comment("java", "ann", "x");
        reddit.override(name, data -> data.remove("created_utc"));
    }

    @Override
    protected String publishedId(PostKey arrived) {
        return names.getOrDefault(arrived.id(), arrived.toString());
    }

    @Override
    protected boolean keepsAllTimes() {
        return false;
    }

    /** They come by looking again, which other tests do by virtual time. */
    @Override
    protected boolean deliversDeletions() {
        return false;
    }

    @Override
    protected boolean deliversEveryVersion() {
        return false;
    }

    /** What is malformed has no time, and comes before what was written since. */
    @Override
    protected boolean hasMalformedEntries() {
        return false;
    }

    @Override
    protected Post kept(Post post) {
        String name = names.entrySet().stream()
                .filter(e -> e.getValue().equals(post.id()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        return Post.builder("reddit", name)
                .text(post.text())
                .createdAt(post.createdAt())
                .authorId("t2_ann")
                .authorName("ann")
                .url("https://www.reddit.com/r/java/comments/" + name.substring(3) + "/")
                .attribute(Post.CHANNEL, "java")
                .attribute("kind", "comment")
                .attribute("parent_id", "t3_0")
                .attribute("link_id", "t3_0")
                .build();
    }

    @Override
    protected String keptText(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
