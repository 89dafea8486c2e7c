package dev.sentiment4j.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as a fake server got it. Immutable and thread-safe.
 *
 * @param connection counts the server's connections from 0
 * @param method such as "GET"
 * @param path decoded, without the query
 * @param query parameters, decoded; the last one of a name
 * @param headers fields with names in lower case; the last one of a name
 * @param body all of it, in UTF-8
 * @param at when it came, by the server's time
 * @param nanos the same, in nanoseconds of the server's time
 */
public record FakeRequest(
        int connection,
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        String body,
        Instant at,
        long nanos) {
    public FakeRequest {
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** A header field. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** A parameter of the query. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** The fields of a body that is a form. */
    public Map<String, String> form() {
        return fields(body);
    }

    static Map<String, String> fields(String encoded) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                fields.put(decode(name), decode(value));
            }
        }
        return fields;
    }

    static String decode(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }
}
