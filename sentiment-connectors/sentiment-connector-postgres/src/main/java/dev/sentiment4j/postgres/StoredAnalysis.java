package dev.sentiment4j.postgres;

import dev.sentiment4j.SentimentResult;
import java.time.Instant;
import java.util.Objects;

/**
 * What one version of a model said of a post.
 *
 * @param result the answer, its numbers as exact as {@code real}
 * @param postVersion which form of the post it read: when it was edited, or else created
 * @param analyzedAt when
 */
public record StoredAnalysis(SentimentResult result, Instant postVersion, Instant analyzedAt) {
    public StoredAnalysis {
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(postVersion, "postVersion");
        Objects.requireNonNull(analyzedAt, "analyzedAt");
    }
}
