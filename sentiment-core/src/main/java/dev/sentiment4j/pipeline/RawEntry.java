package dev.sentiment4j.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An entry of a source as it came: named fields of bytes, none lost, so that somebody can look at what could not be
 * read and put it back. A source without fields uses one, named {@value #BODY}. Immutable and thread-safe.
 */
public final class RawEntry {
    /** The name of the only field where a source has no fields: {@value}. */
    public static final String BODY = "body";

    private final Map<String, byte[]> fields;

    private RawEntry(Map<String, byte[]> owned) {
        this.fields = owned;
    }

    /** Fields of bytes, which are copied. */
    public static RawEntry of(Map<String, byte[]> fields) {
        Map<String, byte[]> copy = new LinkedHashMap<>();
        fields.forEach((name, value) -> copy.put(Objects.requireNonNull(name, "name"), value.clone()));
        return new RawEntry(copy);
    }

    /** Fields of text, kept as UTF-8. */
    public static RawEntry ofText(Map<String, String> fields) {
        Map<String, byte[]> copy = new LinkedHashMap<>();
        fields.forEach((name, value) ->
                copy.put(Objects.requireNonNull(name, "name"), value.getBytes(StandardCharsets.UTF_8)));
        return new RawEntry(copy);
    }

    /** An entry without fields, as {@link #BODY}. */
    public static RawEntry ofBody(byte[] body) {
        return of(Map.of(BODY, body));
    }

    /** An entry without fields, as {@link #BODY} in UTF-8. */
    public static RawEntry ofBody(String body) {
        return ofText(Map.of(BODY, body));
    }

    /** The names, in the order of the entry. */
    public Set<String> names() {
        return Collections.unmodifiableSet(fields.keySet());
    }

    /** A copy of a field's bytes. */
    public Optional<byte[]> bytes(String name) {
        return Optional.ofNullable(fields.get(name)).map(byte[]::clone);
    }

    /** A field read as UTF-8; what is not UTF-8 becomes U+FFFD. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(fields.get(name)).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** Bytes of all values. */
    public long size() {
        return fields.values().stream().mapToLong(value -> value.length).sum();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof RawEntry r
                && fields.keySet().equals(r.fields.keySet())
                && fields.entrySet().stream().allMatch(e -> Arrays.equals(e.getValue(), r.fields.get(e.getKey())));
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (Map.Entry<String, byte[]> field : fields.entrySet()) {
            hash += field.getKey().hashCode() ^ Arrays.hashCode(field.getValue());
        }
        return hash;
    }

    /** How many fields and bytes; never what is in them. */
    @Override
    public String toString() {
        return "RawEntry[" + fields.size() + " fields, " + size() + " bytes]";
    }
}
