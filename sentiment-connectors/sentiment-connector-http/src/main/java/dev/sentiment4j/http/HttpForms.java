package dev.sentiment4j.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes queries, forms and basic credentials. */
public final class HttpForms {
    private HttpForms() {}

    /** {@code a=1&b=2}, encoded, in the map's order. */
    public static String encode(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** An address below a base, with a query if there are fields. */
    public static URI uri(URI base, String path, Map<String, String> query) {
        String root = base.toString();
        while (root.endsWith("/")) {
            root = root.substring(0, root.length() - 1);
        }
        // URLEncoder writes a blank as '+', which not every server reads as one in a query.
        return URI.create(
                root + path + (query.isEmpty() ? "" : "?" + encode(query).replace("+", "%20")));
    }

    /** The value of an {@code Authorization} header (RFC 7617). */
    public static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
