package dev.sentiment4j.pipeline.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.PostSinkContract;
import dev.sentiment4j.pipeline.Rejection;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.TestPosts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryPostSinkTest extends PostSinkContract {
    private final InMemoryPostSink store = new InMemoryPostSink();

    /** Several sinks over one store, as over a database. */
    @Override
    protected PostSink sink() {
        return new PostSink() {
            @Override
            public String name() {
                return store.name();
            }

            @Override
            public List<Rejection> write(List<SinkEvent> events) {
                return store.write(events);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    protected Optional<Stored> stored(PostKey key) {
        return store.find(key).map(InMemoryPostSinkTest::stored);
    }

    private static Stored stored(AnalyzedPost analyzed) {
        return new Stored(
                analyzed.post().text(),
                analyzed.post().createdAt(),
                analyzed.result().label(),
                analyzed.result().score(),
                analyzed.result().model());
    }

    @Override
    protected long count() {
        return store.posts().size();
    }

    @Test
    void closed_isReadableAndTakesNothing() {
        AnalyzedPost analyzed = TestPosts.analyzed(TestPosts.post(1), SentimentLabel.POSITIVE);
        store.write(List.of(analyzed));
        store.close();
        assertThat(store.posts()).containsExactly(analyzed);
        assertThatThrownBy(() -> store.write(List.of(analyzed))).isInstanceOf(IllegalStateException.class);
    }
}
