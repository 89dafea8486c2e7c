package dev.sentiment4j.postgres;

import java.util.Objects;
import java.util.Optional;

/**
 * What an author wrote. Its {@code toString} holds no name.
 *
 * @param source the platform
 * @param authorId the author there
 * @param authorName one of the names seen
 * @param counts of the posts
 */
public record AuthorActivity(String source, String authorId, Optional<String> authorName, LabelCounts counts) {
    public AuthorActivity {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(authorId, "authorId");
        Objects.requireNonNull(authorName, "authorName");
        Objects.requireNonNull(counts, "counts");
    }

    @Override
    public String toString() {
        return "AuthorActivity[" + source + ", " + counts + "]";
    }
}
