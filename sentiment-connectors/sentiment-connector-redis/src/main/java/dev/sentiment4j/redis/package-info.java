/**
 * Posts from and into Redis Streams, and results that several processes share: sources, sinks, dead letters, a cache
 * and live counters, over Lettuce. Redis 6.2 or later.
 */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.redis;
