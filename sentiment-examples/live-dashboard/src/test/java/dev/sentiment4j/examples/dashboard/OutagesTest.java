package dev.sentiment4j.examples.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import redis.embedded.RedisServer;

/** The servers that it stands on go away while it runs, and come back. */
@Timeout(300)
class OutagesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path data;

    private static int redisPort;
    private static int postgresPort;
    private static RedisServer redis;
    private static EmbeddedPostgres postgres;
    private static Dashboard dashboard;

    @BeforeAll
    static void start() throws IOException {
        redisPort = freePort();
        postgresPort = freePort();
        startRedis();
        startPostgres();
        dashboard = Dashboard.start(
                "--dashboard.redis-url=redis://127.0.0.1:" + redisPort,
                "--dashboard.jdbc-url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--server.forward-headers-strategy=native",
                "--dashboard.rate-limit.burst=1000",
                "--dashboard.rate-limit.per-second=10",
                "--sentiment.redis.reconnect-max-delay=500ms",
                "--logging.level.root=error",
                "--logging.level.dev.sentiment4j=error");
        newPosts();
    }

    @AfterAll
    static void stop() throws IOException {
        dashboard.close();
        redis.stop();
        postgres.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void startRedis() throws IOException {
        redis = RedisServer.newRedisServer()
                .port(redisPort)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .build();
        redis.start();
    }

    private static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(data.resolve("pg"))
                .setCleanDataDirectory(false)
                .setPort(postgresPort)
                .start();
    }

    private static HttpResponse<String> health(String part, String status) {
        HttpResponse<String> health = dashboard.get("/api/health");
        assertThat(Dashboard.JSON
                        .readTree(health.body())
                        .path("data")
                        .path("parts")
                        .path(part)
                        .path("status")
                        .asString(""))
                .isEqualTo(status);
        return health;
    }

    private static String newest() {
        return dashboard.json("/api/posts/recent?limit=1").path("data").toString();
    }

    private static void newPosts() {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> newest().contains("text"));
        String before = newest();
        await().atMost(PATIENCE).until(() -> !newest().equals(before));
    }

    private static void assertThatTextsAreAnalyzed() {
        assertThat(dashboard.post("/predict", "{\"text\":\"still fine\"}").statusCode())
                .isEqualTo(200);
        assertThat(dashboard.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(dashboard
                        .json("/api/metrics/overall")
                        .path("data")
                        .path("overall")
                        .path("posts")
                        .asLong())
                .isPositive();
    }

    @Test
    void withoutRedisEverythingElseAnswersAndPostsGoOnAfterwards() throws Exception {
        redis.stop();
        await().atMost(PATIENCE).untilAsserted(() -> {
            HttpResponse<String> health = health("sentimentRedis", "DOWN");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.headers().firstValue("Retry-After")).isPresent();
        });
        assertThatTextsAreAnalyzed();
        assertThat(newest()).contains("text");
        assertThat(flood("203.0.113.7")).isEqualTo(429);
        assertThat(dashboard
                        .post("/predict", "{\"text\":\"others are not held up\"}")
                        .statusCode())
                .isEqualTo(200);
        startRedis();
        await().atMost(PATIENCE).untilAsserted(() -> health("sentimentRedis", "UP"));
        newPosts();
        assertThat(flood("203.0.113.8")).isEqualTo(429);
    }

    /** One client, until it is told off; each request costs 100 of its 1,000. */
    private static int flood(String client) {
        String body = "{\"texts\":[" + String.join(",", Collections.nCopies(100, "\"no\"")) + "]}";
        int status = 0;
        for (int i = 0; i < 50 && status != 429; i++) {
            status = dashboard
                    .send(HttpRequest.newBuilder(dashboard.uri("/predict/batch"))
                            .header("Content-Type", "application/json")
                            .header("X-Forwarded-For", client)
                            .POST(BodyPublishers.ofString(body)))
                    .statusCode();
        }
        return status;
    }

    @Test
    void withoutPostgresWhatNeedsItSaysWhenToComeBack() throws Exception {
        postgres.close();
        for (String path : new String[] {"/api/posts", "/api/posts/recent", "/api/stats", "/api/alerts"}) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                HttpResponse<String> response = dashboard.get(path);
                assertThat(response.statusCode()).isEqualTo(503);
                assertThat(response.body()).contains("\"code\":\"UNAVAILABLE\"").doesNotContain("jdbc", "Exception");
                assertThat(response.headers().firstValue("Retry-After")).isPresent();
            });
        }
        health("sentimentPostgres", "DOWN");
        assertThatTextsAreAnalyzed();
        startPostgres();
        await().atMost(PATIENCE).untilAsserted(() -> health("sentimentPostgres", "UP"));
        newPosts();
    }

    @Test
    void thePageSaysWhatIsAwayAndGoesOnByItself() throws Exception {
        ChromeDriver browser = Browser.start();
        try {
            postgres.close();
            browser.get(dashboard.uri("/").toString());
            await().atMost(PATIENCE)
                    .until(() -> browser.findElement(By.id("trouble")).getText().contains("PostgreSQL"));
            assertThat(browser.findElement(By.id("alerts")).getText()).isEqualTo("Not read yet.");
            startPostgres();
            await().atMost(PATIENCE)
                    .until(() ->
                            !browser.findElements(By.cssSelector("#feed .post")).isEmpty()
                                    && !browser.findElement(By.id("trouble")).isDisplayed()
                                    && !browser.findElement(By.id("notice")).isDisplayed());
        } finally {
            browser.quit();
        }
    }
}
