package dev.sentiment4j.x;

import dev.sentiment4j.http.DedupWindow;
import dev.sentiment4j.http.DeliveryDesk;
import dev.sentiment4j.http.TimeSource;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.RawEntry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Takes in what was read, each post once: from whichever connection or search it came, and not when an edit of it has
 * come before. Thread-safe.
 */
final class Intake {
    private final DedupWindow seen;
    private final TimeSource time;
    final DeliveryDesk desk;
    final Marks marks;
    final PostBudget budget;
    private final AtomicLong lines = new AtomicLong();
    final LongAdder posts = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    final LongAdder malformed = new LongAdder();

    /**
     * Has taken nothing in.
     *
     * @param source names the source in what is said
     * @param capacity posts that wait to be polled
     * @param window ids that are remembered
     * @param perDay posts of a day; 0 for no limit
     */
    Intake(String source, int capacity, int window, long perDay, XClient client) {
        this.desk = new DeliveryDesk(source, capacity);
        this.seen = new DedupWindow(window);
        this.marks = new Marks(source, client::now);
        this.budget = new PostBudget(source, perDay, client::now);
        this.time = client.time();
    }

    /** Whether the post was new. */
    boolean post(Post post) throws InterruptedException {
        synchronized (seen) {
            if (!seen.add(post.id())) {
                duplicates.increment();
                return false;
            }
            // An earlier version that comes later, from a search, is no news.
            post.supersedes().forEach(seen::add);
        }
        budget.count();
        posts.increment();
        long read = time.nanoTime();
        // Only what was taken counts as seen: what waits for room is lost if this process ends.
        if (desk.put(Delivery.of(post.id(), post))) {
            marks.seen(post.id(), read);
        }
        return true;
    }

    /** Something that is no post. */
    void malformed(byte[] raw, String reason) throws InterruptedException {
        malformed.increment();
        desk.put(Delivery.malformed("line-" + lines.getAndIncrement(), RawEntry.ofBody(raw), reason));
    }
}
