package dev.sentiment4j.postgres;

/** What posts are grouped by. */
public enum Dimension {
    /** All in one group. */
    NONE("''"),
    SOURCE("p.source"),
    LABEL("p.label"),
    PRODUCT("p.product"),
    CHANNEL("p.channel"),
    CITY("p.city"),
    COUNTRY("p.country"),
    LANGUAGE("p.language"),
    EMOTION("p.emotion");

    private final String column;

    Dimension(String column) {
        this.column = column;
    }

    String column() {
        return column;
    }
}
