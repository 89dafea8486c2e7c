package dev.sentiment4j.examples.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Requests from the service's own OpenAPI document, most of them broken in some way. */
@ExtendWith(Dashboard.Shared.class)
@Timeout(600)
class FuzzTest {
    private static final int REQUESTS = Integer.getInteger("sentiment4j.fuzz", 500);
    private static final long SEED = Long.getLong("sentiment4j.seed", 1);

    private static final List<String> ODD = List.of(
            "",
            " ",
            "0",
            "-1",
            "1e999",
            "NaN",
            "9223372036854775808",
            "null",
            "true",
            "[]",
            "{}",
            "\u0000",
            "\ud83d\ude21",
            "\u202e",
            "'; drop table social_media_posts; --",
            "<script>alert(1)</script>",
            "${jndi:ldap://example.invalid/a}",
            "../../etc/passwd",
            "%",
            "%00",
            "\r\nX-Injected: 1",
            "2026-03-01T12:00:00Z",
            "+1000000000-12-31T23:59:59.999999999Z",
            "-1000000000-01-01T00:00:00Z",
            "\"unclosed",
            "a".repeat(3000));

    private final Dashboard dashboard;
    private final Random random = new Random(SEED);

    FuzzTest(Dashboard dashboard) {
        this.dashboard = dashboard;
    }

    private record Operation(String path, String method, JsonNode description) {}

    @Test
    void noRequestBreaksTheService() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path :
                dashboard.json("/api/openapi").path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                operations.add(new Operation(path.getKey(), method.getKey(), method.getValue()));
            }
        }
        assertThat(operations).hasSizeGreaterThanOrEqualTo(14);
        int refused = 0;
        for (int i = 0; i < REQUESTS; i++) {
            HttpRequest.Builder request = request(operations.get(random.nextInt(operations.size())));
            HttpResponse<String> response = dashboard.send(request);
            check(i, request.build(), response);
            refused += response.statusCode() >= 400 ? 1 : 0;
        }
        // If all were well-formed, or none, nothing would be tried.
        assertThat(refused).isBetween(REQUESTS / 4, REQUESTS - 1);
        assertThat(dashboard.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(dashboard.post("/predict", "{\"text\":\"still fine\"}").statusCode())
                .isEqualTo(200);
    }

    private static void check(int number, HttpRequest request, HttpResponse<String> response) {
        String what = "request " + number + " (seed " + SEED + "), " + request.method() + " " + request.uri() + ": "
                + response.statusCode() + " " + response.body();
        assertThat(response.statusCode()).as(what).isLessThan(500);
        assertThat(response.body())
                .as(what)
                .doesNotContain("\tat ")
                .doesNotContain("Exception")
                .doesNotContain("dev.sentiment4j")
                .doesNotContain("org.springframework");
        assertThat(response.headers().firstValue("X-Injected")).as(what).isEmpty();
        if (response.statusCode() >= 400 && !request.method().equals("HEAD")) {
            try {
                JsonNode body = Dashboard.JSON.readTree(response.body());
                assertThat(body.path("error").asString("")).as(what).isNotBlank();
                assertThat(body.path("code").asString("")).as(what).isNotBlank();
                assertThat(body.has("timestamp")).as(what).isTrue();
            } catch (JacksonException e) {
                fail(what);
            }
        }
    }

    private HttpRequest.Builder request(Operation operation) {
        StringBuilder query = new StringBuilder();
        for (JsonNode parameter : operation.description().path("parameters")) {
            if (random.nextInt(3) == 0) {
                add(query, parameter.path("name").asString(""), value(parameter.path("schema")));
            }
        }
        if (random.nextInt(10) == 0) {
            add(query, odd(), odd());
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create(dashboard.uri(operation.path()).toString() + query));
        String method = operation.method().toUpperCase(java.util.Locale.ROOT);
        if (random.nextInt(15) == 0) {
            method = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
                    .get(random.nextInt(7));
        }
        if (random.nextInt(10) == 0) {
            request.header(
                    "Accept",
                    List.of("text/html", "*/*", "image/png", "application/json;q=0")
                            .get(random.nextInt(4)));
        }
        if (method.equals("GET") || method.equals("HEAD")) {
            return request.method(method, BodyPublishers.noBody());
        }
        request.header(
                "Content-Type",
                random.nextInt(8) == 0
                        ? List.of(
                                        "text/plain",
                                        "application/xml",
                                        "application/json;charset=utf-16",
                                        "multipart/form-data")
                                .get(random.nextInt(4))
                        : "application/json");
        return request.method(method, BodyPublishers.ofString(body(operation)));
    }

    private void add(StringBuilder query, String name, String value) {
        query.append(query.isEmpty() ? '?' : '&')
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    private String value(JsonNode schema) {
        if (random.nextBoolean()) {
            return odd();
        }
        if (schema.path("enum").size() > 0) {
            return schema.path("enum")
                    .get(random.nextInt(schema.path("enum").size()))
                    .asString("");
        }
        return switch (schema.path("type").asString("")) {
            case "integer" -> Integer.toString(random.nextInt(300) - 20);
            case "number" -> Double.toString(random.nextDouble() * 3 - 1);
            default -> "word";
        };
    }

    private String odd() {
        return ODD.get(random.nextInt(ODD.size()));
    }

    private String body(Operation operation) {
        String good = operation.path().endsWith("batch") ? "{\"texts\":[\"fine\",\"awful\"]}" : "{\"text\":\"fine\"}";
        switch (random.nextInt(6)) {
            case 0:
                return good;
            case 1:
                return good.substring(0, random.nextInt(good.length()));
            case 2:
                char[] changed = good.toCharArray();
                changed[random.nextInt(changed.length)] = (char) random.nextInt(0x250);
                return new String(changed);
            case 3:
                return odd();
            case 4:
                return json(0);
            default:
                return "{\"" + (random.nextBoolean() ? "text" : "texts") + "\":" + json(0) + "}";
        }
    }

    private String json(int depth) {
        return switch (random.nextInt(depth > 4 ? 4 : 7)) {
            case 0 -> Dashboard.JSON.writeValueAsString(odd());
            case 1 -> Long.toString(random.nextLong());
            case 2 -> random.nextBoolean() ? "null" : "true";
            case 3 -> "1e400";
            case 4 -> "[".repeat(1200);
            case 5 -> "[" + json(depth + 1) + "," + json(depth + 1) + "]";
            default -> "{" + Dashboard.JSON.writeValueAsString(odd()) + ":" + json(depth + 1) + "}";
        };
    }
}
