package dev.sentiment4j.examples.dashboard.view;

import dev.sentiment4j.Classification;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.postgres.StoredPost;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A post and what the latest analysis says of it.
 *
 * @param source the platform
 * @param id the id there
 * @param text what was written, as it was written: to be shown as text, never as markup; cut after 10,000 characters
 * @param url where it is, if that is a web address
 */
@Schema(name = "Post")
public record PostView(
        String source,
        String id,
        String text,
        @Nullable String author,
        Instant createdAt,
        @Nullable Instant editedAt,
        @Nullable String language,
        @Nullable String url,
        @Nullable String city,
        @Nullable String country,
        @Nullable String product,
        @Nullable String channel,

        @Schema(allowableValues = {"negative", "neutral", "positive"}) @Nullable
        String label,

        @Nullable Double score,
        @Nullable Double confidence,
        @Nullable String emotion,
        @Nullable Double toxicity,
        @Nullable String model,
        @Nullable Instant analyzedAt) {

    private static final int MAX_TEXT = 10_000;

    /** Of a post that was just analyzed. */
    public static PostView of(AnalyzedPost analyzed) {
        SentimentResult result = analyzed.result();
        boolean has = result.hasSentiment();
        return of(
                analyzed.post(),
                has ? result.label().id() : null,
                has ? OptionalDouble.of(result.score()) : OptionalDouble.empty(),
                has ? OptionalDouble.of(result.confidence()) : OptionalDouble.empty(),
                result.emotion().map(Classification::label).orElse(null),
                result.toxicity(),
                result.model().toString(),
                analyzed.analyzedAt());
    }

    /** Of a post in the database. */
    public static PostView of(StoredPost stored) {
        Optional<StoredPost.Latest> latest = stored.latest();
        return of(
                stored.post(),
                latest.flatMap(StoredPost.Latest::label)
                        .map(label -> label.id())
                        .orElse(null),
                latest.map(StoredPost.Latest::score).orElse(OptionalDouble.empty()),
                latest.map(StoredPost.Latest::confidence).orElse(OptionalDouble.empty()),
                latest.flatMap(StoredPost.Latest::emotion).orElse(null),
                latest.map(StoredPost.Latest::toxicity).orElse(OptionalDouble.empty()),
                latest.map(l -> l.model().toString()).orElse(null),
                latest.map(StoredPost.Latest::analyzedAt).orElse(null));
    }

    private static PostView of(
            Post post,
            @Nullable String label,
            OptionalDouble score,
            OptionalDouble confidence,
            @Nullable String emotion,
            OptionalDouble toxicity,
            @Nullable String model,
            @Nullable Instant analyzedAt) {
        return new PostView(
                post.source(),
                post.id(),
                shortened(post.text()),
                post.authorName().orElse(null),
                post.createdAt(),
                post.editedAt().orElse(null),
                post.language().orElse(null),
                post.url().filter(PostView::isWebAddress).orElse(null),
                post.geo().flatMap(Geo::city).orElse(null),
                post.geo().flatMap(Geo::country).orElse(null),
                post.attribute(Post.PRODUCT).orElse(null),
                post.attribute(Post.CHANNEL).orElse(null),
                label,
                Numbers.rounded(score),
                Numbers.rounded(confidence),
                emotion,
                Numbers.rounded(toxicity),
                model,
                analyzedAt);
    }

    /** No post can make a page, or what is kept for pages, large. */
    private static String shortened(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return text.substring(0, end) + "…";
    }

    /** A link of any other kind may run code in the reader's browser. */
    private static boolean isWebAddress(String url) {
        return url.regionMatches(true, 0, "https://", 0, 8) || url.regionMatches(true, 0, "http://", 0, 7);
    }
}
