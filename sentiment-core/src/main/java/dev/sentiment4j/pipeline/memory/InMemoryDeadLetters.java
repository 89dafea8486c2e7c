package dev.sentiment4j.pipeline.memory;

import dev.sentiment4j.pipeline.DeadLetter;
import dev.sentiment4j.pipeline.DeadLetters;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps dead letters in memory, without bound. Thread-safe, and readable after it was closed. */
public final class InMemoryDeadLetters implements DeadLetters {
    private final List<DeadLetter> letters = new CopyOnWriteArrayList<>();

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void write(List<DeadLetter> more) {
        letters.addAll(more);
    }

    /** A copy of the letters, in the order in which they came. */
    public List<DeadLetter> letters() {
        return List.copyOf(letters);
    }

    @Override
    public void close() {}
}
