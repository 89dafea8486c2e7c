package dev.sentiment4j.redis;

import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.Rejection;
import dev.sentiment4j.pipeline.SinkEvent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Appends analyzed posts and deletions to a stream, as {@link RedisStreamOptions#codec()} writes them, with the fields
 * of {@link ResultFields} beside. It only appends: what comes again is appended again, and readers compare
 * {@linkplain dev.sentiment4j.pipeline.PostKey keys} and times of analysis.
 */
public final class RedisStreamSink implements PostSink {
    private final RedisOptions redis;
    private final RedisStreamOptions options;
    private @Nullable StreamWriter writer;
    private boolean closed;

    /** A sink for {@value RedisStreamOptions#DEFAULT_PROCESSED}. */
    public RedisStreamSink(RedisOptions redis) {
        this(redis, RedisStreamOptions.of(RedisStreamOptions.DEFAULT_PROCESSED));
    }

    public RedisStreamSink(RedisOptions redis, RedisStreamOptions options) {
        this.redis = Objects.requireNonNull(redis, "redis");
        this.options = Objects.requireNonNull(options, "options");
    }

    @Override
    public String name() {
        return "redis:" + options.stream();
    }

    @Override
    public synchronized void open() {
        writer = Writers.open(redis, options, "sink '" + name() + "'", writer, closed);
    }

    @Override
    public synchronized List<Rejection> write(List<SinkEvent> events) throws InterruptedException {
        try {
            Writers.opened(writer, name()).append(events, this::fields);
            return List.of();
        } catch (RedisFailureException e) {
            throw e.failure().toSink();
        }
    }

    private Map<String, byte[]> fields(SinkEvent event) {
        if (event instanceof PostDeletion deletion) {
            return options.codec().encode(deletion);
        }
        AnalyzedPost analyzed = (AnalyzedPost) event;
        Map<String, byte[]> fields = options.codec().encode(analyzed.post());
        ResultFields.put(analyzed, fields);
        return fields;
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
        return "RedisStreamSink[" + options + "]";
    }
}
