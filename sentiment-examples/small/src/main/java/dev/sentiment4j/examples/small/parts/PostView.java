package dev.sentiment4j.examples.small.parts;

import dev.sentiment4j.Classification;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.postgres.StoredPost;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** A post with what it means, as clients get it. */
public record PostView(
        String key,
        String text,
        Optional<String> author,
        Optional<String> product,
        Instant createdAt,
        Optional<String> label,
        OptionalDouble score,
        Optional<String> emotion) {
    /** One that comes now. */
    public static PostView of(AnalyzedPost analyzed) {
        return of(
                analyzed.post(),
                Optional.of(analyzed.result().label().id()),
                OptionalDouble.of(analyzed.result().score()),
                analyzed.result().emotion().map(Classification::label));
    }

    /** One that is stored. */
    public static PostView of(StoredPost stored) {
        Optional<StoredPost.Latest> latest = stored.latest();
        return of(
                stored.post(),
                latest.flatMap(StoredPost.Latest::label).map(label -> label.id()),
                latest.map(StoredPost.Latest::score).orElse(OptionalDouble.empty()),
                latest.flatMap(StoredPost.Latest::emotion));
    }

    private static PostView of(Post post, Optional<String> label, OptionalDouble score, Optional<String> emotion) {
        return new PostView(
                post.key().toString(),
                post.text(),
                post.authorName(),
                post.attribute("product"),
                post.createdAt(),
                label,
                score,
                emotion);
    }
}
