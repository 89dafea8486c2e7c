package dev.sentiment4j.instagram;

import static dev.sentiment4j.instagram.InstagramHarness.options;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.http.HttpOptions;
import dev.sentiment4j.http.Secret;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.pipeline.memory.InMemoryCheckpointStore;
import dev.sentiment4j.testkit.FakeConnection;
import dev.sentiment4j.testkit.FakeInstagram;
import dev.sentiment4j.testkit.FakeReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that break, hang or lead nowhere, bodies that cannot be read, and ends at any moment. */
class InstagramConnectionTest {
    private static final Duration TEN = Duration.ofMinutes(10);

    private final InstagramHarness h = new InstagramHarness();

    @AfterEach
    void close() {
        h.close();
    }

    private void open(InstagramClientOptions.Builder clientOptions) {
        h.open(options().hashtags(List.of("coke")).build(), clientOptions.build());
    }

    private static String data(String item) {
        return "{\"data\": [" + item + "]}";
    }

    static Stream<FakeReply> bodiesThatCannotBeRead() {
        return Stream.of(
                FakeReply.json(200, ""),
                FakeReply.json(200, "{\"data\": ["),
                FakeReply.json(200, "{\"data\": \"no list\"}"),
                FakeReply.html(200, "<html>maintenance</html>"),
                FakeReply.json(200, "[".repeat(10_000)),
                FakeReply.json(200, "{\"data\": [], \"data\": []}"),
                FakeReply.json(200, "{}").withBody(data("{\"id\": \"\u00fc\"}").getBytes(StandardCharsets.ISO_8859_1)),
                FakeReply.status(302).withHeader("location", "/login"));
    }

    @ParameterizedTest
    @MethodSource("bodiesThatCannotBeRead")
    void whatCannotBeRead_isToldOnce_andWaitedOut(FakeReply reply) throws Exception {
        List<String> all = h.media("coke", 60);
        open(h.clientOptions());
        h.request();
        h.instagram.replyNext(reply, reply);
        assertThat(h.run(TEN)).isEqualTo(all);
        assertThat(h.disconnects).hasSize(1);
        assertThat(h.source.stats().orElseThrow().faults()).isEqualTo(2);
    }

    @Test
    void aBodyOfTenMegabytes_isNotRead() throws Exception {
        List<String> all = h.media("coke", 2);
        open(h.clientOptions().http(HttpOptions.builder().maxBodyBytes(1 << 20).build()));
        h.instagram.replyNext(FakeReply.json(200, "{\"data\": \"" + "x".repeat(10 << 20) + "\"}"));
        assertThat(h.run(TEN)).isEqualTo(all);
        assertThat(h.disconnects).hasSize(1);
    }

    @Test
    void numbersAsStrings_andStringsAsNumbers_areRead() throws Exception {
        h.media("coke", 1);
        open(h.clientOptions());
        h.request();
        h.instagram.replyNext(FakeReply.json(
                200,
                data("{\"id\": 17840000000000777, \"caption\": 12, \"like_count\": \"3\","
                        + " \"timestamp\": \"2026-03-01T11:00:00+0000\"}")));
        assertThat(h.run(Duration.ofMinutes(1))).containsExactly("17840000000000777");
    }

    @Test
    void gzip_isRead() throws Exception {
        h.media("coke", 1);
        open(h.clientOptions());
        h.request();
        h.instagram.replyNext(FakeReply.json(200, data("{\"id\": \"1\", \"timestamp\": \"2026-03-01T11:00:00+0000\"}"))
                .gzipped());
        assertThat(h.run(Duration.ofMinutes(1))).containsExactly("1");
    }

    @Test
    void connectionsThatBreak_areMadeAnew() throws Exception {
        List<String> all = h.media("coke", 60);
        open(h.clientOptions());
        for (int i = 0; i < 2; i++) {
            h.instagram.breakNext(connection -> connection.reset());
            h.instagram.breakNext(connection -> connection.close());
        }
        assertThat(h.run(TEN)).isEqualTo(all);
    }

