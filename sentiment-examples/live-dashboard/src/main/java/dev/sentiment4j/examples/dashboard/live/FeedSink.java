package dev.sentiment4j.examples.dashboard.live;

import dev.sentiment4j.examples.dashboard.view.PostView;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.Rejection;
import dev.sentiment4j.pipeline.SinkEvent;
import java.util.List;
import java.util.Map;

/**
 * Shows posts in the feed. It only appends: a post that comes again is told again, and the page replaces what it has
 * under the same key.
 */
public final class FeedSink implements PostSink {
    private final LiveFeed feed;

    public FeedSink(LiveFeed feed) {
        this.feed = feed;
    }

    @Override
    public String name() {
        return "feed";
    }

    @Override
    public List<Rejection> write(List<SinkEvent> events) {
        for (SinkEvent event : events) {
            if (event instanceof AnalyzedPost post) {
                feed.publish("new_post", PostView.of(post));
            } else if (event instanceof PostDeletion deletion) {
                feed.publish(
                        "post_deleted",
                        Map.of(
                                "source", deletion.key().source(),
                                "id", deletion.key().id()));
            }
        }
        return List.of();
    }

    /** Does nothing: the feed belongs to the application. */
    @Override
    public void close() {}
}
