package dev.sentiment4j.redis;

import dev.sentiment4j.pipeline.DeadLetter;
import dev.sentiment4j.pipeline.DeadLetters;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters in a stream: the fields of the post or entry as they were, and why it is here under names that begin
 * with {@code dead_letter.}: source, id, stage, sink, error_type, reason, attempts, delivery_count, failed_at. An entry
 * may be put back as it is, as {@link RedisPostCodec}s leave those names out. A letter that comes twice is there twice.
 */
public final class RedisDeadLetters implements DeadLetters {
    private final RedisOptions redis;
    private final RedisStreamOptions options;
    private @Nullable StreamWriter writer;
    private boolean closed;

    /** Letters in {@value RedisStreamOptions#DEFAULT_DEAD_LETTERS}. */
    public RedisDeadLetters(RedisOptions redis) {
        this(redis, RedisStreamOptions.of(RedisStreamOptions.DEFAULT_DEAD_LETTERS));
    }

    public RedisDeadLetters(RedisOptions redis, RedisStreamOptions options) {
        this.redis = Objects.requireNonNull(redis, "redis");
        this.options = Objects.requireNonNull(options, "options");
    }

    @Override
    public String name() {
        return "redis:" + options.stream();
    }

    @Override
    public synchronized void open() {
        writer = Writers.open(redis, options, "dead letters '" + name() + "'", writer, closed);
    }

    @Override
    public synchronized void write(List<DeadLetter> letters) throws InterruptedException {
        try {
            Writers.opened(writer, name()).append(letters, letter -> LetterFields.of(letter, options.codec()));
        } catch (RedisFailureException e) {
            throw e.failure().toSink();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }

    @Override
    public String toString() {
        return "RedisDeadLetters[" + options + "]";
    }
}
