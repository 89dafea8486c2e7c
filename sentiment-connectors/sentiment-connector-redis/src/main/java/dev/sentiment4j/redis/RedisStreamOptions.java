package dev.sentiment4j.redis;

import dev.sentiment4j.InvalidOptionsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** Which stream is written, and how. Immutable and thread-safe; all bad values are reported at once. */
public final class RedisStreamOptions {
    /** {@value}: where analyzed posts go. */
    public static final String DEFAULT_PROCESSED = "processed_posts_stream";
    /** {@value}: where goes what cannot be processed. */
    public static final String DEFAULT_DEAD_LETTERS = "dead_posts_stream";
    /** {@value} entries. */
    public static final int DEFAULT_MAX_IN_FLIGHT = 10_000;

    private static final long UNLIMITED = -1;

    private final String stream;
    private final RedisPostCodec codec;
    private final long maxLength;
    private final int maxInFlight;

    private RedisStreamOptions(Builder b) {
        this.stream = b.stream;
        this.codec = b.codec;
        this.maxLength = b.maxLength;
        this.maxInFlight = b.maxInFlight;
    }

    /** Options for a stream, the rest as by default. */
    public static RedisStreamOptions of(String stream) {
        return builder(stream).build();
    }

    public static Builder builder(String stream) {
        return new Builder(stream);
    }

    /** The stream's key. */
    public String stream() {
        return stream;
    }

    /** How posts are written; default {@link RedisPostCodec#fields()}. */
    public RedisPostCodec codec() {
        return codec;
    }

    /**
     * The entries that the stream keeps, about ({@code MAXLEN ~}); empty (default) for all. What is trimmed before it
     * was read is lost, whatever its group thinks.
     */
    public OptionalLong maxLength() {
        return maxLength == UNLIMITED ? OptionalLong.empty() : OptionalLong.of(maxLength);
    }

    /** Entries that are sent and not answered, at most; default {@value #DEFAULT_MAX_IN_FLIGHT}. */
    public int maxInFlight() {
        return maxInFlight;
    }

    @Override
    public String toString() {
        return "RedisStreamOptions[stream=" + stream + ", codec=" + codec + ", maxLength="
                + (maxLength == UNLIMITED ? "none" : maxLength) + ", maxInFlight=" + maxInFlight + "]";
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private final String stream;
        private RedisPostCodec codec = RedisPostCodec.fields();
        private long maxLength = UNLIMITED;
        private int maxInFlight = DEFAULT_MAX_IN_FLIGHT;

        private Builder(String stream) {
            this.stream = Objects.requireNonNull(stream, "stream");
        }

        public Builder codec(RedisPostCodec codec) {
            this.codec = Objects.requireNonNull(codec, "codec");
            return this;
        }

        public Builder maxLength(long entries) {
            // Kept apart from the mark for "none", so that -1 is refused like any other negative.
            this.maxLength = entries == UNLIMITED ? Long.MIN_VALUE : entries;
            return this;
        }

        public Builder maxInFlight(int entries) {
            this.maxInFlight = entries;
            return this;
        }

        /**
         * The options.
         *
         * @throws InvalidOptionsException listing every value that cannot work
         */
        public RedisStreamOptions build() {
            List<String> problems = new ArrayList<>();
            Checks.notBlank(problems, "stream", stream);
            if (maxLength != UNLIMITED && maxLength < 1) {
                problems.add("maxLength: must be at least 1");
            }
            Checks.atLeast(problems, "maxInFlight", maxInFlight, 1);
            Checks.report("redis stream options", problems);
            return new RedisStreamOptions(this);
        }
    }
}
