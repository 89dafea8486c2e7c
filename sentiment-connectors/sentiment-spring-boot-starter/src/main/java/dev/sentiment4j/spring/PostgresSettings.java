package dev.sentiment4j.spring;

import dev.sentiment4j.postgres.PostgresOptions;
import java.time.Duration;

/** The options of the PostgreSQL connector, from properties. */
final class PostgresSettings {
    private PostgresSettings() {}

    static void validate(PostgresProperties properties, OptionProblems problems) {
        problems.collect("", () -> options(properties));
        String url = properties.url();
        if (url == null) {
            if (properties.username() != null) {
                problems.report("username", "needs url; the application's DataSource has a user of its own");
            }
            return;
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            problems.report("url", "must be one of the PostgreSQL driver, jdbc:postgresql://host:port/database");
        }
        PostgresProperties.Pool pool = properties.pool();
        if (pool.size() < 1) {
            problems.report("pool.size", "must be at least 1");
        }
        if (pool.connectionTimeout().compareTo(Duration.ofMillis(250)) < 0) {
            problems.report("pool.connectionTimeout", "must be at least 250 ms");
        }
        if (pool.socketTimeout().compareTo(Duration.ofSeconds(1)) < 0) {
            problems.report("pool.socketTimeout", "must be at least 1 s");
        }
    }

    static PostgresOptions options(PostgresProperties properties) {
        return PostgresOptions.builder()
                .schema(properties.schema())
                .partitioned(properties.partitioned())
                .searchConfiguration(properties.searchConfiguration())
                .statementTimeout(properties.statementTimeout())
                .fetchSize(properties.fetchSize())
                .writeConnections(properties.writeConnections())
                .notificationChannel(properties.notificationChannel())
                .lease(properties.lease())
                .pollInterval(properties.pollInterval())
                .build();
    }
}
