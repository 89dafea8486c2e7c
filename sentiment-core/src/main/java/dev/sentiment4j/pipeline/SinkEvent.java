package dev.sentiment4j.pipeline;

/** What a {@link PostSink} is given: an {@link AnalyzedPost}, or a {@link PostDeletion}. Immutable. */
public sealed interface SinkEvent permits AnalyzedPost, PostDeletion {
    /** The post that it is about. */
    PostKey key();
}
