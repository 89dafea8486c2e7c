package dev.sentiment4j.redis;

import dev.sentiment4j.InvalidOptionsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the fields of a post are called in a stream. Immutable and thread-safe. */
public final class PostFields {
    /** A property of a post event, and the name that its field has by default. */
    public enum Property {
        /** Required, unless {@link Builder#defaultSource} is set. */
        SOURCE("source"),
        /** Required. */
        ID("post_id"),
        /** Required for a post. */
        TEXT("content"),
        /** When it was written: ISO 8601, UTC unless it says otherwise. Default: when the entry was added. */
        CREATED_AT("created_at"),
        /** When it was edited, in the same form. */
        EDITED_AT("edited_at"),
        /** Earlier ids, as a JSON array of strings. */
        SUPERSEDES("supersedes"),
        /** The author's name. */
        AUTHOR_NAME("author"),
        /** The author's id. */
        AUTHOR_ID("author_id"),
        LANGUAGE("language"),
        URL("url"),
        CITY("city"),
        COUNTRY("country"),
        /** Degrees; needs the longitude. */
        LATITUDE("latitude"),
        LONGITUDE("longitude"),
        /** When the post was deleted; makes the entry a deletion. */
        DELETED_AT("deleted_at");

        private final String defaultName;

        Property(String defaultName) {
            this.defaultName = defaultName;
        }

        /** The name of its field by default. */
        public String defaultName() {
            return defaultName;
        }
    }

    /** The default names. */
    public static final PostFields DEFAULT = builder().build();

    private final Map<Property, String> names;
    private final Map<String, Property> properties = new LinkedHashMap<>();
    private final String defaultSource;

    private PostFields(Map<Property, String> names, String defaultSource) {
        this.names = names;
        this.defaultSource = defaultSource;
        names.forEach((property, name) -> properties.put(name, property));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The name of a property's field. */
    public String name(Property property) {
        return Objects.requireNonNull(names.get(property));
    }

    /** The platform of posts that name none; "" (default) if they must. */
    public String defaultSource() {
        return defaultSource;
    }

    /** Whether a field of this name is a property rather than an attribute. */
    boolean isProperty(String name) {
        return properties.containsKey(name);
    }

    @Override
    public String toString() {
        Map<Property, String> own = new LinkedHashMap<>(names);
        own.entrySet().removeIf(e -> e.getValue().equals(e.getKey().defaultName()));
        return "PostFields[" + (own.isEmpty() ? "default names" : own)
                + (defaultSource.isEmpty() ? "" : ", of " + defaultSource) + "]";
    }

    /** Collects names; those not given keep their default. Not thread-safe. */
    public static final class Builder {
        private final Map<Property, String> names = new LinkedHashMap<>();
        private String defaultSource = "";

        private Builder() {
            for (Property property : Property.values()) {
                names.put(property, property.defaultName());
            }
        }

        public Builder name(Property property, String name) {
            names.put(Objects.requireNonNull(property, "property"), Objects.requireNonNull(name, "name"));
            return this;
        }

        public Builder defaultSource(String source) {
            this.defaultSource = Objects.requireNonNull(source, "source");
            return this;
        }

        /**
         * The names.
         *
         * @throws InvalidOptionsException if two are the same or one is empty, listing all of it
         */
        public PostFields build() {
            List<String> problems = new ArrayList<>();
            Set<String> seen = new java.util.HashSet<>();
            names.forEach((property, name) -> {
                if (name.isEmpty()) {
                    problems.add(property + ": the name must not be empty");
                } else if (!seen.add(name)) {
                    problems.add(property + " = " + name + ": another property has this name");
                }
            });
            Checks.report("post fields", problems);
            return new PostFields(new LinkedHashMap<>(names), defaultSource);
        }
    }
}
