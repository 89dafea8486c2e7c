package dev.sentiment4j.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is in a schema now.
 *
 * @param checksums of the scripts that were applied, by version; empty strings where another runner applied them
 * @param strangers tables with our names where nothing says that they are ours
 * @param partitioned whether the posts are
 */
record SchemaState(SortedMap<Integer, String> checksums, List<String> strangers, boolean partitioned) {
    private static final String TABLES = """
            select c.relname, c.relkind from pg_catalog.pg_class c
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where n.nspname = ? and c.relname in ('sentiment_schema', 'social_media_posts', 'sentiment_analysis',
                'sentiment_alerts', 'sentiment_work', 'sentiment_dead_letters', 'social_media_deletions',
                'sentiment_checkpoints')
            order by c.relname
            """;

    static SchemaState read(Connection connection, String schema) throws SQLException {
        List<String> tables = new ArrayList<>();
        boolean partitioned = false;
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                    partitioned |= "social_media_posts".equals(rows.getString(1)) && "p".equals(rows.getString(2));
                }
            }
        }
        SortedMap<Integer, String> checksums = new TreeMap<>();
        if (tables.remove("sentiment_schema")) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(new Names(schema)
                            .in("select version, coalesce(checksum, '') from $sentiment_schema order by version"))) {
                while (rows.next()) {
                    checksums.put(rows.getInt(1), rows.getString(2));
                }
            }
        }
        return new SchemaState(checksums, checksums.isEmpty() ? tables : List.of(), partitioned);
    }

    int version() {
        return checksums.isEmpty() ? 0 : checksums.lastKey();
    }

    /** Throws unless this library can work with it as it is. */
    void requireCurrent(String schema) {
        requireKnown(schema);
        if (version() < MigrationScript.latest()) {
            throw new PostgresException(
                    version() == 0
                            ? "schema " + schema
                                    + " holds no tables of Sentiment4J; run PostgresSchema.migrate, or name"
                                    + " another one in PostgresOptions.schema"
                            : "schema " + schema + " has version " + version() + ", older than "
                                    + MigrationScript.latest() + " of this library; run PostgresSchema.migrate",
                    null,
                    false,
                    null);
        }
    }

    /** Throws if it is not ours, or that of a later library. */
    void requireKnown(String schema) {
        if (!strangers.isEmpty()) {
            throw new PostgresException(
                    "schema " + schema + " holds tables that Sentiment4J did not make: " + String.join(", ", strangers)
                            + "; name another one in PostgresOptions.schema, or move them away",
                    null,
                    false,
                    null);
        }
        if (version() > MigrationScript.latest()) {
            throw new PostgresException(
                    "schema " + schema + " has version " + version() + ", newer than " + MigrationScript.latest()
                            + " of this library; use the library that made it, or a later one",
                    null,
                    false,
                    null);
        }
    }
}
