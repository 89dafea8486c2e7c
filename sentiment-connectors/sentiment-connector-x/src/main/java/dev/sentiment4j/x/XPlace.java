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
 * Loads the place of a source, and saves it again and again on a thread of its own. A save that fails is tried again;
 * meanwhile the place that is kept grows old, which costs repeated posts after a crash and nothing else. Thread-safe.
 */
final class XPlace {
    private static final Logger log = LoggerFactory.getLogger(XPlace.class);

    private static final long CLOSING_MILLIS = 900;

    private final String source;
    private final CheckpointStore store;
    private final String key;
    private final Duration interval;
    private final Supplier<Optional<String>> position;
    private final Consumer<Throwable> fatal;
    private final TimeSource time;
    private final Thread thread;
    private @Nullable String saved;
    private boolean failing;

    XPlace(
            String source,
            CheckpointStore store,
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
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                time.sleep(interval);
                save();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fatal.accept(e);
        }
    }

    private synchronized void save() {
        String now = position.get().orElse(saved);
        if (now == null || now.equals(saved)) {
            return;
        }
        try {
            store.save(key, now);
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

    /** Ends the thread, and saves what it has not. */
    void close() {
        thread.interrupt();
        try {
            thread.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            Uninterrupted.run(this::save);
        } catch (SourceException e) {
            log.warn("{}; what came last comes again", e.getMessage());
        }
    }
}
