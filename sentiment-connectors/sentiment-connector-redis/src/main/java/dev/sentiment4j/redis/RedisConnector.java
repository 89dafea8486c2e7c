package dev.sentiment4j.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Makes connections by {@link RedisOptions}. A connection that breaks stays broken and fails what it had in work, so
 * that nothing is sent twice without anybody knowing; {@link RedisLink} makes the next. Only the nodes of a cluster are
 * connected again by the client itself, as it alone knows them.
 */
final class RedisConnector implements AutoCloseable {
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final RedisOptions options;
    private final ClientResources resources;
    private final AbstractRedisClient client;

    RedisConnector(RedisOptions options) {
        this.options = options;
        this.resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .reconnectDelay(Delay.fullJitter(
                        options.reconnectMinDelay(),
                        options.reconnectMaxDelay(),
                        options.reconnectMinDelay().toMillis(),
                        TimeUnit.MILLISECONDS))
                .build();
        this.client = options.topology() == RedisOptions.Topology.CLUSTER ? cluster() : single();
    }

    RedisOptions options() {
        return options;
    }

    /** Whether keys may live on different servers, so that one command cannot name several. */
    boolean isCluster() {
        return client instanceof RedisClusterClient;
    }

    /** Runs something over and over, on a thread that is there anyway; it must not block. */
    Future<?> every(Duration interval, Runnable task) {
        return resources
                .eventExecutorGroup()
                .scheduleWithFixedDelay(task, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs something soon, on a thread that is there anyway. */
    void run(Runnable task) {
        resources.eventExecutorGroup().execute(task);
    }

    /** A new connection. Throws what the client throws. */
    StatefulConnection<String, byte[]> connect() {
        return client instanceof RedisClusterClient c ? c.connect(CODEC) : ((RedisClient) client).connect(CODEC);
    }

    @SuppressWarnings("unchecked") // all connections are of connect()
    static RedisClusterAsyncCommands<String, byte[]> commands(StatefulConnection<String, byte[]> connection) {
        return connection instanceof StatefulRedisClusterConnection<?, ?> c
                ? (RedisClusterAsyncCommands<String, byte[]>) c.async()
                : ((StatefulRedisConnection<String, byte[]>) connection).async();
    }

    private RedisClient single() {
        RedisURI.Builder uri;
        List<RedisAddress> addresses = options.addresses();
        if (options.topology() == RedisOptions.Topology.SENTINEL) {
            uri = RedisURI.builder()
                    .withSentinelMasterId(options.sentinelMaster().orElseThrow());
            for (RedisAddress address : addresses) {
                RedisURI.Builder sentinel = RedisURI.builder()
                        .withHost(address.host())
                        .withPort(address.port())
                        .withTimeout(options.connectTimeout());
                options.sentinelPassword()
                        .ifPresent(p -> sentinel.withAuthentication(
                                RedisCredentialsProvider.from(() -> RedisCredentials.just(null, p.get()))));
                encrypt(sentinel);
                uri.withSentinel(sentinel.build());
            }
        } else {
            uri = RedisURI.builder()
                    .withHost(addresses.get(0).host())
                    .withPort(addresses.get(0).port());
        }
        RedisClient single = RedisClient.create(resources, finish(uri));
        single.setOptions(
                configure(ClientOptions.builder().autoReconnect(false)).build());
        return single;
    }

    private RedisClusterClient cluster() {
        List<RedisURI> nodes = options.addresses().stream()
                .map(a -> finish(RedisURI.builder().withHost(a.host()).withPort(a.port())))
                .toList();
        RedisClusterClient cluster = RedisClusterClient.create(resources, nodes);
        ClusterClientOptions.Builder builder = ClusterClientOptions.builder();
        configure(builder);
        cluster.setOptions(builder.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(Duration.ofSeconds(30))
                        .build())
                .build());
        return cluster;
    }

    private RedisURI finish(RedisURI.Builder uri) {
        uri.withDatabase(options.database())
                .withTimeout(options.connectTimeout())
                .withClientName(options.clientName());
        encrypt(uri);
        options.password()
                .ifPresent(p -> uri.withAuthentication(RedisCredentialsProvider.from(
                        () -> RedisCredentials.just(options.user().orElse(null), p.get()))));
        return uri.build();
    }

    private void encrypt(RedisURI.Builder uri) {
        uri.withSsl(options.tls()).withVerifyPeer(options.tlsVerifyHostname() ? SslVerifyMode.FULL : SslVerifyMode.CA);
    }

    private ClientOptions.Builder configure(ClientOptions.Builder builder) {
        SslOptions.Builder ssl = SslOptions.builder().jdkSslProvider();
        options.tlsTrusted().ifPresent(pem -> ssl.trustManager(pem.toFile()));
        options.tlsCertificate()
                .ifPresent(pem -> ssl.keyManager(
                        pem.toFile(), options.tlsKey().orElseThrow().toFile(), null));
        return builder.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(options.connectTimeout())
                        .keepAlive(true)
                        .build())
                .sslOptions(ssl.build());
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        resources.shutdown(0, 2, TimeUnit.SECONDS);
    }
}
