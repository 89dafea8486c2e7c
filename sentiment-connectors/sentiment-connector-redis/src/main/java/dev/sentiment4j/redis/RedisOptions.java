package dev.sentiment4j.redis;

import dev.sentiment4j.InvalidOptionsException;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how to talk to it. Immutable and thread-safe; {@link Builder#build()} reports every bad value at
 * once, and {@code toString} holds no password.
 */
public final class RedisOptions {
    /** What the addresses are those of. */
    public enum Topology {
        /** One server, or a name that always leads to the master. */
        STANDALONE,
        /** Sentinels, which know where the master is, also after a failover. */
        SENTINEL,
        /** Some nodes of a cluster, which tell of the others. */
        CLUSTER
    }

    private static final RedisOptions DEFAULTS = builder().build();

    private final Topology topology;
    private final List<RedisAddress> addresses;
    private final @Nullable String sentinelMaster;
    private final int database;
    private final @Nullable String user;
    private final @Nullable Supplier<char[]> password;
    private final @Nullable Supplier<char[]> sentinelPassword;
    private final boolean tls;
    private final boolean tlsVerifyHostname;
    private final @Nullable Path tlsTrusted;
    private final @Nullable Path tlsCertificate;
    private final @Nullable Path tlsKey;
    private final Duration connectTimeout;
    private final Duration commandTimeout;
    private final Duration reconnectMinDelay;
    private final Duration reconnectMaxDelay;
    private final String clientName;

    private RedisOptions(Builder b) {
        this.topology = b.topology;
        this.addresses = b.addresses.isEmpty()
                ? List.of(new RedisAddress("localhost", RedisAddress.DEFAULT_PORT))
                : List.copyOf(b.addresses);
        this.sentinelMaster = b.sentinelMaster;
        this.database = b.database;
        this.user = b.user;
        this.password = b.password;
        this.sentinelPassword = b.sentinelPassword;
        this.tls = b.tls;
        this.tlsVerifyHostname = b.tlsVerifyHostname;
        this.tlsTrusted = b.tlsTrusted;
        this.tlsCertificate = b.tlsCertificate;
        this.tlsKey = b.tlsKey;
        this.connectTimeout = b.connectTimeout;
        this.commandTimeout = b.commandTimeout;
        this.reconnectMinDelay = b.reconnectMinDelay;
        this.reconnectMaxDelay = b.reconnectMaxDelay;
        this.clientName = b.clientName;
    }

    /** A server on this machine, at the usual port, without password. */
    public static RedisOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Options of a URI; see {@link #builder(String)}.
     *
     * @throws InvalidOptionsException if it is none
     */
    public static RedisOptions of(String uri) {
        return builder(uri).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * A builder that starts from a URI: {@code redis://user:password@host:6379/0}, {@code rediss://...} with TLS, or
     * {@code redis-sentinel://host:26379,host2:26379/0#master}.
     *
     * @throws InvalidOptionsException if it is none; the message does not repeat it, as it may hold a password
     */
    public static Builder builder(String uri) {
        Objects.requireNonNull(uri, "uri");
        RedisURI parsed;
        try {
            parsed = RedisURI.create(uri);
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionsException(
                    "redis options",
                    List.of("uri: must be redis://[user:password@]host[:port][/database], rediss://... or"
                            + " redis-sentinel://host[:port],...[/database]#master"));
        }
        Builder b = new Builder();
        if (parsed.getSentinels().isEmpty()) {
            b.address(parsed.getHost(), parsed.getPort());
        } else {
            b.topology(Topology.SENTINEL).sentinelMaster(parsed.getSentinelMasterId());
            parsed.getSentinels().forEach(s -> b.address(s.getHost(), s.getPort()));
        }
        b.database(parsed.getDatabase()).tls(parsed.isSsl());
        RedisCredentials credentials =
                parsed.getCredentialsProvider().resolveCredentials().block();
        if (credentials != null && credentials.getPassword() != null) {
            char[] secret = credentials.getPassword().clone();
            b.password(secret::clone);
            if (credentials.getUsername() != null) {
                b.user(credentials.getUsername());
            }
        }
        return b;
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder b = new Builder();
        b.topology = topology;
        b.addresses.addAll(addresses);
        b.sentinelMaster = sentinelMaster;
        b.database = database;
        b.user = user;
        b.password = password;
        b.sentinelPassword = sentinelPassword;
        b.tls = tls;
        b.tlsVerifyHostname = tlsVerifyHostname;
        b.tlsTrusted = tlsTrusted;
        b.tlsCertificate = tlsCertificate;
        b.tlsKey = tlsKey;
        b.connectTimeout = connectTimeout;
        b.commandTimeout = commandTimeout;
        b.reconnectMinDelay = reconnectMinDelay;
        b.reconnectMaxDelay = reconnectMaxDelay;
        b.clientName = clientName;
        return b;
    }

    /** What the addresses are; default {@link Topology#STANDALONE}. */
    public Topology topology() {
        return topology;
    }

    /** Servers, Sentinels or nodes; default localhost:6379. */
    public List<RedisAddress> addresses() {
        return addresses;
    }

    /** The name by which the Sentinels know the master; there if and only if they are asked. */
    public Optional<String> sentinelMaster() {
        return Optional.ofNullable(sentinelMaster);
    }

    /** The database's number; default 0, and always 0 in a cluster. */
    public int database() {
        return database;
    }

    /** The ACL user; empty (default) for the server's default user. */
    public Optional<String> user() {
        return Optional.ofNullable(user);
    }

    /** Asked for the password at every connect, so that it may change; empty (default) for none. */
    public Optional<Supplier<char[]>> password() {
        return Optional.ofNullable(password);
    }

    /** Asked for the Sentinels' password; empty (default) for none. */
    public Optional<Supplier<char[]>> sentinelPassword() {
        return Optional.ofNullable(sentinelPassword);
    }

    /** Whether the connection is encrypted; default no. */
    public boolean tls() {
        return tls;
    }

    /** Whether the certificate must be one for the server's host; default yes. */
    public boolean tlsVerifyHostname() {
        return tlsVerifyHostname;
    }

    /** A PEM file of the certificates that are trusted; empty (default) for those of the JVM. */
    public Optional<Path> tlsTrusted() {
        return Optional.ofNullable(tlsTrusted);
    }

    /** A PEM file of the client's own certificate; empty (default) for none. */
    public Optional<Path> tlsCertificate() {
        return Optional.ofNullable(tlsCertificate);
    }

    /** A PEM file (PKCS 8, not encrypted) of the key of {@link #tlsCertificate()}. */
    public Optional<Path> tlsKey() {
        return Optional.ofNullable(tlsKey);
    }

    /** How long connecting may take; default 5 seconds. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** How long an answer may take before the server counts as unavailable; default 5 seconds. */
    public Duration commandTimeout() {
        return commandTimeout;
    }

    /** The wait before the first attempt to connect again, from which it doubles, with jitter; default 100 ms. */
    public Duration reconnectMinDelay() {
        return reconnectMinDelay;
    }

    /** The longest wait between attempts to connect again; default 5 seconds. */
    public Duration reconnectMaxDelay() {
        return reconnectMaxDelay;
    }

    /** What {@code CLIENT LIST} shows; default "sentiment4j". */
    public String clientName() {
        return clientName;
    }

    /** The addresses, for messages. */
    String where() {
        String list = addresses.stream().map(RedisAddress::toString).collect(Collectors.joining(","));
        return switch (topology) {
            case STANDALONE -> "Redis at " + list;
            case SENTINEL -> "Redis master '" + sentinelMaster + "' of the Sentinels at " + list;
            case CLUSTER -> "Redis Cluster at " + list;
        };
    }

    /** Everything but passwords. */
    @Override
    public String toString() {
        return "RedisOptions[topology=" + topology + ", addresses=" + addresses
                + (sentinelMaster == null ? "" : ", sentinelMaster=" + sentinelMaster) + ", database=" + database
                + ", user=" + (user == null ? "default" : user) + ", password=" + (password == null ? "none" : "set")
                + ", tls=" + tls + ", connectTimeout=" + connectTimeout + ", commandTimeout=" + commandTimeout
                + ", reconnectMinDelay=" + reconnectMinDelay + ", reconnectMaxDelay=" + reconnectMaxDelay
                + ", clientName=" + clientName + "]";
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private Topology topology = Topology.STANDALONE;
        private final List<RedisAddress> addresses = new ArrayList<>();
        private @Nullable String sentinelMaster;
        private int database;
        private @Nullable String user;
        private @Nullable Supplier<char[]> password;
        private @Nullable Supplier<char[]> sentinelPassword;
        private boolean tls;
        private boolean tlsVerifyHostname = true;
        private @Nullable Path tlsTrusted;
        private @Nullable Path tlsCertificate;
        private @Nullable Path tlsKey;
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration commandTimeout = Duration.ofSeconds(5);
        private Duration reconnectMinDelay = Duration.ofMillis(100);
        private Duration reconnectMaxDelay = Duration.ofSeconds(5);
        private String clientName = "sentiment4j";

        private Builder() {}

        public Builder topology(Topology topology) {
            this.topology = Objects.requireNonNull(topology, "topology");
            return this;
        }

        /** Adds an address. */
        public Builder address(String host, int port) {
            addresses.add(new RedisAddress(host, port));
            return this;
        }

        public Builder sentinelMaster(String name) {
            this.sentinelMaster = Objects.requireNonNull(name, "name");
            return this;
        }

        public Builder database(int database) {
            this.database = database;
            return this;
        }

        public Builder user(String user) {
            this.user = Objects.requireNonNull(user, "user");
            return this;
        }

        public Builder password(Supplier<char[]> password) {
            this.password = Objects.requireNonNull(password, "password");
            return this;
        }

        public Builder sentinelPassword(Supplier<char[]> password) {
            this.sentinelPassword = Objects.requireNonNull(password, "password");
            return this;
        }

        public Builder tls(boolean tls) {
            this.tls = tls;
            return this;
        }

        public Builder tlsVerifyHostname(boolean verify) {
            this.tlsVerifyHostname = verify;
            return this;
        }

        public Builder tlsTrusted(Path certificates) {
            this.tlsTrusted = Objects.requireNonNull(certificates, "certificates");
            return this;
        }

        public Builder tlsCertificate(Path certificate) {
            this.tlsCertificate = Objects.requireNonNull(certificate, "certificate");
            return this;
        }

        public Builder tlsKey(Path key) {
            this.tlsKey = Objects.requireNonNull(key, "key");
            return this;
        }

        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        public Builder commandTimeout(Duration timeout) {
            this.commandTimeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        public Builder reconnectMinDelay(Duration delay) {
            this.reconnectMinDelay = Objects.requireNonNull(delay, "delay");
            return this;
        }

        public Builder reconnectMaxDelay(Duration delay) {
            this.reconnectMaxDelay = Objects.requireNonNull(delay, "delay");
            return this;
        }

        public Builder clientName(String name) {
            this.clientName = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * The options.
         *
         * @throws InvalidOptionsException listing every value that cannot work
         */
        public RedisOptions build() {
            List<String> problems = new ArrayList<>();
            for (RedisAddress address : addresses) {
                if (address.host().isBlank()) {
                    problems.add("address = " + address + ": the host must not be blank");
                }
                if (address.port() < 1 || address.port() > 65535) {
                    problems.add("address = " + address + ": the port must be in 1 to 65535");
                }
            }
            checkTopology(problems);
            checkTls(problems);
            if (user != null && password == null) {
                problems.add("user = " + user + ": needs a password");
            }
            Checks.positive(problems, "connectTimeout", connectTimeout);
            Checks.positive(problems, "commandTimeout", commandTimeout);
            Checks.positive(problems, "reconnectMinDelay", reconnectMinDelay);
            Checks.positive(problems, "reconnectMaxDelay", reconnectMaxDelay);
            if (reconnectMaxDelay.compareTo(reconnectMinDelay) < 0) {
                problems.add("reconnectMaxDelay = " + reconnectMaxDelay + ": must not be less than reconnectMinDelay = "
                        + reconnectMinDelay);
            }
            if (!clientName.matches("[!-~]+")) {
                problems.add("clientName = " + clientName + ": must be printable ASCII without spaces");
            }
            Checks.report("redis options", problems);
            return new RedisOptions(this);
        }

        private void checkTopology(List<String> problems) {
            if (database < 0) {
                problems.add("database = " + database + ": must not be negative");
            }
            switch (topology) {
                case STANDALONE -> {
                    if (addresses.size() > 1) {
                        problems.add("addresses = " + addresses + ": a standalone server has one; set the topology");
                    }
                }
                case SENTINEL -> {
                    if (sentinelMaster == null || sentinelMaster.isBlank()) {
                        problems.add("sentinelMaster: must be the name by which the Sentinels know the master");
                    }
                }
                case CLUSTER -> {
                    if (database != 0) {
                        problems.add("database = " + database + ": a cluster has only database 0");
                    }
                }
            }
            if (topology != Topology.SENTINEL && (sentinelMaster != null || sentinelPassword != null)) {
                problems.add("sentinelMaster, sentinelPassword: need topology = SENTINEL");
            }
        }

        private void checkTls(List<String> problems) {
            if (!tls && (tlsTrusted != null || tlsCertificate != null || tlsKey != null)) {
                problems.add("tlsTrusted, tlsCertificate, tlsKey: need tls = true");
            }
            if ((tlsCertificate == null) != (tlsKey == null)) {
                problems.add("tlsCertificate, tlsKey: one needs the other");
            }
            readable(problems, "tlsTrusted", tlsTrusted);
            readable(problems, "tlsCertificate", tlsCertificate);
            readable(problems, "tlsKey", tlsKey);
        }

        private static void readable(List<String> problems, String name, @Nullable Path file) {
            if (file != null && !Files.isReadable(file)) {
                problems.add(name + " = " + file + ": must be a file that can be read");
            }
        }
    }
}
