package dev.sentiment4j.pipeline;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that are analyzed together, and what becomes of each: an event for the sinks, or a dead letter. Belongs to
 * one analysis thread until it is {@link Conveyor#done done}, and to the writer afterwards.
 */
final class Batch {
    /** A delivery and the moment it was polled, by the nano clock. */
    record Item(Delivery delivery, long polledNanos) {
        /** What it weighs: the characters of its text, or the bytes of what is no event. */
        long weight() {
            if (delivery.event().orElse(null) instanceof Post post) {
                return post.text().length();
            }
            return delivery.malformed().map(entry -> entry.raw().size()).orElse(0L);
        }
    }

    private final List<Item> items;
    private final @Nullable SinkEvent[] events;
    private final @Nullable DeadLetter[] letters;

    Batch(List<Item> items) {
        this.items = List.copyOf(items);
        this.events = new SinkEvent[items.size()];
        this.letters = new DeadLetter[items.size()];
    }

    int size() {
        return items.size();
    }

    List<Item> items() {
        return items;
    }

    Delivery delivery(int index) {
        return items.get(index).delivery();
    }

    void set(int index, SinkEvent event) {
        events[index] = event;
    }

    void fail(int index, DeadLetter letter) {
        letters[index] = Objects.requireNonNull(letter);
    }

    @Nullable
    SinkEvent event(int index) {
        return events[index];
    }

    @Nullable
    DeadLetter letter(int index) {
        return letters[index];
    }
}
