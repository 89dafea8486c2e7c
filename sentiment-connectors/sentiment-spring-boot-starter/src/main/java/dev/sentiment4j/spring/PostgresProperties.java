package dev.sentiment4j.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;

/**
 * Where PostgreSQL is, and what of it the application uses; needs {@code sentiment-connector-postgres}.
 *
 * @param url JDBC URL of a pool of its own, for which HikariCP must be there; by default the application's DataSource.
 * @param username User of that pool.
 * @param password Password of that pool.
 * @param pool That pool.
 * @param migrate Whether the tables are made, or brought up to date, at the start.
 * @param schema Schema that holds the tables.
 * @param partitioned Whether tables that are made are partitioned by month.
 * @param searchConfiguration Text search configuration that the tables are made with.
 * @param statementTimeout How long the server works on one statement; 0 for no limit.
 * @param fetchSize Rows of an export that are held in memory.
 * @param writeConnections Connections over which the sink writes a large batch at once.
 * @param notificationChannel Channel on which the sink notifies of what it has stored; by default it does not.
 * @param lease How long the source keeps a post for itself.
 * @param pollInterval How often the source looks again while nothing is there.
 * @param source Posts that wait in the tables for their analysis.
 * @param sink Posts and analyses into the tables.
 * @param deadLetters What cannot be processed into a table.
 */
@ConfigurationProperties("sentiment.postgres")
public record PostgresProperties(
        @Nullable String url,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue Pool pool,
        @DefaultValue("false") boolean migrate,
        @DefaultValue("public") String schema,
        @DefaultValue("false") boolean partitioned,
        @DefaultValue("simple") String searchConfiguration,
        @DefaultValue("30s") Duration statementTimeout,
        @DefaultValue("1000") int fetchSize,
        @DefaultValue("1") int writeConnections,
        @Nullable String notificationChannel,
        @DefaultValue("5m") Duration lease,
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue Source source,
        @DefaultValue Sink sink,
        @DefaultValue DeadLetters deadLetters)
        implements Validator {
    /**
     * The pool of "url".
     *
     * @param size Connections at most.
     * @param connectionTimeout How long to wait for a connection.
     * @param socketTimeout How long to wait for an answer before a connection counts as lost.
     */
    public record Pool(
            @DefaultValue("4") int size,
            @DefaultValue("10s") Duration connectionTimeout,
            @DefaultValue("2m") Duration socketTimeout) {}

    /**
     * Posts that wait in the tables for their analysis.
     *
     * @param enabled Whether posts come from PostgreSQL.
     */
    public record Source(@DefaultValue("false") boolean enabled) {}

    /**
     * Posts and analyses into the tables.
     *
     * @param enabled Whether analyzed posts go to PostgreSQL.
     */
    public record Sink(@DefaultValue("false") boolean enabled) {}

    /**
     * What cannot be processed into a table.
     *
     * @param enabled Whether dead letters go to PostgreSQL.
     */
    public record DeadLetters(@DefaultValue("false") boolean enabled) {}

    @Override
    public boolean supports(Class<?> type) {
        return PostgresProperties.class.isAssignableFrom(type);
    }

    /** Reports every value that cannot work. */
    @Override
    public void validate(Object target, Errors errors) {
        PostgresProperties properties = (PostgresProperties) target;
        PostgresSettings.validate(properties, new OptionProblems(errors, ""));
    }

    /** Everything but the password, and the URL, which may hold one. */
    @Override
    public String toString() {
        return "PostgresProperties[schema=" + schema + ", migrate=" + migrate + ", source=" + source + ", sink=" + sink
                + ", deadLetters=" + deadLetters + "]";
    }
}
