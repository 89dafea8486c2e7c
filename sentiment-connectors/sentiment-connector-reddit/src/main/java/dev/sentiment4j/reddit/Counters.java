package dev.sentiment4j.reddit;

import java.util.concurrent.atomic.LongAdder;

/** What has happened so far. */
final class Counters {
    final LongAdder posts = new LongAdder();
    final LongAdder comments = new LongAdder();
    final LongAdder edits = new LongAdder();
    final LongAdder deletions = new LongAdder();
    final LongAdder repeats = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final LongAdder gaps = new LongAdder();
    final LongAdder faults = new LongAdder();
}
