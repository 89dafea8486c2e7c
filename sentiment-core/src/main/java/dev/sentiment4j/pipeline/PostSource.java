package dev.sentiment4j.pipeline;

import java.time.Duration;
import java.util.List;

/**
 * Where posts come from. A durable source (a stream, a log, a table) keeps what it has delivered until it is
 * acknowledged, and delivers it again after a crash: at least once. A live source (a platform's API) cannot keep much;
 * it uses acknowledgements to move its cursor, and tells its {@link SourceListener} of what it missed.
 *
 * <p>Life: {@link #open} once, any number of polls and acknowledgements, {@link #close}. Threads: one thread at a time
 * polls; {@code acknowledge} and {@code negativeAcknowledge} are called by one thread at a time too, which is another
 * one and does not wait for the poll. So what both touch must be thread-safe. {@link #isExhausted()}, {@link #lag()}
 * and {@link #name()} may be called from anywhere at any time, and must not block.
 *
 * <p>Whatever fails throws a {@link SourceException}: {@linkplain SourceException#unavailable unavailable} if it may
 * heal (the caller tries the same call again, with back-off), {@linkplain SourceException#fatal fatal} if it needs a
 * person. A lost connection, a restarted server, a group or stream that was deleted and can be made anew are of the
 * first kind. Anything else that is thrown counts as fatal. Messages hold no post text and no password.
 */
public interface PostSource extends AutoCloseable {
    /** A short name for logs and metrics, such as "redis:social_posts_stream"; always the same, without secrets. */
    String name();

    /**
     * Gets ready: connects, creates a consumer group, starts threads. Called once, before the first poll; again if it
     * failed with an exception that is retriable.
     *
     * @param listener told of what no delivery tells
     * @throws SourceException if it cannot work
     */
    default void open(SourceListener listener) {}

    /**
     * The next deliveries, in the order of the source: at once if some are there, else as soon as one is, or none after
     * the timeout. Entries with a broken content are delivered as {@linkplain Delivery#malformed malformed}, never left
     * out and never thrown: one bad entry must not hold up its neighbours.
     *
     * <p>Two events of one key come in the order in which they happened, as far as the platform tells it.
     *
     * <p>A caller that has its hands full does not poll, for as long as that takes: minutes, while a sink is away.
     * Leases that a source holds on what it has delivered (a group membership, an idle time) are the source's to keep
     * meanwhile.
     *
     * @param max deliveries at most; at least 1
     * @param timeout how long to wait for the first one; zero to look only. A call may take longer by the time of a
     *     round trip, not more
     * @return at most {@code max}, possibly none; unmodifiable or a copy
     * @throws InterruptedException if the thread is interrupted while it waits; what the call would have returned is
     *     not lost: it is delivered by another poll, or, as unacknowledged, again
     * @throws SourceException if it cannot deliver
     * @throws IllegalStateException if it is not open
     */
    List<Delivery> poll(int max, Duration timeout) throws InterruptedException;

    /**
     * The deliveries are dealt with for good and need not come again. Idempotent: acknowledging twice, or what somebody
     * else has claimed and acknowledged meanwhile, is harmless. The pipeline acknowledges in the order of the polls;
     * other callers need not.
     *
     * @param deliveries of this source, in any number
     * @throws SourceException if it is not known whether they are acknowledged; the caller tries again
     */
    void acknowledge(List<Delivery> deliveries);

    /**
     * Gives deliveries back: they come again, to this or another consumer, soon, and with a higher
     * {@link Delivery#deliveryCount()} unless the reason is {@link NackReason#STOPPING} and the source can help it. A
     * live source for which that has no meaning does not move its cursor beyond them.
     *
     * @throws SourceException if they could not be given back; a durable source then delivers them again after its own
     *     timeout
     */
    void negativeAcknowledge(List<Delivery> deliveries, NackReason reason);

    /**
     * Whether nothing will come any more, ever: false for all sources that wait for new posts, true for a finite one
     * that has delivered everything and got back nothing.
     */
    default boolean isExhausted() {
        return false;
    }

    /** How far it is behind, from what it last heard; without asking a server. */
    default SourceLag lag() {
        return SourceLag.UNKNOWN;
    }

    /**
     * Ends it and frees what it holds. What is unacknowledged comes again when a durable source is opened anew.
     * Idempotent, also when it never was open. A poll that another thread is in returns nothing, or throws
     * {@link IllegalStateException}.
     */
    @Override
    void close();
}
