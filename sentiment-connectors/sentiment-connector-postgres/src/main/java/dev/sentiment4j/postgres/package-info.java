/**
 * Posts and their analyses in PostgreSQL: the {@link dev.sentiment4j.postgres.PostgresSchema schema}, a sink, a source
 * of what is not analyzed yet, dead letters, and typed queries.
 */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.postgres;
