package dev.sentiment4j.window;

/**
 * What became of the events that {@link SentimentWindows} was given, since it was made, and what it holds now.
 * Immutable.
 *
 * @param counted posts that were counted for the first time
 * @param replaced posts that took the place of an earlier version, an earlier analysis, or an earlier time
 * @param repeated posts that came again just as they were
 * @param outdated posts older than the version that is counted, or than their deletion
 * @param removed posts that are counted no more, since they were deleted or superseded
 * @param late posts too late for every window
 * @param future posts too far ahead of the clock
 * @param timeless posts whose time is not known
 * @param invalid numbers of counted posts that were no numbers, or out of their range: they count as not known
 * @param forgotten posts that were forgotten early, since there were too many; they stay counted
 * @param skipped empty windows that were not handed out one by one, as there were too many in a row
 * @param remembered posts, and deletions, that are remembered now
 * @param panes stretches of time that are held now
 */
public record WindowTally(
        long counted,
        long replaced,
        long repeated,
        long outdated,
        long removed,
        long late,
        long future,
        long timeless,
        long invalid,
        long forgotten,
        long skipped,
        long remembered,
        int panes) {}
