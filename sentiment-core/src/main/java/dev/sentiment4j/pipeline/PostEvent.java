package dev.sentiment4j.pipeline;

/**
 * What a {@link PostSource} tells: a {@link Post} that is new or was edited, or a {@link PostDeletion}. An edit is the
 * post in its new form: under the same id with a later {@link Post#version()}, or under a new id that
 * {@link Post#supersedes()} earlier ones. Immutable.
 */
public sealed interface PostEvent permits Post, PostDeletion {
    /** The post that it is about. */
    PostKey key();
}
