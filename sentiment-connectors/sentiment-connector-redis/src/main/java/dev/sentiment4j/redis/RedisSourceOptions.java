package dev.sentiment4j.redis;

import dev.sentiment4j.InvalidOptionsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link RedisStreamSource} reads, and how patient it is. Immutable and thread-safe; {@link Builder#build()}
 * reports every bad value at once.
 */
public final class RedisSourceOptions {
    /** Where a consumer group begins that does not exist yet. */
    public enum Start {
        /** With the oldest entry of the stream. */
        BEGINNING,
        /** With what is added from then on. */
        NEW
    }

    /** {@value}: where posts wait. */
    public static final String DEFAULT_STREAM = "social_posts_stream";
    /** {@value}. */
    public static final String DEFAULT_GROUP = "sentiment_workers";
    /** {@value} deliveries. */
    public static final int DEFAULT_MAX_DELIVERIES = 5;

    private final List<String> streams;
    private final String group;
    private final @Nullable String consumer;
    private final RedisPostCodec codec;
    private final Start start;
    private final Duration claimIdle;
    private final Duration claimInterval;
    private final int maxDeliveries;
    private final boolean deleteAcknowledged;
    private final Duration lagInterval;

    private RedisSourceOptions(Builder b) {
        this.streams = b.streams.isEmpty() ? List.of(DEFAULT_STREAM) : List.copyOf(b.streams);
        this.group = b.group;
        this.consumer = b.consumer;
        this.codec = b.codec;
        this.start = b.start;
        this.claimIdle = b.claimIdle;
        this.claimInterval = b.claimInterval;
        this.maxDeliveries = b.maxDeliveries;
        this.deleteAcknowledged = b.deleteAcknowledged;
        this.lagInterval = b.lagInterval;
    }

    public static RedisSourceOptions defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder b = new Builder();
        b.streams.addAll(streams);
        b.group = group;
        b.consumer = consumer;
        b.codec = codec;
        b.start = start;
        b.claimIdle = claimIdle;
        b.claimInterval = claimInterval;
        b.maxDeliveries = maxDeliveries;
        b.deleteAcknowledged = deleteAcknowledged;
        b.lagInterval = lagInterval;
        return b;
    }

    /** The streams' keys; default {@value #DEFAULT_STREAM}. */
    public List<String> streams() {
        return streams;
    }

    /** The consumer group, which shares the streams among its consumers; default {@value #DEFAULT_GROUP}. */
    public String group() {
        return group;
    }

    /** This consumer's name, which no other may have at the same time; empty (default) for one that is made up. */
    public Optional<String> consumer() {
        return Optional.ofNullable(consumer);
    }

    /** How entries are read; default {@link RedisPostCodec#fields()}. */
    public RedisPostCodec codec() {
        return codec;
    }

    /** Where the group begins if it does not exist; default {@link Start#BEGINNING}. */
    public Start start() {
        return start;
    }

    /**
     * How long an entry may be unacknowledged before its consumer counts as dead and another takes it over; default 1
     * minute. Longer than the slowest sink needs, or entries are done twice.
     */
    public Duration claimIdle() {
        return claimIdle;
    }

    /** How often to look for such entries, and for those given back; default 2 seconds. */
    public Duration claimInterval() {
        return claimInterval;
    }

    /**
     * How often an entry may be delivered. One that comes yet again is delivered as malformed, so that it ends in the
     * dead letters and not in a loop; default {@value #DEFAULT_MAX_DELIVERIES}. The last two times it comes alone, so
     * that what it may do to its consumer does not count against others.
     */
    public int maxDeliveries() {
        return maxDeliveries;
    }

    /** Whether acknowledged entries are deleted from the stream; default no. Only for streams of one group. */
    public boolean deleteAcknowledged() {
        return deleteAcknowledged;
    }

    /** How often the server is asked how far the group is behind; default 2 seconds. */
    public Duration lagInterval() {
        return lagInterval;
    }

    @Override
    public String toString() {
        return "RedisSourceOptions[streams=" + streams + ", group=" + group + ", consumer="
                + (consumer == null ? "made up" : consumer) + ", codec=" + codec + ", start=" + start + ", claimIdle="
                + claimIdle + ", claimInterval=" + claimInterval + ", maxDeliveries=" + maxDeliveries
                + ", deleteAcknowledged=" + deleteAcknowledged + ", lagInterval=" + lagInterval + "]";
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private final List<String> streams = new ArrayList<>();
        private String group = DEFAULT_GROUP;
        private @Nullable String consumer;
        private RedisPostCodec codec = RedisPostCodec.fields();
        private Start start = Start.BEGINNING;
        private Duration claimIdle = Duration.ofMinutes(1);
        private Duration claimInterval = Duration.ofSeconds(2);
        private int maxDeliveries = DEFAULT_MAX_DELIVERIES;
        private boolean deleteAcknowledged;
        private Duration lagInterval = Duration.ofSeconds(2);

        private Builder() {}

        /** Adds a stream. */
        public Builder stream(String key) {
            streams.add(Objects.requireNonNull(key, "key"));
            return this;
        }

        public Builder group(String group) {
            this.group = Objects.requireNonNull(group, "group");
            return this;
        }

        public Builder consumer(String name) {
            this.consumer = Objects.requireNonNull(name, "name");
            return this;
        }

        public Builder codec(RedisPostCodec codec) {
            this.codec = Objects.requireNonNull(codec, "codec");
            return this;
        }

        public Builder start(Start start) {
            this.start = Objects.requireNonNull(start, "start");
            return this;
        }

        public Builder claimIdle(Duration idle) {
            this.claimIdle = Objects.requireNonNull(idle, "idle");
            return this;
        }

        public Builder claimInterval(Duration interval) {
            this.claimInterval = Objects.requireNonNull(interval, "interval");
            return this;
        }

        public Builder maxDeliveries(int deliveries) {
            this.maxDeliveries = deliveries;
            return this;
        }

        public Builder deleteAcknowledged(boolean delete) {
            this.deleteAcknowledged = delete;
            return this;
        }

        public Builder lagInterval(Duration interval) {
            this.lagInterval = Objects.requireNonNull(interval, "interval");
            return this;
        }

        /**
         * The options.
         *
         * @throws InvalidOptionsException listing every value that cannot work
         */
        public RedisSourceOptions build() {
            List<String> problems = new ArrayList<>();
            streams.forEach(stream -> Checks.notBlank(problems, "stream", stream));
            if (new HashSet<>(streams).size() < streams.size()) {
                problems.add("streams = " + streams + ": one is there twice");
            }
            Checks.notBlank(problems, "group", group);
            if (consumer != null) {
                Checks.notBlank(problems, "consumer", consumer);
                if (consumer.equals(Entries.GIVEN_BACK)) {
                    problems.add("consumer = " + consumer + ": holds what is given back; take another name");
                }
            }
            Checks.positive(problems, "claimIdle", claimIdle);
            Checks.positive(problems, "claimInterval", claimInterval);
            Checks.positive(problems, "lagInterval", lagInterval);
            Checks.atLeast(problems, "maxDeliveries", maxDeliveries, 1);
            Checks.report("redis source options", problems);
            return new RedisSourceOptions(this);
        }
    }
}
