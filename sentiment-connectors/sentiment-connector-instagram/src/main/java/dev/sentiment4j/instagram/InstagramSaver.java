package dev.sentiment4j.instagram;

import dev.sentiment4j.http.TimeSource;
import dev.sentiment4j.pipeline.CheckpointException;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.SourceException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads and saves the place of a source. A save that fails is tried again; meanwhile the place that is kept grows old,
 * which costs repeated items after a crash and nothing else. Used by one thread.
 */
final class InstagramSaver {
    private static final Logger log = LoggerFactory.getLogger(InstagramSaver.class);
    /** Where all else is saved already, when targets were read last need not be known to the second. */
    private static final Duration READ_AGAIN = Duration.ofMinutes(10);

    private final String name;
    private final CheckpointStore checkpoints;
    private final String key;
    private final Duration interval;
    private final Memory memory;
    private final Collection<Target> targets;
    private final TimeSource time;
    private final Map<String, String[]> kept;
    private long next;
    private long readAgainDue;
    private long saved;
    private boolean changed = true;
    private boolean readAgain;
    private boolean failing;

    /**
     * Loads what is kept; {@code memory} takes its ids in.
     *
     * @param targets all that is read whenever it saves
     */
    InstagramSaver(
            String name,
            CheckpointStore checkpoints,
            InstagramSourceOptions options,
            Memory memory,
            Collection<Target> targets,
            TimeSource time) {
        this.name = name;
        this.checkpoints = checkpoints;
        this.key = options.checkpointKey();
        this.interval = options.checkpointInterval();
        this.memory = memory;
        this.targets = targets;
        this.time = time;
        this.next = time.nanoTime();
        this.readAgainDue = next;
        this.kept = checkpoints.load(key).map(text -> memory.read(text, key)).orElse(Map.of());
    }

    /** Tells a target what is kept of it. */
    void restore(Target target) {
        String[] before = kept.get(target.key());
        if (before != null) {
            target.read = Long.parseLong(before[0]);
            target.node = before[1].equals("-") ? target.node : before[1];
        }
    }

    /** Something other than ids is to be kept. */
    void changed() {
        changed = true;
    }

    /** A target was read, whether anything was found or not. */
    void readAgain() {
        readAgain = true;
    }

    /**
     * Saves what has changed, if it is time to.
     *
     * @return how long until it may be time again
     */
    Duration saveIfDue() {
        long now = time.nanoTime();
        if (now - next >= 0) {
            next = now + interval.toNanos();
            save(false);
        }
        return Duration.ofNanos(Math.max(1, next - now));
    }

    /**
     * Saves what has changed.
     *
     * @param last whether nothing will be saved after it
     */
    void save(boolean last) {
        long changes = memory.changes();
        boolean times = readAgain && (last || time.nanoTime() - readAgainDue >= 0);
        if (changes == saved && !changed && !times) {
            return;
        }
        try {
            checkpoints.save(key, memory.write(targets));
            saved = changes;
            changed = false;
            readAgain = false;
            readAgainDue = time.nanoTime() + READ_AGAIN.toNanos();
            failing = false;
        } catch (CheckpointException e) {
            if (!e.isRetriable()) {
                throw SourceException.fatal(name + ": its place cannot be saved: " + e.getMessage(), e);
            }
            if (!failing) {
                failing = true;
                log.warn("{}: its place cannot be saved for now: {}", name, e.getMessage());
            }
        }
    }
}
