package dev.sentiment4j.redis;

import dev.sentiment4j.pipeline.InvalidPostException;
import dev.sentiment4j.pipeline.PostEvent;
import java.time.Instant;
import java.util.Map;

/**
 * How a post event is written as the fields of a stream entry, and read from them. Thread-safe.
 *
 * @see FieldCodec
 * @see JsonCodec
 */
public interface RedisPostCodec {
    /** A field for each property, named as {@link PostFields#DEFAULT} says; what has another name is an attribute. */
    static RedisPostCodec fields() {
        return new FieldCodec(PostFields.DEFAULT);
    }

    /** A field for each property, under names of one's own. */
    static RedisPostCodec fields(PostFields names) {
        return new FieldCodec(names);
    }

    /** One field with a JSON object of the names of {@link PostFields#DEFAULT}. */
    static RedisPostCodec json(String field) {
        return new JsonCodec(field, PostFields.DEFAULT);
    }

    /** One field with a JSON object, under names of one's own. */
    static RedisPostCodec json(String field, PostFields names) {
        return new JsonCodec(field, names);
    }

    /** The fields of an event: a new map, which the caller may add to. What UTF-8 cannot say becomes U+FFFD. */
    Map<String, byte[]> encode(PostEvent event);

    /**
     * The event of an entry.
     *
     * @param fields not to be changed
     * @param addedAt when the entry was added, for a post that does not say when it was written
     * @throws InvalidPostException saying everything that is missing or broken, without the values
     */
    PostEvent decode(Map<String, byte[]> fields, Instant addedAt);
}
