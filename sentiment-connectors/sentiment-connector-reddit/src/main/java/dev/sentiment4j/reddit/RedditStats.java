package dev.sentiment4j.reddit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a {@link RedditSource} has done so far, and how it stands: for metrics.
 *
 * @param requests sent by its client, those of other sources and for tokens included
 * @param posts posts delivered
 * @param comments comments delivered
 * @param edits later versions delivered
 * @param deletions deletions delivered
 * @param repeats items that were listed again and not delivered again
 * @param malformed items that could not be read
 * @param gaps stretches of time of which items may be missing
 * @param faults requests that failed
 * @param watched items that are looked after for edits and deletions
 * @param leftOut subreddits that cannot be read for now, while others of the same source can
 * @param remaining requests that Reddit's window has left, as it last said
 * @param pollInterval how often the busiest listing is asked for now
 * @param lastAnswer how long ago Reddit last answered as it should
 */
public record RedditStats(
        long requests,
        long posts,
        long comments,
        long edits,
        long deletions,
        long repeats,
        long malformed,
        long gaps,
        long faults,
        int watched,
        List<String> leftOut,
        OptionalDouble remaining,
        Duration pollInterval,
        Optional<Duration> lastAnswer) {}
