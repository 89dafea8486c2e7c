package dev.sentiment4j.benchmarks.service;

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
    private static final String POST = "{\"type\":\"new_post\"";
    private static final String CREATED = "\"createdAt\":\"";
    private static final String EDITED = "\"editedAt\":\"";
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
                if (counting) {
                    record(Instant.now());
                }
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        /** Looks for what it needs alone: on one machine with the service, reading all of it would slow that down. */
        private void record(Instant now) {
            int at = message.indexOf(POST);
            while (at >= 0) {
                int next = message.indexOf(POST, at + POST.length());
                int edited = message.indexOf(EDITED, at);
                boolean isEdited = edited >= 0 && (next < 0 || edited < next);
                int time = isEdited ? edited + EDITED.length() : message.indexOf(CREATED, at) + CREATED.length();
                Instant written = Instant.parse(message.substring(time, message.indexOf("\"", time)));
                micros.recordValue(Math.max(
                        0, Math.min(HOUR_MICROS, Duration.between(written, now).toNanos() / 1000)));
                at = next;
            }
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
