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
    private final DeliveryDesk desk;
    private final DedupWindow seen;
    private final Marks marks;
    private final PostBudget budget;
    private final TimeSource time;
    private final AtomicLong lines = new AtomicLong();
    final LongAdder posts = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    final LongAdder malformed = new LongAdder();

    Intake(DeliveryDesk desk, int window, Marks marks, PostBudget budget, TimeSource time) {
        this.desk = desk;
        this.seen = new DedupWindow(window);
        this.marks = marks;
        this.budget = budget;
        this.time = time;
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
