package dev.sentiment4j.window;

import dev.sentiment4j.pipeline.PostKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a post adds to its cells, so that it can be taken away again. In a list of its pane, in the order of arrival.
 */
final class Row {
    static final byte NO_LABEL = -1;

    final PostKey key;
    final Instant version;
    final byte label;
    final long score;
    final long toxicity;
    final long churn;
    /** A bit for each of the {@link Emotions}. */
    final long emotions;

    final boolean hasAuthor;
    final long author;
    final Pane pane;
    /** One for each group, and the overall one; null where the post has no value. */
    final @Nullable Cell[] cells;

    @Nullable
    Row previous;

    @Nullable
    Row next;

    Row(
            PostKey key,
            Instant version,
            byte label,
            long score,
            long toxicity,
            long churn,
            long emotions,
            boolean hasAuthor,
            long author,
            Pane pane,
            @Nullable Cell[] cells) {
        this.key = key;
        this.version = version;
        this.label = label;
        this.score = score;
        this.toxicity = toxicity;
        this.churn = churn;
        this.emotions = emotions;
        this.hasAuthor = hasAuthor;
        this.author = author;
        this.pane = pane;
        this.cells = cells;
    }

    /** How much it is worth a look, whatever the alarm: unfriendly, toxic, or about to leave. */
    long concern() {
        long unfriendly = score == Fixed.NONE ? Fixed.NONE : -score;
        return Math.max(unfriendly, Math.max(toxicity, churn));
    }

    /** Whether it adds just the same, to the same cells. */
    boolean addsLike(Row other) {
        if (pane != other.pane
                || label != other.label
                || score != other.score
                || toxicity != other.toxicity
                || churn != other.churn
                || emotions != other.emotions
                || hasAuthor != other.hasAuthor
                || author != other.author) {
            return false;
        }
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] != other.cells[i]) {
                return false;
            }
        }
        return true;
    }
}
