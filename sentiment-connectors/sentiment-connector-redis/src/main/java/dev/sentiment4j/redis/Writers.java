package dev.sentiment4j.redis;

import org.jspecify.annotations.Nullable;

/** The life that sinks and dead letters share. */
final class Writers {
    private Writers() {}

    static StreamWriter open(
            RedisOptions redis, RedisStreamOptions options, String who, @Nullable StreamWriter before, boolean closed) {
        if (closed || before != null) {
            throw new IllegalStateException(who + (closed ? ": closed" : ": open already"));
        }
        StreamWriter writer = new StreamWriter(redis, options, who);
        try {
            writer.check();
            return writer;
        } catch (RedisFailureException e) {
            writer.close();
            throw e.failure().toSink();
        }
    }

    static StreamWriter opened(@Nullable StreamWriter writer, String who) {
        if (writer == null) {
            throw new IllegalStateException(who + ": not open");
        }
        return writer;
    }
}
