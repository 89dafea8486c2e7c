/**
 * Posts and comments of Reddit as a source: {@link dev.sentiment4j.reddit.RedditClient} is one client id with its token
 * and its limit, {@link dev.sentiment4j.reddit.RedditSource} reads subreddits through it.
 */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.reddit;
