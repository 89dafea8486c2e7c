package dev.sentiment4j.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Appends to one stream, many entries on the way at once. A connection carries them in portions: what is sent one by
 * one costs a system call each. Used by one thread at a time.
 */
final class StreamWriter implements AutoCloseable {
    private static final int PORTION = 256;

    private final RedisConnector connector;
    private final RedisLink link;
    private final RedisStreamOptions options;

    StreamWriter(RedisOptions redis, RedisStreamOptions options, String doing) {
        this.connector = new RedisConnector(redis);
        this.link = new RedisLink(
                connector, doing + ", " + redis.where(), false, RedisLink.Listener.NONE, System::nanoTime);
        this.options = options;
    }

    /** Connects, and finds out whether the key can be a stream. */
    void check() {
        RedisFuture<Long> length = link.commands().xlen(options.stream());
        link.flush();
        link.awaitQuietly(length);
    }

    /**
     * Appends, and waits until all are there.
     *
     * @return the entries' ids, in order
     */
    <T> List<String> append(List<? extends T> items, Function<? super T, Map<String, byte[]>> fields)
            throws InterruptedException {
        List<String> ids = new ArrayList<>(items.size());
        List<Future<String>> sent = new ArrayList<>();
        int answered = 0;
        for (int i = 0; i < items.size(); i++) {
            if (sent.size() - answered >= options.maxInFlight()) {
                link.flush();
                ids.add(link.await(sent.get(answered++), Duration.ZERO));
            }
            sent.add(send(fields.apply(items.get(i))));
            if ((i + 1) % PORTION == 0) {
                link.flush();
            }
        }
        link.flush();
        while (answered < sent.size()) {
            ids.add(link.await(sent.get(answered++), Duration.ZERO));
        }
        return ids;
    }

    private RedisFuture<String> send(Map<String, byte[]> fields) {
        RedisClusterAsyncCommands<String, byte[]> commands = link.commands();
        Object[] body = new Object[2 * fields.size()];
        int at = 0;
        for (Map.Entry<String, byte[]> field : fields.entrySet()) {
            body[at++] = field.getKey();
            body[at++] = field.getValue();
        }
        return options.maxLength().isPresent()
                ? commands.xadd(
                        options.stream(),
                        new XAddArgs().maxlen(options.maxLength().getAsLong()).approximateTrimming(),
                        body)
                : commands.xadd(options.stream(), body);
    }

    @Override
    public void close() {
        link.close();
        connector.close();
    }
}
