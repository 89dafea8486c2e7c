package dev.sentiment4j.postgres;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.sentiment4j.pipeline.PostKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Keys as the payloads of notifications: {@code [["x","1"],["x","2"]]}, as many to each as the server takes. */
final class KeyPayload {
    /** A payload must be shorter than 8000 bytes. */
    private static final int MAX_BYTES = 7900;

    private KeyPayload() {}

    static List<String> write(List<PostKey> keys) {
        List<String> payloads = new ArrayList<>();
        StringBuilder payload = new StringBuilder("[");
        int bytes = 2;
        for (PostKey key : keys) {
            String pair = ResultJson.strings(List.of(key.source(), key.id()));
            int length = Names.utf8Length(pair) + 1;
            if (bytes + length > MAX_BYTES) {
                payloads.add(payload.append(']').toString());
                payload = new StringBuilder("[");
                bytes = 2;
            }
            if (payload.length() > 1) {
                payload.append(',');
            }
            payload.append(pair);
            bytes += length;
        }
        payloads.add(payload.append(']').toString());
        return payloads;
    }

    /** All of them, however long that is. */
    static String json(List<PostKey> keys) {
        return keys.stream()
                .map(key -> ResultJson.strings(List.of(key.source(), key.id())))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /**
     * The keys of a payload.
     *
     * @throws RuntimeException if it is none of ours
     */
    static List<PostKey> read(String payload) {
        List<PostKey> keys = new ArrayList<>();
        for (JsonElement pair : JsonParser.parseString(payload).getAsJsonArray()) {
            JsonArray parts = pair.getAsJsonArray();
            keys.add(new PostKey(parts.get(0).getAsString(), parts.get(1).getAsString()));
        }
        return keys;
    }
}
