package dev.sentiment4j.examples.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.alert.Alert;
import dev.sentiment4j.alert.AlertMetric;
import dev.sentiment4j.alert.AlertState;
import dev.sentiment4j.alert.Severity;
import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.postgres.PostgresAlertSink;
import dev.sentiment4j.postgres.PostgresAlerts;
import dev.sentiment4j.window.CellKey;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(Dashboard.Shared.class)
class ApiTest {
    private final Dashboard dashboard;

    ApiTest(Dashboard dashboard) {
        this.dashboard = dashboard;
    }

    private static JsonNode error(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode body = Dashboard.JSON.readTree(response.body());
        assertThat(body.path("error").asString("")).isNotBlank();
        assertThat(body.path("code").asString("")).isEqualTo(code);
        assertThat(Instant.parse(body.path("timestamp").asString("")))
                .isCloseTo(Instant.now(), org.assertj.core.api.Assertions.within(1, ChronoUnit.MINUTES));
        assertThat(body.path("requestId").asString(""))
                .isEqualTo(response.headers().firstValue("X-Request-Id").orElse("none"));
        return body;
    }

    @Test
    void oneTextIsAnalyzedWithEveryHead() {
        HttpResponse<String> response = dashboard.post("/predict", "{\"text\":\"I love this phone\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode body = Dashboard.JSON.readTree(response.body());
        JsonNode data = body.path("data");
        assertThat(data.path("label").asString("")).isEqualTo("positive");
        assertThat(data.path("score").asDouble()).isBetween(0.5, 1.0);
        assertThat(data.path("probabilities").propertyNames()).containsExactly("negative", "neutral", "positive");
        assertThat(data.path("heads").path("emotion").path("label").asString(""))
                .isEqualTo("joy");
        assertThat(data.path("toxicity").asDouble()).isLessThan(0.5);
        assertThat(body.path("metadata").path("tookMillis").asDouble()).isPositive();
        assertThat(body.has("timestamp")).isTrue();
    }

    @Test
    void aBatchIsAnsweredInItsOrder() {
        HttpResponse<String> response =
                dashboard.post("/predict/batch", "{\"texts\":[\"what a wonderful day\",\"this is awful\"]}");
        JsonNode data = Dashboard.JSON.readTree(response.body()).path("data");
        assertThat(data.size()).isEqualTo(2);
        assertThat(data.get(0).path("result").path("label").asString("")).isEqualTo("positive");
        assertThat(data.get(1).path("result").path("label").asString("")).isEqualTo("negative");
        assertThat(data.get(1).path("index").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {                                | MALFORMED_JSON
                    []                               | MALFORMED_JSON
                    null                             | MALFORMED_JSON
                    "text"                           | MALFORMED_JSON
                    {"text":"a"} trailing            | MALFORMED_JSON
                    {"text":1}                       | MALFORMED_JSON
                    {"text":true}                    | MALFORMED_JSON
                    {"text":["a"]}                   | MALFORMED_JSON
                    {"text":"a","unknown":1}         | MALFORMED_JSON
                    {"text":"a","text":"b"}          | MALFORMED_JSON
                    {"text":null}                    | INVALID_REQUEST
                    {"text":""}                      | INVALID_REQUEST
                    {"text":"   "}                   | INVALID_REQUEST
                    {}                               | INVALID_REQUEST
                    """)
    void aBodyThatCannotBeUsedIsRefused(String body, String code) {
        error(dashboard.post("/predict", body), 400, code);
    }

    @Test
    void limitsOfTextsAndBatchesHold() {
        String longest = "a".repeat(10_000);
        assertThat(dashboard.post("/predict", "{\"text\":\"" + longest + "\"}").statusCode())
                .isEqualTo(200);
        JsonNode tooLong = error(dashboard.post("/predict", "{\"text\":\"" + longest + "a\"}"), 400, "INVALID_REQUEST");
        assertThat(tooLong.path("details").get(0).asString("")).isEqualTo("text: must have at most 10000 characters");
        assertThat(dashboard.post("/predict/batch", texts(100)).statusCode()).isEqualTo(200);
        error(dashboard.post("/predict/batch", texts(101)), 400, "INVALID_REQUEST");
        error(dashboard.post("/predict/batch", "{\"texts\":[]}"), 400, "INVALID_REQUEST");
        error(dashboard.post("/predict/batch", "{\"texts\":[\"a\",null]}"), 400, "INVALID_REQUEST");
    }

    private static String texts(int count) {
        return "{\"texts\":[" + String.join(",", Collections.nCopies(count, "\"fine\"")) + "]}";
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedWithAndWithoutItsLength() {
        String huge = "{\"text\":\"" + "a".repeat(2 * 1024 * 1024) + "\"}";
        error(dashboard.post("/predict", huge), 413, "TOO_LARGE");
        HttpResponse<String> chunked = dashboard.send(HttpRequest.newBuilder(dashboard.uri("/predict"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(huge))));
        error(chunked, 413, "TOO_LARGE");
    }

    @Test
    void whatIsNotThereIsToldInTheSameForm() {
        error(dashboard.get("/api/nothing"), 404, "NOT_FOUND");
        error(dashboard.get("/predict"), 405, "METHOD_NOT_ALLOWED");
        error(
                dashboard.send(HttpRequest.newBuilder(dashboard.uri("/predict"))
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("hello"))),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
        error(
                dashboard.send(
                        HttpRequest.newBuilder(dashboard.uri("/api/stats")).header("Accept", "image/png")),
                406,
                "NOT_ACCEPTABLE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "limit=many",
                "label=happy",
                "from=yesterday",
                "to=2026-13-01T00:00:00Z",
                "minConfidence=2",
                "minConfidence=NaN",
                "cursor=zzz",
                "from=-999999999-01-01T00:00:00Z",
                "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
                "labels=positive",
                "city=Oslo&city=Rome",
            })
    void aQueryThatCannotBeUsedIsRefused(String query) {
        JsonNode body = error(dashboard.get("/api/posts?" + query), 400, "INVALID_REQUEST");
        assertThat(body.path("details").get(0).asString("")).contains(query.substring(0, query.indexOf('=')));
    }

    @Test
    void aParameterThatIsNotKnownIsRefusedWhereverItStands() {
        for (String path : List.of("/healthz", "/api/health", "/api/stats", "/api/metrics/geo", "/api/alerts")) {
            JsonNode body = error(dashboard.get(path + "?whatever=1"), 400, "INVALID_REQUEST");
            assertThat(body.path("details").get(0).asString("")).startsWith("whatever: is not known here");
        }
        error(dashboard.post("/predict?text=fine", "{\"text\":\"fine\"}"), 400, "INVALID_REQUEST");
        assertThat(dashboard.get("/api/posts?%3Cscript%3E=1").body())
                .contains("a parameter: is not known here")
                .doesNotContain("script");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app/..%2f..%2fapplication.yaml",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/app/%00",
                "/api//posts;a=b",
                "/api/posts?%00=1",
                "/api/posts?=1"
            })
    void pathsThatLeaveTheirPlaceAreRefused(String path) {
        HttpResponse<String> response = dashboard.get(path);
        assertThat(response.statusCode()).isBetween(400, 404);
        assertThat(response.body()).doesNotContain("spring:", "root:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws/sentiment?after=%zz", "/ws/sentiment?after=%E0%A0", "/api/posts?q=%f"})
    void escapesThatAreNoneAreRefused(String address) throws Exception {
        // Java's own URI would not let them through.
        String answer = raw("GET " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400").contains("\"code\":\"BAD_REQUEST\"");
    }

    @Test
    void halfABodyHoldsNothingForLong() throws Exception {
        String answer = raw("POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 100\r\n\r\n{");
        assertThat(answer).startsWith("HTTP/1.1 4");
    }

    /** Sends this, and reads until the service ends the connection. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", dashboard.port())) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void requestIdsAreKeptIfTheyCanDoNoHarm() {
        HttpResponse<String> kept =
                dashboard.send(HttpRequest.newBuilder(dashboard.uri("/healthz")).header("X-Request-Id", "abc-123"));
        assertThat(kept.headers().firstValue("X-Request-Id")).hasValue("abc-123");
        HttpResponse<String> replaced =
                dashboard.send(HttpRequest.newBuilder(dashboard.uri("/healthz")).header("X-Request-Id", "a b<script>"));
        assertThat(replaced.headers().firstValue("X-Request-Id"))
                .get()
                .asString()
                .doesNotContain("script");
    }

    @Test
    void everyAnswerHasTheHeadersThatKeepBrowsersSafe() {
        for (String path : List.of("/", "/healthz", "/api/nothing", "/app/main.js")) {
            HttpResponse<String> response = dashboard.get(path);
            assertThat(response.headers().firstValue("Content-Security-Policy"))
                    .get()
                    .asString()
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe-inline");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        }
    }

    @Test
    void postsAreFoundByWhatTheyAreAndReadPageByPage() throws Exception {
        String product = "thing-" + System.nanoTime();
        Post[] posts = new Post[7];
        for (int i = 0; i < posts.length; i++) {
            posts[i] = Posts.post(i % 2 == 0 ? "I love it, wonderful" : "I hate it, awful")
                    .createdAt(Instant.now().minusSeconds(i).truncatedTo(ChronoUnit.MILLIS))
                    .attribute(Post.PRODUCT, product)
                    .geo(Geo.of("Berlin", "DE"))
                    .build();
        }
        Posts.publish(dashboard, posts);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> dashboard
                                .json("/api/posts?product=" + product)
                                .path("data")
                                .size()
                        == posts.length);

        Set<String> seen = new HashSet<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = dashboard.json("/api/posts?limit=3&product=" + product + cursor);
            page.path("data")
                    .forEach(post ->
                            assertThat(seen.add(post.path("id").asString(""))).isTrue());
            cursor = page.path("metadata").has("next")
                    ? "&cursor=" + page.path("metadata").path("next").asString("")
                    : "";
            pages++;
        } while (!cursor.isEmpty());
        assertThat(seen).hasSize(posts.length);
        assertThat(pages).isEqualTo(3);

        JsonNode positive = dashboard.json("/api/posts?city=Berlin&label=positive&product=" + product);
        assertThat(positive.path("data").size()).isEqualTo(4);
        JsonNode distribution = dashboard.json("/api/sentiment/distribution?by=city&product=" + product);
        assertThat(distribution
                        .path("data")
                        .path("overall")
                        .path("counts")
                        .path("negative")
                        .asInt())
                .isEqualTo(3);
        assertThat(distribution.path("data").path("by").get(0).path("value").asString(""))
                .isEqualTo("Berlin");
        JsonNode aggregate = dashboard.json("/api/sentiment/aggregate?bucket=day&by=label&product=" + product);
        long counted = 0;
        for (JsonNode point : aggregate.path("data")) {
            counted += point.path("cell").path("posts").asLong();
        }
        assertThat(counted).isEqualTo(posts.length);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        dashboard.json("/api/metrics/products").path("data").findValuesAsString("value"))
                .contains(product));
    }

    @Test
    void theNumbersOfTheLastMinutesAddUp() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode data = dashboard.json("/api/metrics/overall").path("data");
            JsonNode counts = data.path("overall").path("counts");
            long posts = data.path("overall").path("posts").asLong();
            assertThat(posts).isPositive();
            assertThat(counts.path("negative").asLong()
                            + counts.path("neutral").asLong()
                            + counts.path("positive").asLong())
                    .isEqualTo(posts);
            long trend = 0;
            for (JsonNode point : data.path("trend")) {
                trend += point.path("posts").asLong();
            }
            assertThat(trend).isEqualTo(posts);
            assertThat(data.path("overall").has("toxicity")).isTrue();
            assertThat(data.path("overall").has("churn")).isTrue();
        });
        for (String dimension : List.of("geo", "products", "channels")) {
            assertThat(dashboard.json("/api/metrics/" + dimension).path("data").size())
                    .isPositive();
        }
        assertThat(dashboard.json("/api/stats").path("data").path("platforms").size())
                .isPositive();
        assertThat(dashboard.json("/api/posts/recent?limit=2").path("data").size())
                .isEqualTo(2);
    }

    @Test
    void alertsAreStoredAndFound() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String rule = "test " + System.nanoTime();
        new PostgresAlertSink(dashboard.bean(PostgresAlerts.class))
                .tell(new Alert(
                        rule,
                        CellKey.of("product", "phone"),
                        Severity.WARNING,
                        AlertState.FIRING,
                        now,
                        Optional.of(now),
                        now,
                        Optional.empty(),
                        "1m",
                        AlertMetric.NEGATIVE_SHARE,
                        0.7,
                        0.5,
                        42,
                        List.of(),
                        "a test"));
        JsonNode data = dashboard.json("/api/alerts?state=firing").path("data");
        JsonNode found = null;
        for (JsonNode alert : data) {
            if (alert.path("rule").asString("").equals(rule)) {
                found = alert;
            }
        }
        assertThat(found).isNotNull();
        assertThat(found.path("cell").asString("")).isEqualTo("product=phone");
        assertThat(found.path("observed").asDouble()).isEqualTo(0.7);
        assertThat(dashboard.json("/api/alerts?state=resolved").toString()).doesNotContain(rule);
        error(dashboard.get("/api/alerts?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z"), 400, "INVALID_REQUEST");
    }

    @Test
    void aPostOfALaterTimeOrOfGreatLengthSpoilsNoPage() throws Exception {
        String channel = "channel-" + System.nanoTime();
        Posts.publish(
                dashboard,
                Posts.post("I come from the future")
                        .createdAt(Instant.parse("9999-12-31T00:00:00Z"))
                        .attribute(Post.CHANNEL, channel)
                        .build(),
                Posts.post("long ".repeat(100_000))
                        .attribute(Post.CHANNEL, channel)
                        .build());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> dashboard
                                .json("/api/posts?channel=" + channel)
                                .path("data")
                                .size()
                        == 1);
        assertThat(dashboard
                        .json("/api/posts?channel=" + channel)
                        .path("data")
                        .get(0)
                        .path("text")
                        .asString(""))
                .hasSize(10_001)
                .endsWith("…");
        assertThat(dashboard.json("/api/posts/recent?limit=200").toString()).doesNotContain("from the future");
        assertThat(dashboard
                        .json("/api/posts?channel=" + channel + "&from=9999-12-30T00:00:00Z&to=9999-12-31T12:00:00Z")
                        .path("data")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void healthMetricsAndTheApiAreDescribed() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            HttpResponse<String> health = dashboard.get("/api/health");
            assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
        });
        assertThat(dashboard.json("/healthz").path("status").asString("")).isEqualTo("ok");
        assertThat(dashboard.get("/metrics").body())
                .contains("sentiment_batch_infer_seconds", "dashboard_feed_clients");
        JsonNode api = dashboard.json("/api/openapi");
        assertThat(api.path("paths").propertyNames())
                .contains(
                        "/predict",
                        "/predict/batch",
                        "/healthz",
                        "/api/health",
                        "/api/posts",
                        "/api/posts/recent",
                        "/api/stats",
                        "/api/sentiment/aggregate",
                        "/api/sentiment/distribution",
                        "/api/metrics/overall",
                        "/api/metrics/geo",
                        "/api/metrics/products",
                        "/api/metrics/channels",
                        "/api/alerts");
    }
}
