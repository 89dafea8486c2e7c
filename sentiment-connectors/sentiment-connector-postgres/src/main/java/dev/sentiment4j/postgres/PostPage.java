package dev.sentiment4j.postgres;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Some of the posts that a query finds, the newest first.
 *
 * @param posts at most as many as were asked for
 * @param next where the next page begins; empty if this is the last
 */
public record PostPage(List<StoredPost> posts, Optional<PostCursor> next) {
    public PostPage {
        posts = List.copyOf(posts);
        Objects.requireNonNull(next, "next");
    }
}
