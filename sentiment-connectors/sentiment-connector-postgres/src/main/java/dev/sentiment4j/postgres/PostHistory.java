package dev.sentiment4j.postgres;

import java.util.List;
import java.util.Objects;

/**
 * A post and everything that was said of it.
 *
 * @param post in its present form
 * @param analyses one for each version of a model, the latest first
 */
public record PostHistory(StoredPost post, List<StoredAnalysis> analyses) {
    public PostHistory {
        Objects.requireNonNull(post, "post");
        analyses = List.copyOf(analyses);
    }
}
