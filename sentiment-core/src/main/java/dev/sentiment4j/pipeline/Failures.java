package dev.sentiment4j.pipeline;

import dev.sentiment4j.SentimentException;

/** What a failure means, and how to speak of it. */
final class Failures {
    private Failures() {}

    /** Whether the same call may succeed later. */
    static boolean isRetriable(Throwable t) {
        return t instanceof SentimentException e && e.isRetriable();
    }

    /** Whether it would be wrong to blame a post: the JVM itself is in trouble, or the code does not fit together. */
    static boolean isBeyondPosts(Throwable t) {
        return t instanceof Error && !(t instanceof StackOverflowError);
    }

    /** In words that hold no text of a post: the messages of strangers might quote it. */
    static String describe(Throwable t) {
        return t instanceof SentimentException
                ? String.valueOf(t.getMessage())
                : "threw " + t.getClass().getName();
    }
}
