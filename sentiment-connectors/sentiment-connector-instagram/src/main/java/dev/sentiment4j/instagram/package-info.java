/**
 * Instagram as a source: recent media of hashtags, and comments on one's own media, through the Graph API; see
 * {@link dev.sentiment4j.instagram.InstagramSource}.
 */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.instagram;
