package dev.sentiment4j.postgres;

import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.pipeline.Post;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A post as it is stored, with the latest analysis.
 *
 * @param post the post in its present form
 * @param latest what the latest analysis says, in short; empty while there is none
 * @param storedAt when the row was last written, by the server's clock
 */
public record StoredPost(Post post, Optional<Latest> latest, Instant storedAt) {
    public StoredPost {
        Objects.requireNonNull(post, "post");
        Objects.requireNonNull(latest, "latest");
        Objects.requireNonNull(storedAt, "storedAt");
    }

    /** What {@link PostPage#next()} of a page that ends here would be. */
    PostCursor cursor() {
        return new PostCursor(post.createdAt(), post.key());
    }

    /**
     * The latest analysis without its probabilities, which {@link PostgresPosts#history} has.
     *
     * @param label empty, like score and confidence, for a model without sentiment
     * @param score -1 to 1
     * @param confidence the probability of the label
     * @param emotion the most probable emotion, for a model that knows emotions
     * @param toxicity 0 to 1, for a model that knows it
     * @param model which model answered
     * @param analyzedAt when
     */
    public record Latest(
            Optional<SentimentLabel> label,
            OptionalDouble score,
            OptionalDouble confidence,
            Optional<String> emotion,
            OptionalDouble toxicity,
            ModelInfo model,
            Instant analyzedAt) {}
}
