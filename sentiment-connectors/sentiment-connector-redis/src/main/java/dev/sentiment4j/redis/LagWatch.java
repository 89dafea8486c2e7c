package dev.sentiment4j.redis;

import dev.sentiment4j.pipeline.SourceLag;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far the group is behind, from answers that are asked for now and then and waited for by nobody. Thread-safe.
 *
 * <p>Servers from 7.0 count what waits. Earlier ones do not, so it is estimated: exactly zero at the end of the stream,
 * else the part of the stream's length that lies behind the last delivered entry in time.
 */
final class LagWatch {
    private record Behind(long waiting, long pending) {}

    private final RedisSourceOptions options;
    private final RedisLink link;
    private final LongSupplier nanoTime;
    private final Map<String, Behind> streams = new ConcurrentHashMap<>();
    private volatile @Nullable Instant lastAdded;
    private long nextAt;

    LagWatch(RedisSourceOptions options, RedisLink link, LongSupplier nanoTime) {
        this.options = options;
        this.link = link;
        this.nanoTime = nanoTime;
        this.nextAt = nanoTime.getAsLong();
    }

    void delivered(String id) {
        lastAdded = Entries.addedAt(id);
    }

    /** Asks if it is time to. Used by the polling thread. */
    void askIfDue() {
        long now = nanoTime.getAsLong();
        if (now - nextAt < 0) {
            return;
        }
        nextAt = now + options.lagInterval().toNanos();
        RedisClusterAsyncCommands<String, byte[]> commands = link.commands();
        for (String stream : options.streams()) {
            commands.xinfoGroups(stream).thenAcceptBoth(commands.xinfoStream(stream), (groups, info) -> {
                GroupInfo.of(groups, options.group())
                        .ifPresent(group -> streams.put(
                                stream,
                                new Behind(
                                        group.lag().orElseGet(() -> estimate(group, GroupInfo.fields(info))),
                                        group.pending())));
            });
        }
    }

    static long estimate(GroupInfo group, Map<String, Object> stream) {
        long length = GroupInfo.number(stream.get("length"));
        String last = GroupInfo.text(stream.get("last-generated-id"));
        if (length == 0 || group.lastDelivered().equals(last)) {
            return 0;
        }
        Object first = stream.get("first-entry");
        if (!(first instanceof List<?> entry) || entry.isEmpty()) {
            return length;
        }
        long from = Entries.addedAt(GroupInfo.text(entry.get(0))).toEpochMilli();
        long to = Entries.addedAt(last).toEpochMilli();
        long at = Entries.addedAt(group.lastDelivered()).toEpochMilli();
        if (at < from || to <= from) {
            return length;
        }
        return Math.max(1, Math.round(length * ((double) (to - at) / (to - from))));
    }

    SourceLag lag(Instant now) {
        Instant added = lastAdded;
        Optional<Duration> age = added == null
                ? Optional.empty()
                : Optional.of(added.isAfter(now) ? Duration.ZERO : Duration.between(added, now));
        if (streams.size() < options.streams().size()) {
            return new SourceLag(OptionalLong.empty(), OptionalLong.empty(), age);
        }
        return new SourceLag(
                OptionalLong.of(
                        streams.values().stream().mapToLong(Behind::waiting).sum()),
                OptionalLong.of(
                        streams.values().stream().mapToLong(Behind::pending).sum()),
                age);
    }
}
