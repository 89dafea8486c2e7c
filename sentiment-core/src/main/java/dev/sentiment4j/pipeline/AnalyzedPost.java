package dev.sentiment4j.pipeline;

import dev.sentiment4j.SentimentResult;
import java.time.Instant;
import java.util.Objects;

/**
 * A post and what a model says of it. The same post may come again with another result, of the same or another model:
 * the later analysis stands. Immutable and thread-safe; {@code toString} holds neither text nor author.
 *
 * @param post what was analyzed
 * @param result the answer, with the {@linkplain SentimentResult#model() model and its version}
 * @param analyzedAt when, by the clock of this process
 */
public record AnalyzedPost(Post post, SentimentResult result, Instant analyzedAt) implements SinkEvent {
    public AnalyzedPost {
        Objects.requireNonNull(post, "post");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(analyzedAt, "analyzedAt");
    }

    @Override
    public PostKey key() {
        return post.key();
    }
}
