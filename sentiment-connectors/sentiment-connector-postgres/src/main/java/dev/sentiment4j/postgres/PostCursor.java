package dev.sentiment4j.postgres;

import dev.sentiment4j.SentimentException;
import dev.sentiment4j.pipeline.PostKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Objects;

/**
 * A place among posts in the order of their time: pages after it are the same whatever is stored before it meanwhile.
 *
 * @param createdAt of the last post seen
 * @param key of the same
 */
public record PostCursor(Instant createdAt, PostKey key) {
    private static final char SEPARATOR = '\n';

    public PostCursor {
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(key, "key");
    }

    /** For a URL or a form: letters, digits, hyphens and underscores. */
    public String token() {
        String plain = createdAt.toString() + SEPARATOR + key.source() + SEPARATOR + key.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What {@link #token()} came from.
     *
     * @throws IllegalArgumentException if it is not one
     */
    public static PostCursor parse(String token) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split("\n", -1);
            if (parts.length == 3) {
                return new PostCursor(Instant.parse(parts[0]), new PostKey(parts[1], parts[2]));
            }
        } catch (IllegalArgumentException | DateTimeParseException | SentimentException e) {
            throw new IllegalArgumentException("not a cursor; take it from PostPage.next()", e);
        }
        throw new IllegalArgumentException("not a cursor; take it from PostPage.next()");
    }
}
