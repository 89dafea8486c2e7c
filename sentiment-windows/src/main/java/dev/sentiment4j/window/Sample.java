package dev.sentiment4j.window;

import dev.sentiment4j.pipeline.PostKey;
import java.util.Comparator;

/** A post that a cell shows, and how much it is of concern: the largest first, equal ones by their keys. */
record Sample(PostKey key, long concern) {
    static final Comparator<Sample> ORDER = Comparator.comparingLong(Sample::concern)
            .reversed()
            .thenComparing(s -> s.key().source())
            .thenComparing(s -> s.key().id());
}
