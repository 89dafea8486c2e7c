package dev.sentiment4j.postgres;

import dev.sentiment4j.pipeline.PostKey;
import java.util.List;

/** Hears of posts that were stored or deleted. Called by one thread at a time; should be quick. */
public interface PostNotificationListener {
    /** These posts were written or deleted, and are committed; look them up to see them. */
    void changed(List<PostKey> keys);

    /**
     * The connection was lost and is back: whatever was stored meanwhile was not told. Who needs to be whole reads
     * anew, such as with {@link PostgresPosts#recent}.
     */
    default void missed() {}

    /**
     * It does not listen for now; it tries again by itself.
     *
     * @param cause without text or password
     */
    default void disconnected(Throwable cause) {}
}
