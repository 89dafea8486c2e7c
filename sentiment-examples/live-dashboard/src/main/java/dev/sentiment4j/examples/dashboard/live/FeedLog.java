package dev.sentiment4j.examples.dashboard.live;

import java.util.StringJoiner;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The last messages of the feed, numbered from 1 on. Whoever reads keeps a number of his own, so a slow reader costs
 * nothing but his place. Thread-safe.
 */
final class FeedLog {
    private static final int MAX_PORTION = 50;

    private final ReentrantLock lock = new ReentrantLock();
    private final @Nullable String[] messages;
    private long last;
    private @Nullable Portion latest;

    FeedLog(int size) {
        this.messages = new @Nullable String[size];
    }

    /** Makes a message from its number. */
    interface Message {
        String of(long number);
    }

    /** Adds a message; its number. */
    long append(Message message) {
        lock.lock();
        try {
            long number = last + 1;
            messages[(int) (number % messages.length)] = message.of(number);
            last = number;
            return number;
        } finally {
            lock.unlock();
        }
    }

    /** The number of the latest message; 0 before the first. */
    long last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the messages after this number are all still here. */
    boolean reaches(long number) {
        lock.lock();
        try {
            return number >= 0 && number <= last && last - number <= messages.length;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Messages that follow each other, as one text: themselves if it is one, else a JSON array.
     *
     * @param first the number of the first
     * @param last the number of the last
     */
    record Portion(long first, long last, String text) {}

    /**
     * What comes after this number, as far as it goes at once; null if nothing is there yet, or not all of it any more.
     */
    @Nullable
    Portion after(long number) {
        lock.lock();
        try {
            if (number < 0 || number >= last || last - number > messages.length) {
                return null;
            }
            long end = Math.min(last, number + MAX_PORTION);
            Portion made = latest;
            if (made == null || made.first() != number + 1 || made.last() != end) {
                made = new Portion(number + 1, end, text(number + 1, end));
                // Most readers are at the same place.
                latest = made;
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    private String text(long first, long end) {
        if (first == end) {
            return String.valueOf(messages[(int) (first % messages.length)]);
        }
        StringJoiner array = new StringJoiner(",", "[", "]");
        for (long number = first; number <= end; number++) {
            array.add(messages[(int) (number % messages.length)]);
        }
        return array.toString();
    }
}
