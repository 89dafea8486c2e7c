package dev.sentiment4j.redis;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.InvalidPostException;
import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.pipeline.RawEntry;
import io.lettuce.core.StreamMessage;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which entries are in this consumer's hands, and how they become deliveries. Thread-safe: one thread takes, another
 * lets go.
 */
final class Entries {
    /** The consumer that holds what was given back until somebody claims it. */
    static final String GIVEN_BACK = "given-back";
    /** So often an entry that is under suspicion is delivered alone before it is given up. */
    private static final int ALONE = 2;

    /** Where an entry is. */
    record Position(String stream, String id) {}

    private final RedisSourceOptions options;
    private final Set<Position> held = ConcurrentHashMap.newKeySet();
    private final Set<Position> suspects = ConcurrentHashMap.newKeySet();

    Entries(RedisSourceOptions options) {
        this.options = options;
    }

    /** The delivery of an entry, which is held from now on. */
    Delivery take(StreamMessage<String, byte[]> message, int count) {
        Position position = new Position(message.getStream(), message.getId());
        held.add(position);
        if (isSuspect(count - 1)) {
            suspects.add(position);
        }
        return delivery(position, message.getBody(), count)
                .withDeliveryCount(count)
                .withHandle(position);
    }

    private Delivery delivery(Position position, Map<String, byte[]> fields, int count) {
        String id = options.streams().size() == 1 ? position.id() : position.stream() + "/" + position.id();
        if (count > options.maxDeliveries()) {
            return Delivery.malformed(
                    id,
                    RawEntry.of(fields),
                    "was delivered " + (count - 1) + " times without being acknowledged; maxDeliveries = "
                            + options.maxDeliveries() + " is the limit");
        }
        try {
            PostEvent event = options.codec().decode(fields, addedAt(position.id()));
            return Delivery.of(id, event);
        } catch (InvalidPostException e) {
            return Delivery.malformed(id, RawEntry.of(fields), String.join("; ", e.problems()));
        } catch (RuntimeException e) {
            return Delivery.malformed(
                    id,
                    RawEntry.of(fields),
                    "the codec failed with " + e.getClass().getSimpleName());
        }
    }

    /** When an entry was added, by the server's clock: that is what its id begins with, unless it was set by hand. */
    static Instant addedAt(String id) {
        try {
            Instant at = Instant.ofEpochMilli(Long.parseLong(id.substring(0, id.indexOf('-'))));
            return at.isAfter(dev.sentiment4j.pipeline.Post.MAX_TIME) ? Instant.EPOCH : at;
        } catch (NumberFormatException e) {
            return Instant.EPOCH;
        }
    }

    /** All that is in this consumer's hands. */
    List<Position> held() {
        return List.copyOf(held);
    }

    boolean isHeld(Position position) {
        return held.contains(position);
    }

    /** Whether an entry that was delivered so often must come alone the next time. */
    boolean isSuspect(int deliveredBefore) {
        return deliveredBefore >= Math.max(1, options.maxDeliveries() - ALONE)
                && deliveredBefore < options.maxDeliveries();
    }

    /** Whether one under suspicion is in work. */
    boolean holdsSuspect() {
        return !suspects.isEmpty();
    }

    /** Whether one under suspicion was among them, so that the next may come. */
    boolean letGo(Collection<Position> positions) {
        boolean suspect = false;
        for (Position position : positions) {
            held.remove(position);
            suspect |= suspects.remove(position);
        }
        return suspect;
    }

    static Position position(Delivery delivery) {
        if (delivery.handle().orElse(null) instanceof Position position) {
            return position;
        }
        throw new IllegalArgumentException("delivery " + delivery.id() + " is not of this source");
    }
}
