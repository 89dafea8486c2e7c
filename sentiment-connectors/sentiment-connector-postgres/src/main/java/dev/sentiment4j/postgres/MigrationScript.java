package dev.sentiment4j.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** One of the SQL resources that make the schema, with its settings filled in. */
record MigrationScript(int version, String name, String sql) {
    private static final String ROOT = "migration/";
    private static final String COMMON = "common/";
    private static final String LAYOUT = "layout/";
    /** In the order of their versions; what stands under {@link #LAYOUT} is there once for each layout. */
    private static final List<String> NAMES = List.of(
            COMMON + "V1__search.sql",
            LAYOUT + "V2__posts.sql",
            COMMON + "V3__alerts_work_and_dead_letters.sql",
            COMMON + "V4__checkpoints.sql",
            COMMON + "V5__windows.sql");

    /** The version that this library works with. */
    static int latest() {
        return NAMES.size();
    }

    static List<MigrationScript> all(PostgresOptions options) {
        return NAMES.stream()
                .map(name -> read(
                        NAMES.indexOf(name) + 1,
                        name.replace(LAYOUT, options.partitioned() ? "partitioned/" : "plain/"),
                        options))
                .toList();
    }

    private static MigrationScript read(int version, String name, PostgresOptions options) {
        try (InputStream in = MigrationScript.class.getResourceAsStream(ROOT + name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the jar lacks " + ROOT + name + "; it was repackaged without resources");
            }
            String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new MigrationScript(
                    version, name, sql.replace("${search_configuration}", options.searchConfiguration()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SHA-256 of what is run, in hexadecimal. */
    String checksum() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(sql.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
