package dev.sentiment4j.examples.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.examples.dashboard.wiring.Servers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** It is stopped while it has much to do. */
@ExtendWith(Dashboard.Shared.class)
@Timeout(120)
class ShutdownTest {
    private static final int CALLERS = 6;

    private final Servers servers;

    ShutdownTest(Dashboard shared) {
        this.servers = shared.bean(Servers.class);
    }

    @Test
    void whatWasBegunIsAnsweredAndPagesAreToldToComeBack() throws Exception {
        Dashboard dashboard = Dashboard.start(
                "--dashboard.redis-url=" + servers.redisUrl(),
                "--dashboard.jdbc-url=" + servers.jdbcUrl(),
                "--dashboard.rate-limit.enabled=false",
                "--sentiment.redis.source.group=stopped",
                "--sentiment.redis.source.start=new",
                "--server.shutdown=graceful");
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket page = Dashboard.HTTP
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://localhost:" + dashboard.port() + "/ws/sentiment"), new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                                closed.complete(status);
                                return null;
                            }
                        })
                .join();
        String body = "{\"texts\":[" + String.join(",", Collections.nCopies(40, "\"it broke on a Sunday\"")) + "]}";
        HttpRequest request = HttpRequest.newBuilder(dashboard.uri("/predict/batch"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        AtomicBoolean closing = new AtomicBoolean();
        Queue<Integer> answers = new ConcurrentLinkedQueue<>();
        Queue<String> lost = new ConcurrentLinkedQueue<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Thread caller = new Thread(() -> call(request, closing, answers, lost));
            caller.start();
            callers.add(caller);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> answers.size() > 20);
        closing.set(true);
        dashboard.close();
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(answers).hasSizeGreaterThan(20).containsOnly(200);
        assertThat(lost).isEmpty();
        assertThat(closed.get(30, TimeUnit.SECONDS)).isEqualTo(1012);
        page.abort();
    }

    /** Until the service is gone: from when it is asked to stop on, a request may not get in, but none is cut off. */
    private static void call(HttpRequest request, AtomicBoolean closing, Queue<Integer> answers, Queue<String> lost) {
        while (true) {
            boolean before = !closing.get();
            try {
                answers.add(
                        Dashboard.HTTP.send(request, BodyHandlers.ofString()).statusCode());
            } catch (IOException e) {
                if (before && !closing.get()) {
                    lost.add(e.toString());
                }
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
