package dev.sentiment4j.spring;

import dev.sentiment4j.postgres.PostgresOptions;
import javax.sql.DataSource;

/**
 * The database that the library uses, ready for use: where the properties say so, its tables are up to date.
 *
 * @param dataSource the pool of {@code sentiment.postgres.url}, or the application's own
 * @param options how the tables are named and used
 */
record PostgresAccess(DataSource dataSource, PostgresOptions options) {}
