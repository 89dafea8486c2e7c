package dev.sentiment4j.postgres;

import dev.sentiment4j.InvalidOptionsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the tables are named and used, by all classes of this package alike. Where they are is the business of the
 * {@link javax.sql.DataSource}, or of {@link PostgresPool}. Immutable and thread-safe; {@link Builder#build()} reports
 * every bad value at once.
 */
public final class PostgresOptions {
    /** {@value}. */
    public static final String DEFAULT_SCHEMA = "public";
    /** {@value}: words as they are, in any language, without stemming. */
    public static final String DEFAULT_SEARCH_CONFIGURATION = "simple";

    /** What PostgreSQL keeps of a name. */
    private static final int MAX_NAME_BYTES = 63;

    private static final Pattern SEARCH_CONFIGURATION = Pattern.compile("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)?");
    private static final int MAX_WRITE_CONNECTIONS = 64;
    private static final Duration MAX_TIME = Duration.ofDays(1);
    private static final PostgresOptions DEFAULTS = builder().build();

    private final String schema;
    private final boolean partitioned;
    private final String searchConfiguration;
    private final Duration statementTimeout;
    private final int fetchSize;
    private final int writeConnections;
    private final Optional<String> notificationChannel;
    private final Duration lease;
    private final Duration pollInterval;

    private PostgresOptions(Builder b) {
        this.schema = b.schema;
        this.partitioned = b.partitioned;
        this.searchConfiguration = b.searchConfiguration;
        this.statementTimeout = b.statementTimeout;
        this.fetchSize = b.fetchSize;
        this.writeConnections = b.writeConnections;
        this.notificationChannel = b.notificationChannel;
        this.lease = b.lease;
        this.pollInterval = b.pollInterval;
    }

    public static PostgresOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        return new Builder()
                .schema(schema)
                .partitioned(partitioned)
                .searchConfiguration(searchConfiguration)
                .statementTimeout(statementTimeout)
                .fetchSize(fetchSize)
                .writeConnections(writeConnections)
                .notificationChannel(notificationChannel.orElse(null))
                .lease(lease)
                .pollInterval(pollInterval);
    }

    /** The schema that holds the tables; default {@value #DEFAULT_SCHEMA}. The connection's search path is not used. */
    public String schema() {
        return schema;
    }

    /** Whether {@link PostgresSchema#migrate} makes tables that are partitioned by month; default false. */
    public boolean partitioned() {
        return partitioned;
    }

    /**
     * The text search configuration that {@link PostgresSchema#migrate} builds the schema with, such as "english";
     * default {@value #DEFAULT_SEARCH_CONFIGURATION}. Fixed once the schema is there.
     */
    public String searchConfiguration() {
        return searchConfiguration;
    }

    /** How long the server works on one statement before it gives up; default 30 seconds. Zero: no limit of ours. */
    public Duration statementTimeout() {
        return statementTimeout;
    }

    /** How many rows an export holds in memory; default 1000. */
    public int fetchSize() {
        return fetchSize;
    }

    /**
     * Over how many connections {@link PostgresSink} writes a large batch at once; default 1. With more it keeps as
     * many threads less one, and a batch is as many transactions.
     */
    public int writeConnections() {
        return writeConnections;
    }

    /** The channel on which {@link PostgresSink} notifies of what it has stored; default none: it does not. */
    public Optional<String> notificationChannel() {
        return notificationChannel;
    }

    /**
     * How long {@link PostgresSource} keeps a post for itself before another worker may have it; default 5 minutes.
     * Longer than a post takes from the source through analysis and sink, retries left aside.
     */
    public Duration lease() {
        return lease;
    }

    /** How often {@link PostgresSource} looks again while nothing is there; default 1 second. */
    public Duration pollInterval() {
        return pollInterval;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof PostgresOptions p
                && schema.equals(p.schema)
                && partitioned == p.partitioned
                && searchConfiguration.equals(p.searchConfiguration)
                && statementTimeout.equals(p.statementTimeout)
                && fetchSize == p.fetchSize
                && writeConnections == p.writeConnections
                && notificationChannel.equals(p.notificationChannel)
                && lease.equals(p.lease)
                && pollInterval.equals(p.pollInterval);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                schema,
                partitioned,
                searchConfiguration,
                statementTimeout,
                fetchSize,
                writeConnections,
                notificationChannel,
                lease,
                pollInterval);
    }

    @Override
    public String toString() {
        return "PostgresOptions[schema=" + schema + ", partitioned=" + partitioned + ", searchConfiguration="
                + searchConfiguration + ", statementTimeout=" + statementTimeout + ", fetchSize=" + fetchSize
                + ", writeConnections=" + writeConnections + ", notificationChannel="
                + notificationChannel.orElse("none") + ", lease=" + lease + ", pollInterval="
                + pollInterval + "]";
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private String schema = DEFAULT_SCHEMA;
        private boolean partitioned;
        private String searchConfiguration = DEFAULT_SEARCH_CONFIGURATION;
        private Duration statementTimeout = Duration.ofSeconds(30);
        private int fetchSize = 1000;
        private int writeConnections = 1;
        private Optional<String> notificationChannel = Optional.empty();
        private Duration lease = Duration.ofMinutes(5);
        private Duration pollInterval = Duration.ofSeconds(1);

        private Builder() {}

        public Builder schema(String schema) {
            this.schema = Objects.requireNonNull(schema, "schema");
            return this;
        }

        public Builder partitioned(boolean partitioned) {
            this.partitioned = partitioned;
            return this;
        }

        public Builder searchConfiguration(String searchConfiguration) {
            this.searchConfiguration = Objects.requireNonNull(searchConfiguration, "searchConfiguration");
            return this;
        }

        public Builder statementTimeout(Duration statementTimeout) {
            this.statementTimeout = Objects.requireNonNull(statementTimeout, "statementTimeout");
            return this;
        }

        public Builder fetchSize(int fetchSize) {
            this.fetchSize = fetchSize;
            return this;
        }

        public Builder writeConnections(int writeConnections) {
            this.writeConnections = writeConnections;
            return this;
        }

        /** Null for none. */
        public Builder notificationChannel(@Nullable String channel) {
            this.notificationChannel = Optional.ofNullable(channel);
            return this;
        }

        public Builder lease(Duration lease) {
            this.lease = Objects.requireNonNull(lease, "lease");
            return this;
        }

        public Builder pollInterval(Duration pollInterval) {
            this.pollInterval = Objects.requireNonNull(pollInterval, "pollInterval");
            return this;
        }

        /**
         * The options.
         *
         * @throws InvalidOptionsException listing every value that cannot work
         */
        public PostgresOptions build() {
            List<String> problems = new ArrayList<>();
            name(problems, "schema", schema);
            if (schema.startsWith("pg_")) {
                problems.add("schema = " + schema + ": names beginning with pg_ belong to PostgreSQL");
            }
            notificationChannel.ifPresent(channel -> name(problems, "notificationChannel", channel));
            if (!SEARCH_CONFIGURATION.matcher(searchConfiguration).matches()) {
                problems.add(
                        "searchConfiguration = " + Names.printable(searchConfiguration)
                                + ": must be the name of a text search configuration in lower case, with or without its schema");
            }
            if (fetchSize < 1) {
                problems.add("fetchSize = " + fetchSize + ": must be at least 1");
            }
            if (writeConnections < 1 || writeConnections > MAX_WRITE_CONNECTIONS) {
                problems.add("writeConnections = " + writeConnections + ": must be 1 to " + MAX_WRITE_CONNECTIONS);
            }
            between(problems, "statementTimeout", statementTimeout, Duration.ZERO);
            between(problems, "lease", lease, Duration.ofSeconds(1));
            between(problems, "pollInterval", pollInterval, Duration.ofMillis(10));
            if (!problems.isEmpty()) {
                throw new InvalidOptionsException("postgres options", problems);
            }
            return new PostgresOptions(this);
        }

        private static void name(List<String> problems, String option, String value) {
            if (value.isBlank() || Names.utf8Length(value) > MAX_NAME_BYTES || Names.hasControls(value)) {
                problems.add(option + " = " + Names.printable(value) + ": must be 1 to " + MAX_NAME_BYTES
                        + " bytes without control characters");
            }
        }

        private static void between(List<String> problems, String option, Duration value, Duration floor) {
            if (value.compareTo(floor) < 0 || value.compareTo(MAX_TIME) > 0) {
                problems.add(option + " = " + value + ": must be from " + floor + " to one day");
            }
        }
    }
}
