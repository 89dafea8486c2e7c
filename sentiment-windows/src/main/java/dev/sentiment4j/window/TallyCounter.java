package dev.sentiment4j.window;

/** Counts for {@link WindowTally}. Not thread-safe. */
final class TallyCounter {
    long counted;
    long replaced;
    long repeated;
    long outdated;
    long removed;
    long late;
    long future;
    long timeless;
    long invalid;
    long forgotten;
    long skipped;

    WindowTally tally(long remembered, int panes) {
        return new WindowTally(
                counted,
                replaced,
                repeated,
                outdated,
                removed,
                late,
                future,
                timeless,
                invalid,
                forgotten,
                skipped,
                remembered,
                panes);
    }
}
