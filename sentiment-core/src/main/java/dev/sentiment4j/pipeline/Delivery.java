package dev.sentiment4j.pipeline;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry that a {@link PostSource} has handed over and that waits to be acknowledged: an event, or something that is
 * none. Immutable and thread-safe. A delivery is equal to itself alone: the same entry delivered again is another one.
 */
public final class Delivery {
    private final String id;
    private final @Nullable PostEvent event;
    private final @Nullable MalformedEntry malformed;
    private final int deliveryCount;
    private final @Nullable Object handle;

    private Delivery(
            String id,
            @Nullable PostEvent event,
            @Nullable MalformedEntry malformed,
            int deliveryCount,
            @Nullable Object handle) {
        this.id = Objects.requireNonNull(id, "id");
        this.event = event;
        this.malformed = malformed;
        this.deliveryCount = deliveryCount;
        this.handle = handle;
    }

    /**
     * The first delivery of an event.
     *
     * @param id names the entry within the source, such as a stream entry's id: the same when it is delivered again
     */
    public static Delivery of(String id, PostEvent event) {
        return new Delivery(id, Objects.requireNonNull(event, "event"), null, 1, null);
    }

    /**
     * The first delivery of an entry that is no event. It goes to the dead letters with its reason, and is acknowledged
     * like any other.
     *
     * @param id names the entry within the source
     */
    public static Delivery malformed(String id, RawEntry raw, String reason) {
        return new Delivery(id, null, new MalformedEntry(raw, reason), 1, null);
    }

    /**
     * The same delivery, for the given time.
     *
     * @param deliveryCount how often the entry has been delivered, this time included; at least 1
     */
    public Delivery withDeliveryCount(int deliveryCount) {
        if (deliveryCount < 1) {
            throw new IllegalArgumentException("deliveryCount = " + deliveryCount + ": must be at least 1");
        }
        return new Delivery(id, event, malformed, deliveryCount, handle);
    }

    /** The same delivery with something of the source's own, such as an offset, which nobody else looks at. */
    public Delivery withHandle(Object handle) {
        return new Delivery(id, event, malformed, deliveryCount, Objects.requireNonNull(handle, "handle"));
    }

    /** Names the entry within its source; the same when it is delivered again. */
    public String id() {
        return id;
    }

    /** The event; there if and only if {@link #malformed()} is not. */
    public Optional<PostEvent> event() {
        return Optional.ofNullable(event);
    }

    /** What came instead of an event. */
    public Optional<MalformedEntry> malformed() {
        return Optional.ofNullable(malformed);
    }

    /** How often the entry has been delivered, this time included, as far as the source knows. */
    public int deliveryCount() {
        return deliveryCount;
    }

    /** What the source gave with it for itself. */
    public Optional<Object> handle() {
        return Optional.ofNullable(handle);
    }

    @Override
    public String toString() {
        return "Delivery[" + id + ", " + (event != null ? event : malformed) + ", deliveryCount=" + deliveryCount + "]";
    }
}
