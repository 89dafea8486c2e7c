package dev.sentiment4j.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;

/**
 * Where Redis is, and what of it the application uses; needs {@code sentiment-connector-redis}.
 *
 * @param url Server as redis://user:password@host:port/database, rediss:// with TLS, or redis-sentinel://...#master.
 * @param nodes Nodes of a cluster as host:port, instead of "url".
 * @param username ACL user; by default that of "url", else the server's default user.
 * @param password Password; by default that of "url", else none.
 * @param sentinelPassword Password of the Sentinels; by default none.
 * @param tls How the connection is encrypted.
 * @param connectTimeout How long connecting may take.
 * @param commandTimeout How long an answer may take before the server counts as unavailable.
 * @param reconnectMinDelay Wait before the first attempt to connect again, from which it doubles.
 * @param reconnectMaxDelay Longest wait between attempts to connect again.
 * @param clientName What CLIENT LIST shows.
 * @param source Posts from streams.
 * @param sink Analyzed posts into a stream.
 * @param deadLetters What cannot be processed into a stream.
 * @param counters Live counts of labels.
 * @param cache Results that several processes share.
 */
@ConfigurationProperties("sentiment.redis")
public record RedisProperties(
        @DefaultValue("redis://localhost:6379") String url,
        @DefaultValue List<String> nodes,
        @Nullable String username,
        @Nullable String password,
        @Nullable String sentinelPassword,
        @DefaultValue Tls tls,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("5s") Duration commandTimeout,
        @DefaultValue("100ms") Duration reconnectMinDelay,
        @DefaultValue("5s") Duration reconnectMaxDelay,
        @DefaultValue("sentiment4j") String clientName,
        @DefaultValue Source source,
        @DefaultValue Sink sink,
        @DefaultValue DeadLetters deadLetters,
        @DefaultValue Counters counters,
        @DefaultValue Cache cache)
        implements Validator {
    public RedisProperties {
        nodes = List.copyOf(nodes);
    }

    /**
     * How the connection is encrypted.
     *
     * @param enabled Whether the connection is encrypted; also with a rediss:// URL.
     * @param verifyHostname Whether the certificate must be one for the server's host.
     * @param trusted PEM file of the certificates that are trusted; by default those of the JVM.
     * @param certificate PEM file of the client's own certificate; by default none.
     * @param key PEM file of the key of that certificate.
     */
    public record Tls(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("true") boolean verifyHostname,
            @Nullable Path trusted,
            @Nullable Path certificate,
            @Nullable Path key) {}

    /** Where a consumer group begins. */
    public enum Start {
        /** With everything that is in the stream. */
        BEGINNING,
        /** With what comes from then on. */
        NEW
    }

    /** What an entry looks like. */
    public enum Codec {
        /** A field for each property of a post. */
        FIELDS,
        /** One field with a JSON object. */
        JSON
    }

    /**
     * Posts from streams, shared by all consumers of a group.
     *
     * @param enabled Whether posts come from Redis.
     * @param streams Keys of the streams.
     * @param group Consumer group.
     * @param consumer Name of this consumer, no other's; by default made up.
     * @param codec What an entry looks like.
     * @param jsonField Field that holds the JSON object, with codec = json.
     * @param start Where a group that is made begins.
     * @param claimIdle How long a consumer may be silent before its entries are taken over.
     * @param claimInterval How often that is looked for.
     * @param maxDeliveries Deliveries after which an entry goes to the dead letters unread.
     * @param deleteAcknowledged Whether entries are deleted when they are dealt with.
     * @param lagInterval How often it is asked how far the group is behind.
     */
    public record Source(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("social_posts_stream") List<String> streams,
            @DefaultValue("sentiment_workers") String group,
            @Nullable String consumer,
            @DefaultValue("fields") Codec codec,
            @DefaultValue("data") String jsonField,
            @DefaultValue("beginning") Start start,
            @DefaultValue("60s") Duration claimIdle,
            @DefaultValue("2s") Duration claimInterval,
            @DefaultValue("5") int maxDeliveries,
            @DefaultValue("false") boolean deleteAcknowledged,
            @DefaultValue("2s") Duration lagInterval) {
        public Source {
            streams = List.copyOf(streams);
        }
    }

    /**
     * Analyzed posts into a stream.
     *
     * @param enabled Whether analyzed posts go to Redis.
     * @param stream Key of the stream.
     * @param codec What an entry looks like.
     * @param jsonField Field that holds the JSON object, with codec = json.
     * @param maxLength Entries to which the stream is trimmed, about; by default it is not.
     * @param maxInFlight Entries that are sent and not answered at most.
     */
    public record Sink(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("processed_posts_stream") String stream,
            @DefaultValue("fields") Codec codec,
            @DefaultValue("data") String jsonField,
            @Nullable Long maxLength,
            @DefaultValue("10000") int maxInFlight) {}

    /**
     * What cannot be processed into a stream.
     *
     * @param enabled Whether dead letters go to Redis.
     * @param stream Key of the stream.
     * @param maxLength Entries to which the stream is trimmed, about; by default it is not.
     */
    public record DeadLetters(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("dead_posts_stream") String stream,
            @Nullable Long maxLength) {}

    /**
     * Live counts of labels in the hash "sentiment:overall".
     *
     * @param enabled Whether posts are counted in Redis.
     * @param timeToLive How long counts live after the last post.
     */
    public record Counters(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("15m") Duration timeToLive) {}

    /**
     * Results that several processes share; analyzers whose cache has type = auto use it.
     *
     * @param enabled Whether results are kept in Redis.
     * @param timeToLive How long a result is kept.
     * @param patience How long a lookup waits at most before the text is analyzed anew.
     */
    public record Cache(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("1h") Duration timeToLive,
            @DefaultValue("20ms") Duration patience) {}

    @Override
    public boolean supports(Class<?> type) {
        return RedisProperties.class.isAssignableFrom(type);
    }

    /** Reports every value that cannot work. */
    @Override
    public void validate(Object target, Errors errors) {
        RedisProperties properties = (RedisProperties) target;
        RedisSettings.validate(properties, new OptionProblems(errors, ""));
    }

    /** Everything but passwords, and the URL, which may hold one. */
    @Override
    public String toString() {
        return "RedisProperties[nodes=" + nodes + ", source=" + source + ", sink=" + sink + ", deadLetters="
                + deadLetters + ", counters=" + counters + ", cache=" + cache + "]";
    }
}
