package dev.sentiment4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.http.BodyTooLargeException;
import dev.sentiment4j.http.HttpFaults;
import dev.sentiment4j.http.HttpLink;
import dev.sentiment4j.http.HttpOptions;
import dev.sentiment4j.http.HttpReply;
import dev.sentiment4j.http.HttpStream;
import dev.sentiment4j.http.LineReader;
import dev.sentiment4j.http.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The fake server and the client that connectors share, against each other. */
class FakeHttpServerTest {
    private final HttpLink link = new HttpLink(HttpOptions.defaults(), TimeSource.system());

    private static FakeHttpServer server(FakeHttpServer.Handler handler) {
        return FakeHttpServer.start(handler);
    }

    private HttpReply get(URI uri) throws Exception {
        return link.send(link.request(uri).build());
    }

    @Test
    void reply_arrivesWhole_packedOrNot() throws Exception {
        try (FakeHttpServer server = server((request, connection) -> {
            FakeReply reply = FakeReply.json(201, "{\"q\":\"" + request.query().get("q") + "\"}")
                    .withHeader("x-rate-limit-remaining", "48");
            connection.reply(request.path().equals("/gzip") ? reply.gzipped() : reply);
        })) {
            for (String path : new String[] {"/plain", "/gzip"}) {
                HttpReply reply = get(URI.create(server.uri() + path + "?q=%C3%BC%20x"));
                assertThat(reply.status()).isEqualTo(201);
                assertThat(reply.json().get("q").asText()).isEqualTo("ü x");
            }
            assertThat(server.requests()).hasSize(2).allSatisfy(r -> assertThat(r.header("User-Agent"))
                    .hasValueSatisfying(agent -> assertThat(agent).startsWith("sentiment4j/")));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void answerThatIsTooLarge_isSaidAsSuch_andOfARefusalTheStatusCounts() throws Exception {
        HttpLink small = new HttpLink(HttpOptions.builder().maxBodyBytes(1024).build(), TimeSource.system());
        try (FakeHttpServer server = server((request, connection) -> {
            FakeReply large = FakeReply.status(request.path().equals("/refused") ? 503 : 200)
                    .withBody("x".repeat(5000));
            connection.reply(request.path().equals("/gzip") ? large.gzipped() : large);
        })) {
            for (String path : new String[] {"/plain", "/gzip"}) {
                URI uri = URI.create(server.uri() + path);
                assertThatThrownBy(() -> small.send(small.request(uri).build()))
                        .isInstanceOfSatisfying(
                                BodyTooLargeException.class, e -> assertThat(HttpFaults.describe(e, server.uri()))
                                        .contains("127.0.0.1")
                                        .contains("more than maxBodyBytes = 1024 bytes")
                                        .doesNotContain("broke"));
            }
            HttpReply refused = small.send(
                    small.request(URI.create(server.uri() + "/refused")).build());
            assertThat(refused.status()).isEqualTo(503);
        }
    }

    @Test
    void stream_arrivesLineByLine_atAnySplit() throws Exception {
        CompletableFuture<FakeStream> streams = new CompletableFuture<>();
        try (FakeHttpServer server = server((request, connection) -> streams.complete(connection.stream(false)));
                HttpStream stream = link.open(link.request(server.uri()).build())) {
            LineReader lines = new LineReader(stream.body(), 1000);
            FakeStream fake = streams.get(10, TimeUnit.SECONDS);
            byte[] text = "{\"a\":\"ü😍\"}\r\n\r\n{\"b\":1}\r\n".getBytes(StandardCharsets.UTF_8);
            for (byte b : text) {
                fake.write(new byte[] {b});
            }
            assertThat(text(lines.next())).isEqualTo("{\"a\":\"ü😍\"}");
            assertThat(lines.next().isEmpty()).isTrue();
            assertThat(text(lines.next())).isEqualTo("{\"b\":1}");
            fake.end();
            assertThat(lines.next()).isNull();
        }
    }

    @Test
    void stream_packed_arrivesWithoutDelay() throws Exception {
        CompletableFuture<FakeStream> streams = new CompletableFuture<>();
        try (FakeHttpServer server = server((request, connection) -> streams.complete(connection.stream(true)));
                HttpStream stream = link.open(link.request(server.uri()).build())) {
            LineReader lines = new LineReader(stream.body(), 1000);
            FakeStream fake = streams.get(10, TimeUnit.SECONDS);
            fake.write("{\"a\":1}\r\n");
            assertThat(text(lines.next())).isEqualTo("{\"a\":1}");
            fake.write("{\"b\":1}\r\n");
            assertThat(text(lines.next())).isEqualTo("{\"b\":1}");
        }
    }

    @Test
    void stream_tooLongALine_isCutAndTheNextIsWhole() throws Exception {
        CompletableFuture<FakeStream> streams = new CompletableFuture<>();
        try (FakeHttpServer server = server((request, connection) -> streams.complete(connection.stream(false)));
                HttpStream stream = link.open(link.request(server.uri()).build())) {
            LineReader lines = new LineReader(stream.body(), 1000);
            FakeStream fake = streams.get(10, TimeUnit.SECONDS);
            fake.write("x".repeat(500_000) + "\r\nshort\r\n");
            LineReader.Line line = lines.next();
            assertThat(line.isCut()).isTrue();
            assertThat(line.length()).isEqualTo(500_000);
            assertThat(line.bytes()).hasSize(1000);
            assertThat(text(lines.next())).isEqualTo("short");
        }
    }

    @Test
    void stream_closedByItsReader_isNoticedByTheServer() throws Exception {
        CompletableFuture<FakeStream> streams = new CompletableFuture<>();
        try (FakeHttpServer server = server((request, connection) -> streams.complete(connection.stream(false)))) {
            HttpStream stream = link.open(link.request(server.uri()).build());
            FakeStream fake = streams.get(10, TimeUnit.SECONDS);
            assertThat(fake.isOpen()).isTrue();
            stream.close();
            assertThat(fake.awaitClosed(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void stream_resetOrCut_failsTheRead() throws Exception {
        for (boolean reset : new boolean[] {true, false}) {
            CompletableFuture<FakeStream> streams = new CompletableFuture<>();
            try (FakeHttpServer server = server((request, connection) -> streams.complete(connection.stream(false)));
                    HttpStream stream = link.open(link.request(server.uri()).build())) {
                FakeStream fake = streams.get(10, TimeUnit.SECONDS);
                if (reset) {
                    fake.reset();
                } else {
                    fake.cut();
                }
                assertThatThrownBy(() -> stream.body().read()).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void stream_thatIsSilent_failsAfterItsLimit_ofVirtualTime() throws Exception {
        VirtualTime time = new VirtualTime(Instant.parse("2026-08-01T10:00:00Z"));
        HttpLink virtual = new HttpLink(HttpOptions.defaults(), time);
        CompletableFuture<FakeStream> streams = new CompletableFuture<>();
        try (FakeHttpServer server = server((request, connection) -> streams.complete(connection.stream(false)));
                HttpStream stream = virtual.open(virtual.request(server.uri()).build())) {
            stream.idleLimit(Duration.ofSeconds(30));
            streams.get(10, TimeUnit.SECONDS).write("\r\n");
            assertThat(stream.body().read()).isEqualTo('\r');
            assertThat(stream.body().read()).isEqualTo('\n');
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread reader = new Thread(
                    () -> {
                        try {
                            stream.body().read();
                        } catch (IOException e) {
                            end.complete(e);
                        }
                    },
                    "silent-reader");
            reader.start();
            time.awaitWaiter("silent-reader", Duration.ofSeconds(30));
            time.advance(Duration.ofSeconds(30));
            assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(HttpTimeoutException.class);
        }
    }

    /** The JDK's client asks once more by itself where the answer to a GET is the end of its connection. */
    @Test
    void accepted_thenClosed_isAskedForTwiceAtMost() throws Exception {
        try (FakeHttpServer server = server((request, connection) -> connection.close())) {
            for (int attempt = 1; attempt <= 10; attempt++) {
                assertThatThrownBy(() -> get(server.uri())).isInstanceOf(IOException.class);
                assertThat(server.connections()).isBetween(attempt, 2 * attempt);
            }
            server.acceptThenClose(true);
            int before = server.connections();
            assertThatThrownBy(() -> get(server.uri())).isInstanceOf(IOException.class);
            assertThat(server.connections()).isBetween(before + 1, before + 2);
        }
    }

    @Test
    void reset_isSaidInWords() throws Exception {
        try (FakeHttpServer server = server((request, connection) -> connection.reset())) {
            assertThatThrownBy(() -> get(URI.create(server.uri() + "/p?access_token=hidden")))
                    .isInstanceOfSatisfying(IOException.class, e -> assertThat(HttpFaults.describe(e, server.uri()))
                            .isEqualTo(server.uri() + ": the connection broke"));
        }
    }

    private static String text(LineReader.Line line) {
        return new String(line.bytes(), StandardCharsets.UTF_8);
    }
}
