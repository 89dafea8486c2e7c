package dev.sentiment4j.examples.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.examples.dashboard.wiring.Servers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With a key, another origin, and limits, beside a service that uses the same servers. */
@ExtendWith(Dashboard.Shared.class)
class SecuredTest {
    private static final String KEY = "a-key-of-some-length";

    private static Dashboard secured;

    @BeforeAll
    static void start(Dashboard shared) {
        Servers servers = shared.bean(Servers.class);
        secured = Dashboard.start(
                "--dashboard.redis-url=" + servers.redisUrl(),
                "--dashboard.jdbc-url=" + servers.jdbcUrl(),
                "--dashboard.api-key=" + KEY,
                "--dashboard.allowed-origins=https://friend.example",
                "--dashboard.rate-limit.burst=100",
                "--dashboard.rate-limit.per-second=1",
                "--server.forward-headers-strategy=native",
                "--dashboard.synthetic.enabled=false",
                "--sentiment.pipeline.enabled=false");
    }

    @AfterAll
    static void stop() {
        secured.close();
    }

    @Test
    void aKeyThatIsTooShortIsNotRepeated() {
        assertThatThrownBy(() -> Dashboard.start("--dashboard.api-key=tooshort", "--server.port=0"))
                .satisfies(failure -> {
                    StringWriter text = new StringWriter();
                    failure.printStackTrace(new PrintWriter(text));
                    assertThat(text.toString())
                            .contains("api-key must have at least 16 characters")
                            .doesNotContain("tooshort");
                });
    }

    @Test
    void withoutTheKeyNothingIsAnsweredButThatItLives() {
        for (String path : new String[] {"/api/stats", "/api/posts", "/metrics", "/health", "/api//stats"}) {
            assertThat(secured.get(path).statusCode()).as(path).isIn(400, 401);
        }
        HttpResponse<String> refused = secured.get("/api/stats");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("\"code\":\"UNAUTHORIZED\"").doesNotContain(KEY);
        assertThat(secured.send(HttpRequest.newBuilder(secured.uri("/api/stats"))
                                .header("X-API-Key", "wrong"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(secured.send(HttpRequest.newBuilder(secured.uri("/api/stats"))
                                .header("X-API-Key", KEY))
                        .statusCode())
                .isEqualTo(200);
        for (String path : new String[] {"/", "/healthz", "/app/main.js", "/api/openapi"}) {
            assertThat(secured.get(path).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    void theFeedTakesTheKeyAsASubprotocol() {
        URI uri = URI.create("ws://localhost:" + secured.port() + "/ws/sentiment");
        CompletableFuture<WebSocket> without =
                Dashboard.HTTP.newWebSocketBuilder().buildAsync(uri, new WebSocket.Listener() {});
        assertThat(without).failsWithin(Duration.ofSeconds(10));
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(KEY.getBytes(StandardCharsets.UTF_8));
        WebSocket with = Dashboard.HTTP
                .newWebSocketBuilder()
                .subprotocols("sentiment.v1", "key." + key)
                .buildAsync(uri, new WebSocket.Listener() {})
                .join();
        assertThat(with.getSubprotocol()).isEqualTo("sentiment.v1");
        with.abort();
    }

    @Test
    void otherOriginsMayCallIfTheyAreNamed() {
        HttpResponse<String> friend = preflight("https://friend.example");
        assertThat(friend.statusCode()).isEqualTo(200);
        assertThat(friend.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://friend.example");
        HttpResponse<String> stranger = preflight("https://evil.example");
        assertThat(stranger.statusCode()).isEqualTo(403);
        assertThat(stranger.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    private static HttpResponse<String> preflight(String origin) {
        return secured.send(HttpRequest.newBuilder(secured.uri("/predict"))
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,x-api-key")
                .method("OPTIONS", BodyPublishers.noBody()));
    }

    @Test
    void whoAsksTooMuchIsToldWhenToComeBack() {
        HttpResponse<String> last = null;
        for (int i = 0; i < 200 && (last == null || last.statusCode() != 429); i++) {
            last = secured.send(HttpRequest.newBuilder(secured.uri("/api/alerts"))
                    .header("X-API-Key", KEY)
                    .header("X-Forwarded-For", "203.0.113.9"));
        }
        assertThat(last).isNotNull();
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.body()).contains("\"code\":\"RATE_LIMITED\"");
        assertThat(Long.parseLong(last.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1L, 100L);
        HttpResponse<String> batch = secured.send(HttpRequest.newBuilder(secured.uri("/predict/batch"))
                .header("X-API-Key", KEY)
                .header("X-Forwarded-For", "203.0.113.9")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"texts\":[\"a\",\"b\",\"c\",\"d\",\"e\"]}")));
        assertThat(batch.statusCode()).isEqualTo(429);
        // Another client is not held up by that.
        assertThat(secured.send(HttpRequest.newBuilder(secured.uri("/api/alerts"))
                                .header("X-API-Key", KEY)
                                .header("X-Forwarded-For", "203.0.113.10"))
                        .statusCode())
                .isEqualTo(200);
    }
}
