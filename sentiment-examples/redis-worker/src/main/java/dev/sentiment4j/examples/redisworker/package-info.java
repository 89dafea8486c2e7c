/**
 * Posts through Redis Streams and any number of workers into PostgreSQL: a host as one would write it, with servers of
 * its own for trying it out.
 */
@NullMarked
package dev.sentiment4j.examples.redisworker;

import org.jspecify.annotations.NullMarked;
