package dev.sentiment4j.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A post was deleted on its platform, or must be forgotten: whatever is stored of it has to go. Needs no analysis.
 *
 * @param key the post
 * @param deletedAt when it was deleted, or when the source learned of it: a version of the post that is not later than
 *     this one is not stored again. Years 0 to 9999
 */
public record PostDeletion(PostKey key, Instant deletedAt) implements PostEvent, SinkEvent {
    /**
     * A deletion.
     *
     * @throws InvalidPostException if the time is outside the years 0 to 9999
     */
    public PostDeletion {
        Objects.requireNonNull(key, "key");
        List<String> problems = new ArrayList<>();
        Post.checkTime(problems, "deletedAt", Objects.requireNonNull(deletedAt, "deletedAt"));
        if (!problems.isEmpty()) {
            throw new InvalidPostException("deletion of a post", problems);
        }
    }
}
