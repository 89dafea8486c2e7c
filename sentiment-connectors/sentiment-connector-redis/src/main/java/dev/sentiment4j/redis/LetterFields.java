package dev.sentiment4j.redis;

import dev.sentiment4j.pipeline.DeadLetter;
import dev.sentiment4j.pipeline.RawEntry;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A dead letter as the fields of an entry: those of the post or entry as they were, so that it can be put back, and
 * what went wrong under names with a prefix, which {@link RedisPostCodec}s leave out when they read.
 */
final class LetterFields {
    static final String PREFIX = "dead_letter.";

    private LetterFields() {}

    static Map<String, byte[]> of(DeadLetter letter, RedisPostCodec codec) {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        letter.event().ifPresent(event -> fields.putAll(codec.encode(event)));
        letter.raw().ifPresent(raw -> fields.putAll(copy(raw)));
        put(fields, "source", letter.source());
        put(fields, "id", letter.delivery().id());
        put(fields, "stage", letter.stage().name());
        letter.sink().ifPresent(sink -> put(fields, "sink", sink));
        put(fields, "error_type", letter.errorType());
        put(fields, "reason", letter.message());
        put(fields, "attempts", Integer.toString(letter.attempts()));
        put(fields, "delivery_count", Integer.toString(letter.delivery().deliveryCount()));
        put(fields, "failed_at", letter.failedAt().toString());
        return fields;
    }

    static Map<String, byte[]> copy(RawEntry raw) {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        for (String name : raw.names()) {
            raw.bytes(name).ifPresent(bytes -> fields.put(name, bytes));
        }
        return fields;
    }

    private static void put(Map<String, byte[]> fields, String name, String value) {
        fields.put(PREFIX + name, Utf8.bytes(value));
    }
}
