package dev.sentiment4j.x;

import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.PostSourceContract;
import dev.sentiment4j.testkit.FakeX;
import dev.sentiment4j.testkit.FakeXPost;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What every source promises, of one that reads a stream of X. */
class XStreamSourceContractTest extends PostSourceContract {
    private final FakeX x = FakeX.start();

    @AfterEach
    void stop() {
        x.close();
    }

    @Override
    protected PostSource source() {
        return new XFilteredStreamSource(
                new XClient(XOptions.builder(XCredentials.bearer(FakeX.TOKEN))
                        .apiUri(x.uri())
                        .build()),
                XStreamOptions.defaults());
    }

    @Override
    protected void publish(List<? extends PostEvent> events) throws Exception {
        x.awaitStream();
        for (PostEvent event : events) {
            Post post = (Post) event;
            x.publishToStream(FakeXPost.builder(post.id(), post.text(), post.createdAt())
                    .author(post.authorId().orElse(null), post.authorName().orElse(null))
                    .language(post.language().orElse(null))
                    .edits(post.supersedes().toArray(String[]::new))
                    .build());
        }
    }

    @Override
    protected void publishMalformed() throws Exception {
        x.awaitStream();
        x.sendLine("{\"data\":{\"text\":\"without an id\"}}");
    }

    /** X writes milliseconds, and knows nothing of the rest; its edits have ids of their own. */
    @Override
    protected Post kept(Post post) {
        Post.Builder kept = Post.builder("x", post.id())
                .text(post.text())
                .createdAt(post.createdAt().truncatedTo(ChronoUnit.MILLIS))
                .supersedes(post.supersedes())
                .authorId(post.authorId().orElse(null))
                .authorName(post.authorName().orElse(null))
                .language(post.language().orElse(null))
                .url("https://x.com/" + post.authorName().orElse("i") + "/status/" + post.id());
        post.authorName().ifPresent(name -> kept.attribute("author_display_name", name));
        return kept.build();
    }

    @Override
    protected boolean isDurable() {
        return false;
    }

    @Override
    protected boolean redeliversWhatIsGivenBack() {
        return true;
    }

    @Override
    protected boolean deliversDeletions() {
        return false;
    }

    @Override
    protected boolean deliversEveryVersion() {
        return false;
    }
}
