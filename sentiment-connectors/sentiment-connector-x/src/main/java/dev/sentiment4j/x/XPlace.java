package dev.sentiment4j.x;

import dev.sentiment4j.http.TimeSource;
import dev.sentiment4j.http.Uninterrupted;
import dev.sentiment4j.pipeline.CheckpointException;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.SourceException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the place of a source, and saves it again and again on a thread of its own, which alone waits for the store. A
 * save that fails is tried again; meanwhile the place that is kept grows old, which costs repeated posts after a crash
 * and nothing else. Without a store it does nothing. Thread-safe.
 */
final class XPlace {
    private static final Logger log = LoggerFactory.getLogger(XPlace.class);

    private final String source;
    private final @Nullable CheckpointStore store;
    private final String key;
    private final Duration interval;
    private final Supplier<Optional<String>> position;
    private final Consumer<Throwable> fatal;
    private final TimeSource time;
    private final Thread thread;
    private volatile boolean closing;
    /** Of the thread; others may look when it has ended. */
    private @Nullable String saved;

    private boolean failing;

    XPlace(
            String source,
            @Nullable CheckpointStore store,
            String key,
            Duration interval,
            Supplier<Optional<String>> position,
            Consumer<Throwable> fatal,
            TimeSource time) {
        this.source = source;
        this.store = store;
        this.key = key;
        this.interval = interval;
        this.position = position;
        this.fatal = fatal;
        this.time = time;
        this.thread = new Thread(this::run, "sentiment4j-x-place");
        thread.setDaemon(true);
    }

    /**
     * The id of a post, if one was saved.
     *
     * @throws SourceException if that cannot be told, or what was saved is no such id
     */
    Optional<String> load() {
        if (store == null) {
            return Optional.empty();
        }
        try {
            Optional<String> loaded = store.load(key);
            if (loaded.filter(id -> !id.matches("[0-9]{1,19}")).isPresent()) {
                throw SourceException.fatal(
                        source + ": checkpoint '" + key + "' is not the id of a post; delete it to begin anew, or set"
                                + " another checkpointKey",
                        null);
            }
            return loaded;
        } catch (CheckpointException e) {
            String message = source + ": its place cannot be loaded: " + e.getMessage();
            throw e.isRetriable() ? SourceException.unavailable(message, e) : SourceException.fatal(message, e);
        }
    }

    void start() {
        if (store != null) {
            thread.start();
        }
    }

    private void run() {
        CheckpointStore to = store;
        if (to == null) {
            return;
        }
        try {
            while (!closing) {
                if (slept()) {
                    save(to);
                }
            }
        } catch (RuntimeException | Error e) {
            if (!closing) {
                fatal.accept(e);
                return;
            }
            // It was interrupted in its work: once more.
        }
        try {
            Uninterrupted.run(() -> save(to));
        } catch (SourceException e) {
            log.warn("{}; what came last comes again", e.getMessage());
        }
    }

    private boolean slept() {
        try {
            time.sleep(interval);
            return !closing;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void save(CheckpointStore to) {
        String now = position.get().orElse(saved);
        if (now == null || now.equals(saved)) {
            return;
        }
        try {
            to.save(key, now);
            saved = now;
            failing = false;
        } catch (CheckpointException e) {
            String message = source + ": its place cannot be saved: " + e.getMessage();
            if (!e.isRetriable()) {
                throw SourceException.fatal(message, e);
            }
            if (!failing) {
                failing = true;
                log.warn("{}; trying again every {}", message, interval);
            }
        } catch (RuntimeException e) {
            // No store should, and whether it heals, only the next save can tell.
            if (!failing) {
                failing = true;
                log.warn("{}: its place cannot be saved; trying again every {}", source, interval, e);
            }
        }
    }

    /**
     * Ends the thread, which saves what it has not.
     *
     * @param limit how long to wait for that
     * @return whether the store has the source's position
     */
    boolean close(Duration limit) {
        if (store == null) {
            return false;
        }
        closing = true;
        thread.interrupt();
        if (!Uninterrupted.join(thread, limit)) {
            // Now it matters more that it ends than that it saves.
            thread.interrupt();
            log.warn(
                    "{}: its place is not saved, as the store '{}' does not answer; what came last comes again",
                    source,
                    store.name());
            return false;
        }
        return position.get().equals(Optional.ofNullable(saved));
    }
}
