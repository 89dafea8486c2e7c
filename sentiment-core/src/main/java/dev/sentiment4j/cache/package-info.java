/** Answers kept for texts that come again: reposts, retries, trends. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.cache;
