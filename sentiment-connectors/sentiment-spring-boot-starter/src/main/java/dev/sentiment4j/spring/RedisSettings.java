package dev.sentiment4j.spring;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.redis.RedisAddress;
import dev.sentiment4j.redis.RedisOptions;
import dev.sentiment4j.redis.RedisPostCodec;
import dev.sentiment4j.redis.RedisSourceOptions;
import dev.sentiment4j.redis.RedisStreamOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of the Redis connector, from properties. */
final class RedisSettings {
    private static final Map<String, String> NAMES = Map.of(
            "uri", "url",
            "addresses", "url",
            "address", "nodes",
            "database", "url",
            "sentinelMaster", "url",
            "user", "username",
            "tlsTrusted", "tls.trusted",
            "tlsCertificate", "tls.certificate",
            "tlsKey", "tls.key");

    private RedisSettings() {}

    static void validate(RedisProperties properties, OptionProblems problems) {
        for (String node : properties.nodes()) {
            if (!isAddress(node)) {
                problems.report("nodes", "must be host:port each, not '" + node + "'");
                return;
            }
        }
        problems.collect("", NAMES, () -> options(properties));
        problems.collect("source", Map.of("stream", "streams"), () -> source(properties.source(), null));
        problems.collect("sink", () -> sink(properties.sink(), null));
        problems.collect("deadLetters", () -> deadLetters(properties.deadLetters()));
        positive(problems, "counters.timeToLive", properties.counters().timeToLive());
        positive(problems, "cache.timeToLive", properties.cache().timeToLive());
        positive(problems, "cache.patience", properties.cache().patience());
    }

    private static void positive(OptionProblems problems, String property, Duration value) {
        if (value.isZero() || value.isNegative()) {
            problems.report(property, "must be positive");
        }
    }

    static RedisOptions options(RedisProperties properties) {
        RedisOptions.Builder options;
        if (properties.nodes().isEmpty()) {
            options = RedisOptions.builder(properties.url());
        } else {
            options = RedisOptions.builder().topology(RedisOptions.Topology.CLUSTER);
            properties.nodes().stream().map(RedisSettings::address).forEach(a -> options(options, a));
        }
        if (properties.username() != null) {
            options.user(properties.username());
        }
        String password = properties.password();
        if (password != null) {
            options.password(password::toCharArray);
        }
        String sentinelPassword = properties.sentinelPassword();
        if (sentinelPassword != null) {
            options.sentinelPassword(sentinelPassword::toCharArray);
        }
        encrypt(options, properties);
        return options.connectTimeout(properties.connectTimeout())
                .commandTimeout(properties.commandTimeout())
                .reconnectMinDelay(properties.reconnectMinDelay())
                .reconnectMaxDelay(properties.reconnectMaxDelay())
                .clientName(properties.clientName())
                .build();
    }

    private static void options(RedisOptions.Builder options, RedisAddress address) {
        options.address(address.host(), address.port());
    }

    private static void encrypt(RedisOptions.Builder options, RedisProperties properties) {
        RedisProperties.Tls tls = properties.tls();
        if (tls.enabled()) {
            options.tls(true);
        }
        options.tlsVerifyHostname(tls.verifyHostname());
        if (tls.trusted() != null) {
            options.tlsTrusted(tls.trusted());
        }
        if (tls.certificate() != null) {
            options.tlsCertificate(tls.certificate());
        }
        if (tls.key() != null) {
            options.tlsKey(tls.key());
        }
    }

    private static boolean isAddress(String node) {
        return node.matches(".+:\\d{1,5}");
    }

    private static RedisAddress address(String node) {
        int colon = node.lastIndexOf(':');
        if (!isAddress(node)) {
            throw new InvalidOptionsException("redis options", List.of("nodes = " + node + ": must be host:port"));
        }
        return new RedisAddress(node.substring(0, colon), Integer.parseInt(node.substring(colon + 1)));
    }

    static RedisSourceOptions source(RedisProperties.Source source, @Nullable RedisPostCodec codec) {
        RedisSourceOptions.Builder options = RedisSourceOptions.builder();
        source.streams().forEach(options::stream);
        if (source.consumer() != null) {
            options.consumer(source.consumer());
        }
        return options.group(source.group())
                .codec(codec != null ? codec : codec(source.codec(), source.jsonField()))
                .start(
                        source.start() == RedisProperties.Start.NEW
                                ? RedisSourceOptions.Start.NEW
                                : RedisSourceOptions.Start.BEGINNING)
                .claimIdle(source.claimIdle())
                .claimInterval(source.claimInterval())
                .maxDeliveries(source.maxDeliveries())
                .deleteAcknowledged(source.deleteAcknowledged())
                .lagInterval(source.lagInterval())
                .build();
    }

    static RedisStreamOptions sink(RedisProperties.Sink sink, @Nullable RedisPostCodec codec) {
        return stream(sink.stream(), sink.maxLength())
                .codec(codec != null ? codec : codec(sink.codec(), sink.jsonField()))
                .maxInFlight(sink.maxInFlight())
                .build();
    }

    static RedisStreamOptions deadLetters(RedisProperties.DeadLetters letters) {
        return stream(letters.stream(), letters.maxLength()).build();
    }

    private static RedisStreamOptions.Builder stream(String key, @Nullable Long maxLength) {
        RedisStreamOptions.Builder options = RedisStreamOptions.builder(key);
        return maxLength == null ? options : options.maxLength(maxLength);
    }

    private static RedisPostCodec codec(RedisProperties.Codec codec, String jsonField) {
        return codec == RedisProperties.Codec.JSON ? RedisPostCodec.json(jsonField) : RedisPostCodec.fields();
    }
}
