package dev.sentiment4j.reddit;

import dev.sentiment4j.http.TimeSource;
import dev.sentiment4j.pipeline.CheckpointException;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.SourceException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads and saves the place of a source. A save that fails is tried again; meanwhile the place that is kept grows old,
 * which costs repeated items after a crash and nothing else. Used by one thread.
 *
 * <p>Three texts: the place in the listings; all items that are looked after, seldom; and those of them that came
 * since. No place in the listings is saved that has an item as seen which neither of the other two has: it would never
 * be delivered again, and its deletion never be told.
 */
final class RedditSaver {
    private static final Logger log = LoggerFactory.getLogger(RedditSaver.class);
    /** The items that are looked after are many, and change slowly. */
    private static final int WATCHED_EVERY = 12;

    /** More than so many that came since are no smaller a text than all of them, by far enough. */
    private static final int MOST_RECENT = 2_000;

    private static final String WATCHED = "/watched";
    private static final String RECENT = "/recent";

    private final CheckpointStore store;
    private final RedditSourceOptions options;
    private final List<Listing> listings;
    private final Watch watch;
    private final Unacknowledged unacknowledged;
    private final TimeSource time;
    private boolean dirty;
    private volatile boolean watchedDirty;
    private boolean recentKept;
    private boolean failing;
    private long acknowledgements;
    private long next;
    private long nextWatched;

    RedditSaver(
            CheckpointStore store,
            RedditSourceOptions options,
            List<Listing> listings,
            Watch watch,
            Unacknowledged unacknowledged,
            TimeSource time) {
        this.store = store;
        this.options = options;
        this.listings = listings;
        this.watch = watch;
        this.unacknowledged = unacknowledged;
        this.time = time;
        this.next = time.nanoTime() + options.checkpointInterval().toNanos();
        this.nextWatched = next;
    }

    /** Fills listings and watch with what was saved. */
    void load() {
        String key = options.checkpointKey();
        long now = time.now().toEpochMilli();
        store.load(key).ifPresent(text -> Place.readListings(text, key, now, listings));
        store.load(key + WATCHED).ifPresent(text -> Place.readWatched(text, key + WATCHED, watch));
        watch.kept();
        store.load(key + RECENT).ifPresent(text -> Place.readWatched(text, key + RECENT, watch));
        recentKept = watch.recentSize() > 0;
    }

    void changed() {
        dirty = true;
        watchedDirty = true;
    }

    void watchedChanged() {
        watchedDirty = true;
    }

    /**
     * Saves what has changed, if it is time to.
     *
     * @return how long until it may be time again
     */
    Duration saveIfDue() {
        long now = time.nanoTime();
        if (now - next >= 0) {
            next = now + options.checkpointInterval().toNanos();
            boolean many = now - nextWatched >= 0;
            save(many);
            if (many) {
                nextWatched = now + WATCHED_EVERY * options.checkpointInterval().toNanos();
            }
        }
        return Duration.ofNanos(Math.max(1, next - now));
    }

    /** Saves what has changed. */
    void save(boolean watchedToo) {
        long acknowledged = unacknowledged.changes();
        boolean place = dirty || acknowledged != acknowledgements;
        boolean all = watchedToo || watch.recentSize() > MOST_RECENT;
        String key = options.checkpointKey();
        try {
            if (all && watchedDirty) {
                saveWatched(key);
            } else if (place && watch.recentSize() > 0) {
                store.save(key + RECENT, Place.writeWatched(watch.recent()));
                recentKept = true;
            }
            if (place) {
                store.save(key, Place.writeListings(listings, unacknowledged));
                dirty = false;
                acknowledgements = acknowledged;
            }
            failing = false;
        } catch (CheckpointException e) {
            watchedDirty |= all;
            if (!e.isRetriable()) {
                throw SourceException.fatal("the place in Reddit cannot be saved: " + e.getMessage(), e);
            }
            if (!failing) {
                failing = true;
                log.warn("the place in Reddit cannot be saved for now: {}", e.getMessage());
            }
        }
    }

    private void saveWatched(String key) {
        // First: what is acknowledged in between makes it dirty again.
        watchedDirty = false;
        store.save(key + WATCHED, Place.writeWatched(watch.all()));
        watch.kept();
        if (recentKept) {
            store.save(key + RECENT, Place.writeWatched(List.of()));
            recentKept = false;
        }
    }
}