    private static void silence(FakeConnection connection) {
        try {
            connection.staySilent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says nothing, until the one who waits has waited for as long as it may. */
    private void sitOut(FakeConnection connection) {
        silence(connection);
        Duration patience = HttpOptions.defaults().requestTimeout();
        try {
            h.time.awaitWaiter("", patience);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        h.time.advance(patience);
    }

    @Test
    void silence_isNoticed_andAskedAgain() throws Exception {
        List<String> all = h.media("coke", 2);
        open(h.clientOptions());
        h.instagram.breakNext(this::sitOut);
        assertThat(h.run(TEN)).isEqualTo(all);
        assertThat(h.disconnects).hasSize(1);
    }

    @Test
    void aNameThatCannotBeResolved_isSaid() throws Exception {
        open(h.clientOptions().graphUri(URI.create("http://graph.invalid")));
        h.run(TEN);
        assertThat(h.disconnects).singleElement().satisfies(e -> assertThat(e).hasMessageContaining("resolved"));
    }

    @Test
    void aPortThatSpeaksNoTls_isSaid() throws Exception {
        open(h.clientOptions().graphUri(URI.create(h.instagram.uri().toString().replace("http:", "https:"))));
        h.run(TEN);
        assertThat(h.disconnects).singleElement().satisfies(e -> assertThat(e).hasMessageContaining("TLS"));
    }

    @Test
    void aProxy_isUsed() throws Exception {
        List<String> all = h.media("coke", 2);
        open(h.clientOptions()
                .graphUri(URI.create("http://graph.invalid"))
                .http(HttpOptions.builder()
                        .proxy(ProxySelector.of(new InetSocketAddress(
                                "127.0.0.1", h.instagram.uri().getPort())))
                        .build()));
        assertThat(h.run(TEN)).isEqualTo(all);
    }

    @Test
    void aWallClockThatJumps_neitherStopsNorHurriesIt() throws Exception {
        String media = h.instagram.ownMedia();
        List<String> all = new ArrayList<>(h.comments(media, 2));
        h.open(options().mediaIds(List.of(media)).build()).run(TEN);
        for (Duration jump : List.of(Duration.ofDays(-400), Duration.ofDays(800))) {
            h.time.jumpWallClock(jump);
            all.addAll(h.comments(media, 2));
            int before = h.instagram.requests().size();
            h.run(TEN);
            assertThat(h.instagram.requests().size() - before).isBetween(4, 6);
        }
        assertThat(h.got).extracting(delivery -> delivery.id()).containsExactlyElementsOf(all);
    }

    @Test
    void aSinkThatBlocksForTenMinutes_losesNothing_whileThereIsRoom() throws Exception {
        open(h.clientOptions());
        List<String> all = new ArrayList<>();
        Instant end = h.time.now().plus(TEN);
        while (h.time.now().isBefore(end)) {
            all.addAll(h.media("coke", 30));
            h.time.advance(Duration.ofMinutes(1));
            h.request();
        }
        assertThat(h.source.lag().waiting().orElse(0)).isGreaterThan(50);
        assertThat(h.run(TEN)).isEqualTo(all);
        assertThat(h.gaps).isEmpty();
    }

    private static InstagramSource source(FakeInstagram real) {
        return new InstagramSource(
                new InstagramClient(InstagramClientOptions.builder(Secret.of(FakeInstagram.TOKEN))
                        .graphUri(real.uri())
                        .build()),
                options().hashtags(List.of("coke")).build(),
                new InMemoryCheckpointStore());
    }

    private static void assertClosesPromptly(InstagramSource source) {
        long start = System.nanoTime();
        source.close();
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void close_duringBackOff_isPrompt() throws Exception {
        try (FakeInstagram real = FakeInstagram.start()) {
            real.replyNext(FakeInstagram.error(400, 4));
            InstagramSource source = source(real);
            CountDownLatch down = new CountDownLatch(1);
            source.open(new SourceListener() {
                @Override
                public void disconnected(Throwable cause) {
                    down.countDown();
                }
            });
            assertThat(down.await(30, TimeUnit.SECONDS)).isTrue();
            assertClosesPromptly(source);
        }
    }

    @Test
    void close_whileNothingIsAnswered_isPrompt() throws Exception {
        try (FakeInstagram real = FakeInstagram.start()) {
            CountDownLatch asked = new CountDownLatch(1);
            real.breakNext(connection -> {
                silence(connection);
                asked.countDown();
            });
            InstagramSource source = source(real);
            source.open(SourceListener.NONE);
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            assertClosesPromptly(source);
        }
    }
}
