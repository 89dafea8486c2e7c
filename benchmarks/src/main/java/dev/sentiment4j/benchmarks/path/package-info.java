/**
 * Posts a second along the way that posts take: through Redis alone, and from there through the model to PostgreSQL.
 */
package dev.sentiment4j.benchmarks.path;
