package dev.sentiment4j.pipeline;

import java.util.List;

/**
 * Where analyzed posts go. A sink is idempotent, which turns delivery at least once into storing exactly once: a batch
 * may come again, whole, in part, in other company, and the outcome is as if it had come once.
 *
 * <ul>
 *   <li>The key of an analyzed post is {@link PostKey}: writing it again replaces what is there, it adds nothing. A
 *       later analysis replaces an earlier one (a sink may keep the history).
 *   <li>A version of a post that is older than the one stored ({@link Post#version()}) changes nothing.
 *   <li>A post that {@linkplain Post#supersedes() supersedes} others takes their place.
 *   <li>A {@link PostDeletion} removes text, author and analysis of its post, whatever the version that is stored, also
 *       of one that is not there; afterwards a version that is not later than {@link PostDeletion#deletedAt()} changes
 *       nothing. So a deletion that comes again removes a post that was restored meanwhile: that is the better error,
 *       whatever the clocks say, than to keep what was deleted.
 *   <li>Events of one batch take effect in their order.
 * </ul>
 *
 * A sink that only appends (a stream, a topic) cannot compare; it appends every event with its key, and says in its
 * documentation that its readers must.
 *
 * <p>Life: {@link #open} once, any number of writes, {@link #close}. It belongs to one pipeline and is used by one
 * thread at a time; {@link #name()} may be called from anywhere.
 */
public interface PostSink extends AutoCloseable {
    /** A short name for logs and metrics, such as "postgres"; always the same, without secrets. */
    String name();

    /**
     * Gets ready and finds out whether it can work at all: connects, looks for its tables. Called once, before the
     * first write; again if it failed with an exception that is retriable.
     *
     * @throws SinkException if it cannot work
     */
    default void open() {}

    /**
     * Stores a batch. When this returns, everything but the rejected is stored, as safely as the sink's system stores
     * anything: what was read from the source is acknowledged afterwards. One bad event must not fail its neighbours:
     * they are stored, and it is returned.
     *
     * @param events in the order in which they happened, at least one; unmodifiable, and not used by the caller while
     *     this runs. One key may be there several times
     * @return what cannot be stored, whatever is tried: any order, each index once; empty if all was stored
     * @throws SinkException {@linkplain SinkException#unavailable unavailable} if it may heal,
     *     {@linkplain SinkException#batchRejected rejected} if some event is at fault and it cannot tell which,
     *     {@linkplain SinkException#fatal fatal} if it needs a person; part of the batch may be stored. Anything else
     *     that is thrown counts as the second
     * @throws InterruptedException if the thread is interrupted; part of the batch may be stored
     */
    List<Rejection> write(List<SinkEvent> events) throws InterruptedException;

    /** Frees what it holds; everything that was written is stored already. Idempotent, also when it never was open. */
    @Override
    void close();
}
