package dev.sentiment4j.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Strict JSON (RFC 8259) in UTF-8: one value and nothing behind it, no key twice in an object, at most
 * {@value #MAX_DEPTH} levels, numbers of at most {@value #MAX_NUMBER} digits; and fields read leniently, since
 * platforms write numbers as strings and strings as numbers. Thread-safe.
 */
public final class Json {
    /** {@value} levels of objects and lists. */
    public static final int MAX_DEPTH = 64;
    /** {@value} characters of a number. */
    public static final int MAX_NUMBER = 100;

    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(JsonNode.class);

    /** ISO 8601 with an offset in any of its forms: "Z", "+00:00" and "+0000". */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX]")
            .toFormatter(java.util.Locale.ROOT);

    private Json() {}

    /**
     * Reads one value.
     *
     * @throws BadJsonException if it breaks one of the rules above
     */
    public static JsonNode read(byte[] utf8) throws BadJsonException {
        return read(utf8, 0, utf8.length);
    }

    /** {@link #read(byte[])} of a part of the bytes. */
    public static JsonNode read(byte[] utf8, int offset, int length) throws BadJsonException {
        try {
            JsonNode node = READER.readTree(utf8, offset, length);
            if (node.isMissingNode()) {
                throw new BadJsonException("is empty where JSON was expected");
            }
            return node;
        } catch (JacksonException e) {
            throw new BadJsonException(rule(e) + at(e.getLocation(), offset));
        } catch (IOException e) {
            throw new BadJsonException("is not UTF-8");
        }
    }

    /** Which rule is broken: Jackson's own message may quote what it read. */
    private static String rule(JacksonException e) {
        String message = String.valueOf(e.getOriginalMessage());
        if (e instanceof StreamConstraintsException) {
            return message.contains("depth")
                    ? "nests deeper than " + MAX_DEPTH + " levels"
                    : "has a number or name that is too long";
        }
        if (message.startsWith("Duplicate")) {
            return "has a key twice";
        }
        return message.contains("UTF-8") ? "is not UTF-8" : "is not JSON";
    }

    private static String at(@Nullable JsonLocation location, int offset) {
        long at = location == null ? -1 : location.getByteOffset() - offset;
        return at < 0 ? "" : ", at byte " + at;
    }

    /** The first of these fields that is there and not null; platforms rename theirs. */
    public static Optional<JsonNode> field(JsonNode object, String... names) {
        for (String name : names) {
            JsonNode value = object.get(name);
            if (value != null && !value.isNull()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** A field that is a string, or a number or boolean as it is written. */
    public static Optional<String> text(JsonNode object, String... names) {
        return field(object, names).filter(JsonNode::isValueNode).map(JsonNode::asText);
    }

    /** A field that is a whole number, or a string of one. */
    public static OptionalLong integer(JsonNode object, String... names) {
        Optional<String> text = text(object, names);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.get().strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** A field that is a moment in ISO 8601. */
    public static Optional<Instant> instant(JsonNode object, String... names) {
        return text(object, names).flatMap(text -> {
            try {
                return Optional.of(OffsetDateTime.parse(text, TIME).toInstant());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }
}
