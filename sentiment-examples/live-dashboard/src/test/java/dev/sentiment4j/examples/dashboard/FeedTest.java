package dev.sentiment4j.examples.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.examples.dashboard.live.LiveFeed;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(Dashboard.Shared.class)
class FeedTest {
    private final Dashboard dashboard;

    FeedTest(Dashboard dashboard) {
        this.dashboard = dashboard;
    }

    /** A page, as far as the feed goes. */
    private static final class Client implements WebSocket.Listener, AutoCloseable {
        final List<JsonNode> messages = new CopyOnWriteArrayList<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder part = new StringBuilder();
        private final WebSocket socket;

        Client(Dashboard dashboard, String query) {
            this.socket = Dashboard.HTTP
                    .newWebSocketBuilder()
                    .subprotocols("sentiment.v1")
                    .buildAsync(URI.create("ws://localhost:" + dashboard.port() + "/ws/sentiment" + query), this)
                    .join();
            // The handshake is over before the feed has taken the client in.
            await().atMost(Duration.ofSeconds(20)).until(() -> !messages.isEmpty());
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                JsonNode frame = Dashboard.JSON.readTree(part.toString());
                if (frame.isArray()) {
                    frame.forEach(messages::add);
                } else {
                    messages.add(frame);
                }
                part.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(statusCode);
            return null;
        }

        List<JsonNode> of(String type) {
            return messages.stream()
                    .filter(message -> message.path("type").asString("").equals(type))
                    .toList();
        }

        @Override
        public void close() {
            socket.abort();
        }
    }

    @Test
    void aClientIsGreetedAndToldOfPostsAndNumbers() {
        try (Client client = new Client(dashboard, "")) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(client.of("new_post")).isNotEmpty();
                assertThat(client.of("metrics_update")).isNotEmpty();
            });
            assertThat(client.messages.get(0).path("type").asString("")).isEqualTo("connected");
            assertThat(client.messages.get(0).path("data").path("resumed").asBoolean())
                    .isFalse();
            JsonNode post = client.of("new_post").get(0).path("data");
            assertThat(post.path("text").asString("")).isNotBlank();
            assertThat(post.path("label").asString("")).isIn("negative", "neutral", "positive");
            JsonNode numbers = client.of("metrics_update").get(0).path("data");
            assertThat(numbers.path("overall").path("posts").asLong()).isPositive();
            assertThat(numbers.path("trend").size()).isBetween(1, 6);
        }
    }

    @Test
    void whoComesBackMissesNothing() throws Exception {
        LiveFeed feed = dashboard.bean(LiveFeed.class);
        String position;
        try (Client before = new Client(dashboard, "")) {
            feed.publish("test", "before");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !before.of("test").isEmpty());
            position = before.of("test").get(0).path("position").asString("");
        }
        feed.publish("test", "first");
        feed.publish("test", "second");
        try (Client after = new Client(dashboard, "?after=" + position)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> after.of("test").size() >= 2);
            assertThat(after.messages.get(0).path("data").path("resumed").asBoolean())
                    .isTrue();
            assertThat(after.of("test").stream()
                            .map(message -> message.path("data").asString(""))
                            .toList())
                    .startsWith("first", "second");
        }
        for (String unknown : List.of("?after=00000000-1", "?after=nonsense", "?after=" + position + "999999")) {
            try (Client stranger = new Client(dashboard, unknown)) {
                assertThat(stranger.messages.get(0).path("data").path("resumed").asBoolean())
                        .isFalse();
            }
        }
    }

    @Test
    void whoeverSendsSomethingIsLetGo() throws Exception {
        try (Client talker = new Client(dashboard, "")) {
            talker.socket.sendText("{\"type\":\"hello\"}", true).join();
            assertThat(talker.closed.get(30, java.util.concurrent.TimeUnit.SECONDS))
                    .isEqualTo(1008);
        }
        try (Client talker = new Client(dashboard, "")) {
            talker.socket
                    .sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}), true)
                    .join();
            assertThat(talker.closed.get(30, java.util.concurrent.TimeUnit.SECONDS))
                    .isEqualTo(1008);
        }
        try (Client flood = new Client(dashboard, "")) {
            try {
                flood.socket.sendText("x".repeat(1_000_000), true).join();
            } catch (java.util.concurrent.CompletionException e) {
                assertThat(e).hasCauseInstanceOf(java.io.IOException.class);
            }
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(flood.socket.isInputClosed())
                    .isTrue());
        }
    }

    @Test
    void pagesOfOtherOriginsAreRefused() throws Exception {
        CompletableFuture<WebSocket> foreign = Dashboard.HTTP
                .newWebSocketBuilder()
                .header("Origin", "https://evil.example")
                .buildAsync(
                        URI.create("ws://localhost:" + dashboard.port() + "/ws/sentiment"),
                        new WebSocket.Listener() {});
        assertThat(foreign)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(java.net.http.WebSocketHandshakeException.class);
    }

    @Test
    void whoIsTooSlowIsLetGoAndHoldsNobodyUp() throws Exception {
        LiveFeed feed = dashboard.bean(LiveFeed.class);
        MeterRegistry meters = dashboard.bean(MeterRegistry.class);
        double before = meters.get("dashboard.feed.shed").counter().count();
        String large = "x".repeat(20_000);
        try (Socket slow = new Socket();
                Client quick = new Client(dashboard, "")) {
            slow.setReceiveBufferSize(4096);
            slow.connect(new InetSocketAddress("localhost", dashboard.port()));
            slow.getOutputStream()
                    .write(
                            ("GET /ws/sentiment HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            InputStream answer = slow.getInputStream();
            assertThat(new String(answer.readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 101");
            // From here on it reads nothing. The quick one sets the pace, so that it is never behind itself.
            int told = 0;
            while (meters.get("dashboard.feed.shed").counter().count() == before && told < 5000) {
                for (int i = 0; i < 50; i++) {
                    feed.publish("large", Map.of("number", told++, "text", large));
                }
                int expected = told;
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> quick.of("large").size() == expected);
                quick.messages.removeIf(
                        message -> message.path("type").asString("").equals("metrics_update"));
            }
            assertThat(meters.get("dashboard.feed.shed").counter().count()).isGreaterThan(before);
            assertThat(quick.closed).isNotDone();
        }
    }
}
