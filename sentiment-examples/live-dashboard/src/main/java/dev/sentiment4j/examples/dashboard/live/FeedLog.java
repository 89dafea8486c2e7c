package dev.sentiment4j.examples.dashboard.live;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The last messages of the feed, numbered from 1 on. Whoever reads keeps a number of his own, so a slow reader costs
 * nothing but his place. Thread-safe.
 */
final class FeedLog {
    private final ReentrantLock lock = new ReentrantLock();
    private final @Nullable String[] messages;
    private long last;

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

    /** The message of this number; null if it is not there yet, or no longer. */
    @Nullable
    String get(long number) {
        lock.lock();
        try {
            return number <= last && number > last - messages.length && number > 0
                    ? messages[(int) (number % messages.length)]
                    : null;
        } finally {
            lock.unlock();
        }
    }
}
