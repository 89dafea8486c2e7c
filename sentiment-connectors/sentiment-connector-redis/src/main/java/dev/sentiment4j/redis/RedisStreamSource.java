package dev.sentiment4j.redis;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.SourceLag;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.redis.Entries.Position;
import io.lettuce.core.Consumer;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts of one or more Redis Streams, shared with other consumers of a group. At least once: an entry is pending until
 * it is acknowledged, and comes to another consumer when this one dies.
 *
 * <ul>
 *   <li>Group and streams are made if they are missing, also when they vanish while it runs; then everything that is in
 *       the stream comes again.
 *   <li>Entries that a consumer has held for {@link RedisSourceOptions#claimIdle()} are claimed. One that was delivered
 *       {@link RedisSourceOptions#maxDeliveries()} times comes as malformed the next time.
 *   <li>Entries that are pending and were trimmed are told to the listener as a gap.
 *   <li>Closing gives back what is unacknowledged and takes the consumer out of the group.
 * </ul>
 *
 * The id of a delivery is that of its entry, with the stream's key and a slash before it if there are several streams.
 */
public final class RedisStreamSource implements PostSource {
    private static final Logger log = LoggerFactory.getLogger(RedisStreamSource.class);
    private static final int ACK_PAGE = 1000;

    private final RedisOptions redis;
    private final RedisSourceOptions options;
    private final Clock clock;
    private final String name;
    private final String consumer;
    private final Entries entries;

    private volatile @Nullable Opened opened;
    private volatile boolean closed;

    /** A source with a clock of the system. */
    public RedisStreamSource(RedisOptions redis, RedisSourceOptions options) {
        this(redis, options, Clock.systemUTC());
    }

    /**
     * A source.
     *
     * @param clock tells how old an entry is
     */
    public RedisStreamSource(RedisOptions redis, RedisSourceOptions options, Clock clock) {
        this.redis = Objects.requireNonNull(redis, "redis");
        this.options = Objects.requireNonNull(options, "options");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.name = "redis:" + String.join(",", options.streams());
        this.consumer = options.consumer()
                .orElseGet(
                        () -> redis.clientName() + "-" + ProcessHandle.current().pid() + "-"
                                + UUID.randomUUID().toString().substring(0, 8));
        this.entries = new Entries(options);
    }

    @Override
    public String name() {
        return name;
    }

    /** The name under which this consumer is known in its group. */
    public String consumer() {
        return consumer;
    }

    /** All that is there between open and close. */
    private record Opened(
            RedisConnector connector, RedisLink link, Groups groups, Claims claims, GroupReader reader, LagWatch lag) {
        void close() {
            reader.close();
            link.close();
            connector.close();
        }
    }

    @Override
    public synchronized void open(SourceListener listener) {
        Objects.requireNonNull(listener, "listener");
        if (closed || opened != null) {
            throw new IllegalStateException(name + (closed ? ": closed" : ": open already"));
        }
        RedisConnector connector = new RedisConnector(redis);
        String doing = "source '" + name + "', " + redis.where();
        RedisLink link = new RedisLink(connector, doing, true, heard(listener), System::nanoTime);
        Consumer<String> me = Consumer.from(options.group(), consumer);
        Groups groups = new Groups(options, link);
        Claims claims = new Claims(options, link, me, entries, gap -> tell(listener, gap));
        LagWatch lag = new LagWatch(options, link, System::nanoTime);
        RedisLink reading = new RedisLink(connector, doing, true, RedisLink.Listener.NONE, System::nanoTime);
        Opened fresh = new Opened(
                connector,
                link,
                groups,
                claims,
                new GroupReader(options, reading, me, entries, claims, lag, connector.isCluster()),
                lag);
        try {
            groups.create();
        } catch (RedisFailureException e) {
            fresh.close();
            throw e.failure().toSource();
        } catch (RuntimeException e) {
            fresh.close();
            throw e;
        }
        connector.every(options.claimIdle().dividedBy(3), claims::renew);
        opened = fresh;
    }

    private RedisLink.Listener heard(SourceListener listener) {
        return new RedisLink.Listener() {
            @Override
            public void connected() {
                listener.connected();
            }

            @Override
            public void disconnected(RedisFailure failure) {
                if (!closed) {
                    listener.disconnected(failure.toSource());
                }
            }
        };
    }

    private static void tell(SourceListener listener, SourceGap gap) {
        listener.gap(gap);
    }

    @Override
    public List<Delivery> poll(int max, Duration timeout) throws InterruptedException {
        if (max < 1) {
            throw new IllegalArgumentException("max = " + max + ": must be at least 1");
        }
        Opened o = opened();
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean healed = false;
        while (true) {
            try {
                return o.reader().poll(max, deadline);
            } catch (RedisFailureException e) {
                if (closed) {
                    return List.of();
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (!e.failure().code().equals("NOGROUP") || healed) {
                    throw e.failure().toSource();
                }
                healed = true;
                heal(o);
            } catch (IllegalStateException e) {
                if (closed) {
                    return List.of();
                }
                throw e;
            }
        }
    }

    private void heal(Opened o) {
        log.warn("source '{}': group '{}' or its stream is gone and is made anew", name, options.group());
        try {
            o.groups().create();
        } catch (RedisFailureException e) {
            throw e.failure().toSource();
        }
    }

    @Override
    public void acknowledge(List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return;
        }
        List<Position> positions = deliveries.stream().map(Entries::position).toList();
        Opened o = opened();
        try {
            RedisClusterAsyncCommands<String, byte[]> commands = o.link().commands();
            List<RedisFuture<?>> answers = new ArrayList<>();
            byStream(positions).forEach((stream, ids) -> {
                for (int from = 0; from < ids.size(); from += ACK_PAGE) {
                    String[] page = ids.subList(from, Math.min(ids.size(), from + ACK_PAGE))
                            .toArray(String[]::new);
                    answers.add(commands.xack(stream, options.group(), page));
                    if (options.deleteAcknowledged()) {
                        answers.add(commands.xdel(stream, page));
                    }
                }
            });
            o.link().awaitAll(answers);
        } catch (RedisFailureException e) {
            // Without the group there is nothing to acknowledge; it is made anew by the next poll.
            if (!e.failure().code().equals("NOGROUP")) {
                throw e.failure().toSource();
            }
        }
        if (entries.letGo(positions)) {
            o.reader().claimSoon();
        }
    }

    private static Map<String, List<String>> byStream(List<Position> positions) {
        Map<String, List<String>> ids = new LinkedHashMap<>();
        positions.forEach(
                p -> ids.computeIfAbsent(p.stream(), s -> new ArrayList<>()).add(p.id()));
        return ids;
    }

    @Override
    public void negativeAcknowledge(List<Delivery> deliveries, NackReason reason) {
        if (deliveries.isEmpty()) {
            return;
        }
        List<Position> positions = deliveries.stream().map(Entries::position).toList();
        Opened o = opened();
        if (reason == NackReason.FAILED) {
            o.claims().comeAgain(deliveries);
        } else {
            Map<Position, Integer> counts = new LinkedHashMap<>();
            deliveries.forEach(d -> counts.put(Entries.position(d), d.deliveryCount() - 1));
            try {
                o.claims().giveBack(counts);
            } catch (RedisFailureException e) {
                entries.letGo(positions);
                if (!e.failure().code().equals("NOGROUP")) {
                    throw e.failure().toSource();
                }
            }
            o.reader().claimSoon();
        }
        entries.letGo(positions);
    }

    @Override
    public SourceLag lag() {
        Opened o = opened;
        return o == null ? SourceLag.UNKNOWN : o.lag().lag(Instant.now(clock));
    }

    private Opened opened() {
        Opened o = opened;
        if (o == null || closed) {
            throw new IllegalStateException(name + (closed ? ": closed" : ": not open"));
        }
        return o;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Opened o = opened;
        if (o == null) {
            return;
        }
        o.reader().close();
        try {
            if (o.link().isOpen()) {
                o.claims().leave();
            }
        } catch (RedisFailureException e) {
            // It will be claimed when it has been idle for long enough.
            log.warn("source '{}': could not give back what is unacknowledged: {}", name, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            o.close();
        }
    }

    @Override
    public String toString() {
        return "RedisStreamSource[" + name + ", group " + options.group() + ", consumer " + consumer + "]";
    }
}
