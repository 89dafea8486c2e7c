package dev.sentiment4j.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client of the test's own, to put things there and to look. */
final class Shell implements AutoCloseable {
    private final RedisClient client;
    private final StatefulRedisConnection<String, byte[]> connection;

    Shell(int port) {
        this(RedisURI.create("127.0.0.1", port));
    }

    Shell(RedisURI uri) {
        client = RedisClient.create(uri);
        connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    }

    RedisCommands<String, byte[]> redis() {
        return connection.sync();
    }

    /** Adds an entry of names and texts in turn. */
    String add(String stream, String... namesAndTexts) {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            fields.put(namesAndTexts[i], namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return redis().xadd(stream, fields);
    }

    List<Map<String, String>> entries(String stream) {
        return redis().xrange(stream, io.lettuce.core.Range.unbounded()).stream()
                .map(StreamMessage::getBody)
                .map(body -> {
                    Map<String, String> texts = new LinkedHashMap<>();
                    body.forEach((name, value) -> texts.put(name, new String(value, StandardCharsets.UTF_8)));
                    return texts;
                })
                .toList();
    }

    long pending(String stream, String group) {
        return redis().xpending(stream, group).getCount();
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown(0, 1, java.util.concurrent.TimeUnit.SECONDS);
    }
}
