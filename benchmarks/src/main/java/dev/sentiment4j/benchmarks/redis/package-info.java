/** How many posts a second go through Redis Streams. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.benchmarks.redis;
