package dev.sentiment4j.x;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an {@link XFilteredStreamSource} has done and how it is; totals since it was made.
 *
 * @param connected whether a stream is open
 * @param connects requests for the stream, tries that X refused included
 * @param posts new posts, streamed or searched for
 * @param filled those of them that search found in gaps
 * @param duplicates posts that had come before
 * @param malformed lines that are no posts
 * @param unknown lines of types that this version does not know, which are left alone
 * @param gaps gaps that could not be filled
 * @param keepAliveAge since the last byte of the open stream; at most some 20 seconds while all is well
 * @param lag how old the post was that was read last
 * @param buffered posts that wait to be polled
 * @param pausedFor for how long reading has been waiting for somebody to poll
 * @param readToday new posts of this day of UTC
 * @param budgetLeft how many more may be read today; empty without a limit
 * @param connectsLeft attempts to connect that the budget has now
 */
public record XStreamStats(
        boolean connected,
        long connects,
        long posts,
        long filled,
        long duplicates,
        long malformed,
        long unknown,
        long gaps,
        Optional<Duration> keepAliveAge,
        Optional<Duration> lag,
        int buffered,
        Duration pausedFor,
        long readToday,
        OptionalLong budgetLeft,
        int connectsLeft) {}
