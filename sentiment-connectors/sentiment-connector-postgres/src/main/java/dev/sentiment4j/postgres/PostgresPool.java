package dev.sentiment4j.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.InvalidOptionsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Makes a HikariCP pool with settings that suit this package; needs {@code com.zaxxer:HikariCP} on the class path. A
 * host that has a pool uses that instead. Not thread-safe; its {@code toString} holds no password.
 */
public final class PostgresPool {
    /** {@value} connections. */
    public static final int DEFAULT_SIZE = 4;

    private final String url;
    private @Nullable String user;
    private @Nullable String password;
    private int size = DEFAULT_SIZE;
    private Duration connectionTimeout = Duration.ofSeconds(10);
    private Duration socketTimeout = Duration.ofMinutes(2);
    private String applicationName = "sentiment4j";

    private PostgresPool(String url) {
        this.url = Objects.requireNonNull(url, "url");
    }

    /**
     * Starts a pool.
     *
     * @param url as of the PostgreSQL driver, {@code jdbc:postgresql://host1,host2/db?targetServerType=primary}
     */
    public static PostgresPool to(String url) {
        return new PostgresPool(url);
    }

    public PostgresPool user(@Nullable String user) {
        this.user = user;
        return this;
    }

    public PostgresPool password(@Nullable String password) {
        this.password = password;
        return this;
    }

    /**
     * Connections at most; default {@value #DEFAULT_SIZE}. One for each sink and source, and the concurrent queries.
     */
    public PostgresPool size(int size) {
        this.size = size;
        return this;
    }

    /** How long to wait for a connection; default 10 seconds, at least 250 ms. */
    public PostgresPool connectionTimeout(Duration connectionTimeout) {
        this.connectionTimeout = Objects.requireNonNull(connectionTimeout, "connectionTimeout");
        return this;
    }

    /**
     * How long to wait for an answer before the connection counts as lost, which is how a host that vanished is
     * noticed; default 2 minutes, at least 1 second. Longer than {@link PostgresOptions#statementTimeout()}.
     */
    public PostgresPool socketTimeout(Duration socketTimeout) {
        this.socketTimeout = Objects.requireNonNull(socketTimeout, "socketTimeout");
        return this;
    }

    /** What {@code pg_stat_activity} shows; default "sentiment4j". */
    public PostgresPool applicationName(String applicationName) {
        this.applicationName = Objects.requireNonNull(applicationName, "applicationName");
        return this;
    }

    /**
     * The pool, to be closed by the caller. Does not connect yet.
     *
     * @throws InvalidOptionsException listing every value that cannot work
     */
    public HikariDataSource open() {
        List<String> problems = new ArrayList<>();
        if (!new Driver().acceptsURL(url)) {
            problems.add("url: must be one of the PostgreSQL driver, jdbc:postgresql://host:port/database");
        }
        if (size < 1) {
            problems.add("size = " + size + ": must be at least 1");
        }
        if (connectionTimeout.compareTo(Duration.ofMillis(250)) < 0) {
            problems.add("connectionTimeout = " + connectionTimeout + ": must be at least 250 ms");
        }
        if (socketTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            problems.add("socketTimeout = " + socketTimeout + ": must be at least 1 s");
        }
        if (!problems.isEmpty()) {
            throw new InvalidOptionsException("postgres pool", problems);
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName(applicationName);
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(connectionTimeout.toMillis());
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("ApplicationName", applicationName);
        config.addDataSourceProperty("socketTimeout", Long.toString(socketTimeout.toSeconds()));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        return new HikariDataSource(config);
    }

    @Override
    public String toString() {
        return "PostgresPool[size=" + size + ", connectionTimeout=" + connectionTimeout + ", socketTimeout="
                + socketTimeout + ", applicationName=" + applicationName + "]";
    }
}
