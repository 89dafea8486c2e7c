package dev.sentiment4j.postgres;

import java.nio.charset.StandardCharsets;

/** Names of tables and channels, quoted; and what may be printed of a name that is none. */
final class Names {
    private static final int PRINTED = 80;

    private final String prefix;

    /** Of the tables in a schema. */
    Names(String schema) {
        this.prefix = quote(schema) + ".";
    }

    /** A statement in which every {@code $name} stands for an object of the schema. */
    String in(String sql) {
        return sql.replace("$", prefix);
    }

    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static int utf8Length(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }

    static boolean hasControls(String value) {
        return value.codePoints().anyMatch(Character::isISOControl);
    }

    static String printable(String value) {
        String cut = value.length() > PRINTED ? value.substring(0, PRINTED) + "..." : value;
        return cut.codePoints()
                .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
