package dev.sentiment4j.spring;

import dev.sentiment4j.postgres.PostgresException;
import dev.sentiment4j.postgres.PostgresSchema;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Whether PostgreSQL answers, and its tables are those of this library's version. */
final class PostgresHealth extends AbstractHealthIndicator {
    private final PostgresAccess postgres;

    PostgresHealth(PostgresAccess postgres) {
        super("PostgreSQL could not be asked");
        this.postgres = postgres;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        health.withDetail("schema", postgres.options().schema());
        try {
            health.up().withDetail("version", PostgresSchema.check(postgres.dataSource(), postgres.options()));
        } catch (PostgresException e) {
            health.down().withDetail("problem", String.valueOf(e.getMessage()));
        }
    }
}
