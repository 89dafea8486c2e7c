package dev.sentiment4j.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.window.CellKey;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real server. */
class WebhookAlertSinkTest {
    private static final byte[] SECRET = "a secret of some length".getBytes(StandardCharsets.UTF_8);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Clock CLOCK = Clock.fixed(TestPosts.NOON, ZoneOffset.UTC);

    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> bodies = new ArrayList<>();
    private final List<String> signatures = new ArrayList<>();
    private final List<String> deliveries = new ArrayList<>();
    private HttpServer server;
    private volatile int status = 204;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/alerts", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            signatures.add(exchange.getRequestHeaders().getFirst(WebhookAlertSink.SIGNATURE));
            deliveries.add(exchange.getRequestHeaders().getFirst(WebhookAlertSink.DELIVERY));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.createContext("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write('.');
                out.flush();
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static Alert alert() {
        return new Alert(
                "unhappy",
                CellKey.of("city", "Köln\n"),
                Severity.CRITICAL,
                AlertState.FIRING,
                TestPosts.NOON,
                Optional.of(TestPosts.NOON),
                TestPosts.NOON,
                Optional.empty(),
                "1m",
                AlertMetric.NEGATIVE_SHARE,
                0.7,
                0.5,
                20,
                List.of(TestPosts.key("1")),
                "");
    }

    @Test
    void alert_arrivesSigned() throws InterruptedException {
        new WebhookAlertSink("hook", uri("/alerts"), SECRET, PATIENCE, HttpClient.newHttpClient(), CLOCK).tell(alert());
        assertThat(AlertJson.read(bodies.get(0))).isEqualTo(alert());
        String signature = signatures.get(0);
        assertThat(WebhookAlertSink.verify(SECRET, signature, bodies.get(0), CLOCK, Duration.ofMinutes(5)))
                .isTrue();
        assertThat(WebhookAlertSink.verify(SECRET, signature, bodies.get(0) + " ", CLOCK, Duration.ofMinutes(5)))
                .isFalse();
        assertThat(WebhookAlertSink.verify(new byte[16], signature, bodies.get(0), CLOCK, Duration.ofMinutes(5)))
                .isFalse();
        Clock later = Clock.offset(CLOCK, Duration.ofHours(1));
        assertThat(WebhookAlertSink.verify(SECRET, signature, bodies.get(0), later, Duration.ofMinutes(5)))
                .isFalse();
        assertThat(WebhookAlertSink.verify(SECRET, null, bodies.get(0), CLOCK, Duration.ofMinutes(5)))
                .as("a request without the header")
                .isFalse();
        assertThat(WebhookAlertSink.verify(SECRET, "t=x", bodies.get(0), CLOCK, Duration.ofMinutes(5)))
                .isFalse();
        assertThat(deliveries.get(0)).isEqualTo("unhappy|city=K%u00F6ln%u000A|2026-03-01T12:00:00Z|firing");
    }

    @ParameterizedTest
    @CsvSource({"500, true", "503, true", "429, true", "408, true", "404, false", "401, false", "302, false"})
    void refusal_isTriedAgainIfItMayPass(int refused, boolean retriable) {
        status = refused;
        WebhookAlertSink sink = new WebhookAlertSink(uri("/alerts?token=hush"), SECRET, PATIENCE);
        assertThatThrownBy(() -> sink.tell(alert())).isInstanceOfSatisfying(AlertException.class, e -> {
            assertThat(e.isRetriable()).isEqualTo(retriable);
            assertThat(e).hasMessageContaining("status " + refused).hasMessageNotContaining("hush");
        });
    }

    @Test
    void serverThatIsSilent_isGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
            assertGivenUp(new WebhookAlertSink(uri, SECRET, Duration.ofMillis(300)));
        }
    }

    @Test
    void serverThatDrips_isGivenUp() {
        assertGivenUp(new WebhookAlertSink(uri("/drip"), SECRET, Duration.ofMillis(300)));
    }

    private static void assertGivenUp(WebhookAlertSink sink) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> sink.tell(alert()))
                .isInstanceOfSatisfying(
                        AlertException.class, e -> assertThat(e.isRetriable()).isTrue());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    }

    @Test
    void serverThatIsNotThere_isTriedAgain() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        WebhookAlertSink sink = new WebhookAlertSink(URI.create("http://127.0.0.1:" + port), SECRET, PATIENCE);
        assertThatThrownBy(() -> sink.tell(alert()))
                .isInstanceOfSatisfying(
                        AlertException.class, e -> assertThat(e.isRetriable()).isTrue());
    }

    @Test
    void settings_thatCannotWork_areRefused() {
        assertThatThrownBy(() -> new WebhookAlertSink(URI.create("ftp://x/"), SECRET, PATIENCE))
                .hasMessageContaining("uri");
        assertThatThrownBy(() -> new WebhookAlertSink(uri("/"), new byte[3], PATIENCE))
                .hasMessageContaining("secret");
        assertThatThrownBy(() -> new WebhookAlertSink(uri("/"), SECRET, Duration.ofDays(1)))
                .hasMessageContaining("timeout");
    }
}
