package dev.sentiment4j.benchmarks.service;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;

/** Many pages at once, as far as the feed goes: how long from when a post was written until each has it. */
final class FeedClients implements AutoCloseable {
    private static final long HOUR_MICROS = Duration.ofHours(1).toNanos() / 1000;

    private final List<WebSocket> sockets = new ArrayList<>();
    private final ConcurrentHistogram micros = new ConcurrentHistogram(HOUR_MICROS, 3);
    private final LongAdder lost = new LongAdder();
    private volatile boolean counting;

    /** Connects so many. */
    FeedClients(HttpClient http, URI feed, int clients) {
        for (int i = 0; i < clients; i++) {
            sockets.add(http.newWebSocketBuilder()
                    .subprotocols("sentiment.v1")
                    .buildAsync(feed, new Listener())
                    .join());
        }
    }

    /** From now on posts count. */
    void count() {
        counting = true;
    }

    /** From now on they do not. */
    void stop() {
        counting = false;
    }

    long received() {
        return micros.getTotalCount();
    }

    /** Connections that the service, or the network, has ended. */
    long lost() {
        return lost.sum();
    }

    /** The time that so many percent of all deliveries took at most, in milliseconds. */
    double percentile(double percent) {
        return micros.getValueAtPercentile(percent) / 1e3;
    }

    @Override
    public void close() {
        sockets.forEach(WebSocket::abort);
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                Instant now = Instant.now();
                if (counting && message.indexOf("{\"type\":\"new_post\"") == 0) {
                    record(now);
                }
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void record(Instant now) {
            JsonObject post =
                    JsonParser.parseString(message.toString()).getAsJsonObject().getAsJsonObject("data");
            Instant written = Instant.parse(
                    post.get(post.has("editedAt") ? "editedAt" : "createdAt").getAsString());
            micros.recordValue(Math.max(
                    0, Math.min(HOUR_MICROS, Duration.between(written, now).toNanos() / 1000)));
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            lost.increment();
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            lost.increment();
        }
    }
}
