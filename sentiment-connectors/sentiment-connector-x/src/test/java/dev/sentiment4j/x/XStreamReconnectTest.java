package dev.sentiment4j.x;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.http.HttpOptions;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.testkit.FakeReply;
import dev.sentiment4j.testkit.FakeRequest;
import dev.sentiment4j.testkit.FakeStream;
import dev.sentiment4j.testkit.FakeX;
import dev.sentiment4j.testkit.FakeXReplies;
import dev.sentiment4j.x.XApiException.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When and how it connects again, by the clock. */
class XStreamReconnectTest extends XTestBase {
    private static final Duration WINDOW = Duration.ofMinutes(15);

    /** Another limit than that of requests, so that a test can tell one wait from the other. */
    private static final XStreamOptions PATIENT =
            XStreamOptions.builder().readIdleLimit(Duration.ofSeconds(40)).build();

    @ParameterizedTest
    @ValueSource(strings = {"end", "cut", "reset"})
    void cleanEnd_cutAndReset_areReplacedAtOnce(String how) throws Exception {
        XFilteredStreamSource source = open();
        FakeStream stream = x.awaitStream();
        for (int i = 1; i <= 5; i++) {
            x.publish(post(i));
            assertThat(pollIds(source, 1)).containsExactly(id(i));
            switch (how) {
                case "end" -> stream.end();
                case "cut" -> stream.cut();
                default -> stream.reset();
            }
            stream = x.awaitStreams(i + 1);
        }
        assertThat(time.now()).isEqualTo(START);
    }

    @Test
    void halfOpenSilence_isNoticedByTheIdleLimit_andReplacedAtOnce() throws Exception {
        XFilteredStreamSource source = open(PATIENT);
        FakeStream silent = x.awaitStream();
        x.publish(post(1));
        assertThat(pollIds(source, 1)).containsExactly(id(1));
        time.awaitWaiter(STREAM_THREAD, Duration.ofSeconds(40));
        time.advance(Duration.ofSeconds(39));
        assertThat(silent.isOpen()).isTrue();
        time.advance(Duration.ofSeconds(1));
        assertThat(silent.awaitClosed(Duration.ofSeconds(10))).isTrue();
        x.awaitStreams(2);
        x.publish(post(2));
        assertThat(pollIds(source, 1)).containsExactly(id(2));
        assertThat(heard.disconnects.take()).hasMessageContaining("silent for 40 s (readIdleLimit)");
    }

    @Test
    void silence_fromTheFirstByteOn_followsTheNetworkSchedule() throws Exception {
        XFilteredStreamSource source = open(PATIENT);
        for (int i = 1; i <= 8; i++) {
            x.awaitStreams(i);
            await("it reads", () -> source.stats().connected());
            time.awaitWaiter(STREAM_THREAD, Duration.ofSeconds(40));
            time.advance(Duration.ofSeconds(40));
            assertAbout(wake(), Duration.ofMillis(250L * i));
        }
    }

    @Test
    void acceptThenClose_followsTheNetworkSchedule_andNeverLeavesTheBudget() throws Exception {
        x.everyConnect((request, connection) -> connection.stream(false).end());
        open();
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waits.add(wake());
        }
        for (int i = 0; i < 24; i++) {
            assertAbout(waits.get(i), Duration.ofMillis(250L * (i + 1)));
        }
        assertConnectsWithinBudget();
        assertThat(waits.stream().skip(30).mapToLong(Duration::toSeconds).max().orElseThrow())
                .as("the longest wait, for the budget")
                .isGreaterThan(60);
    }

    @Test
    void connectionsThatCloseWithoutAWord_stayInTheBudgetToo() throws Exception {
        x.everyConnect((request, connection) -> connection.close());
        open();
        for (int i = 0; i < 80; i++) {
            wake();
        }
        assertConnectsWithinBudget();
    }

    @Test
    void keepAliveThenClose_isNoHotLoop() throws Exception {
        x.everyConnect((request, connection) -> {
            FakeStream stream = x.accept(connection);
            stream.write("\r\n");
            stream.end();
        });
        open();
        for (int i = 1; i <= 20; i++) {
            assertAbout(wake(), Duration.ofMillis(250L * i));
        }
        for (int i = 0; i < 40; i++) {
            wake();
        }
        assertConnectsWithinBudget();
    }

    private void assertConnectsWithinBudget() {
        List<Long> at = x.connects().stream().map(FakeRequest::nanos).toList();
        assertThat(at).hasSizeGreaterThan(50);
        for (int i = 50; i < at.size(); i++) {
            assertThat(at.get(i) - at.get(i - 50)).isGreaterThanOrEqualTo(WINDOW.toNanos());
        }
    }

    @Test
    void endless503_followsTheHttpSchedule() throws Exception {
        x.everyConnect((request, connection) -> connection.reply(FakeXReplies.unavailable()));
        open();
        for (long seconds : new long[] {5, 10, 20, 40, 80, 160, 320, 320, 320}) {
            assertAbout(wake(), Duration.ofSeconds(seconds));
        }
        assertThat(heard.awaitRefusal().kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void provisioning_500WithoutBody_andAnHtmlPage_waitAsHttpErrors() throws Exception {
        x.nextConnect(FakeXReplies.provisioning());
        x.nextConnect(FakeReply.status(500));
        x.nextConnect(FakeReply.html(502, "<html>secret</html>"));
        open();
        assertAbout(wake(), Duration.ofSeconds(5));
        assertThat(heard.awaitRefusal().reason()).isEqualTo("ProvisioningSubscription");
        assertAbout(wake(), Duration.ofSeconds(10));
        heard.awaitRefusal();
        assertAbout(wake(), Duration.ofSeconds(20));
        assertThat(heard.awaitRefusal()).hasMessageNotContaining("secret");
        x.awaitStream();
    }

    @Test
    void backOff_beginsAnew_onlyWhenAConnectionHasProvedToBeAlive() throws Exception {
        x.nextConnect(FakeXReplies.unavailable());
        x.nextConnect((request, connection) -> connection.stream(false).end());
        x.nextConnect(FakeXReplies.unavailable());
        XFilteredStreamSource source = open();
        assertAbout(wake(), Duration.ofSeconds(5));
        assertAbout(wake(), Duration.ofMillis(250));
        assertAbout(wake(), Duration.ofSeconds(10));
        FakeStream stream = x.awaitStream();
        x.nextConnect(FakeXReplies.unavailable());
        x.publish(post(1));
        assertThat(pollIds(source, 1)).containsExactly(id(1));
        stream.end();
        assertAbout(wake(), Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UpstreamOperationalDisconnect", "SlowReader", "ForceDisconnect"})
    void operationalDisconnect_withoutClose_isClosedFromHere_andReplaced(String type) throws Exception {
        XFilteredStreamSource source = open();
        FakeStream stream = x.awaitStream();
        x.publish(post(1));
        x.sendLine(FakeXReplies.disconnectLine(type));
        assertThat(stream.awaitClosed(Duration.ofSeconds(10))).isTrue();
        x.awaitStreams(2);
        XApiException told = heard.awaitRefusal();
        assertThat(told.kind()).isEqualTo(Kind.DISCONNECTED);
        assertThat(told.reason()).isEqualTo(type);
        x.publish(post(2));
        assertThat(pollIds(source, 2)).isEqualTo(ids(1, 3));
    }

    @Test
    void operationalDisconnect_withClose_isReplaced() throws Exception {
        prove(open());
        FakeStream stream = x.awaitStream();
        x.sendLine(FakeXReplies.disconnectLine("OperationalDisconnect"));
        stream.end();
        x.awaitStreams(2);
        assertThat(heard.awaitRefusal().reason()).isEqualTo("OperationalDisconnect");
    }

    @ParameterizedTest
    @ValueSource(strings = {"InvalidRules", "ClientApplicationStateDegraded"})
    void disconnect_ofAKindThatLasts_waits(String type) throws Exception {
        prove(open());
        x.sendLine(FakeXReplies.disconnectLine(type));
        assertAbout(wake(), Duration.ofSeconds(5));
        x.awaitStreams(2);
    }

    @Test
    void disconnect_asTheFirstLine_timeAndAgain_isNoHotLoop() throws Exception {
        x.everyConnect((request, connection) ->
                x.accept(connection).write(FakeXReplies.disconnectLine("OperationalDisconnect") + "\r\n"));
        open();
        for (long seconds : new long[] {5, 10, 20, 40}) {
            assertAbout(wake(), Duration.ofSeconds(seconds));
        }
    }

    @Test
    void bareProblemObject_endsTheStreamLikeAnError() throws Exception {
        prove(open());
        x.sendLine(FakeXReplies.problemLine());
        x.awaitStreams(2);
        assertThat(heard.awaitRefusal().kind()).isEqualTo(Kind.DISCONNECTED);
    }

    @Test
    void htmlPageInPlaceOfAStream_isNotTakenForOne() throws Exception {
        x.nextConnect(FakeReply.html(200, "<html>log in here</html>"));
        SourceException e = pollFailure(open());
        assertThat(e).hasMessageContaining("HTML page").hasMessageContaining("proxy");
    }

    @Test
    void portThatNobodyListensOn_isTriedByTheNetworkSchedule() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        open(
                options().toBuilder()
                        .apiUri(URI.create("http://127.0.0.1:" + port))
                        .build(),
                XStreamOptions.defaults());
        for (int i = 1; i <= 5; i++) {
            assertAbout(wake(), Duration.ofMillis(250L * i));
        }
        assertThat(heard.disconnects.take()).hasMessageContaining("cannot be connected to");
    }

    @Test
    void nameThatDoesNotResolve_isTriedByTheNetworkSchedule() throws Exception {
        open(
                options().toBuilder()
                        .apiUri(URI.create("http://no-such-host.invalid"))
                        .build(),
                XStreamOptions.defaults());
        assertAbout(wake(), Duration.ofMillis(250));
        assertThat(heard.disconnects.take()).hasMessageContaining("cannot be resolved");
    }

    @Test
    void portThatSpeaksNoTls_isSaidInWords() throws Exception {
        open(
                options().toBuilder()
                        .apiUri(URI.create("https://127.0.0.1:" + x.uri().getPort()))
                        .build(),
                XStreamOptions.defaults());
        assertAbout(wake(), Duration.ofMillis(250));
        assertThat(heard.disconnects.take()).hasMessageContaining("TLS");
    }

    @Test
    void proxy_isUsed() throws Exception {
        ProxySelector proxy =
                ProxySelector.of(new InetSocketAddress("127.0.0.1", x.uri().getPort()));
        open(
                options().toBuilder()
                        .apiUri(URI.create("http://api.x.invalid"))
                        .http(HttpOptions.builder().proxy(proxy).build())
                        .build(),
                XStreamOptions.defaults());
        x.awaitStream();
        assertThat(x.connects().get(0).header("host")).contains("api.x.invalid");
    }

    @Test
    void clockThatJumps_changesNoWait() throws Exception {
        x.nextConnect(FakeXReplies.unavailable());
        XFilteredStreamSource source = open();
        await("it waits", () -> time.nextWake().isPresent());
        time.jumpWallClock(Duration.ofDays(-3));
        assertAbout(wake(), Duration.ofSeconds(5));
        x.awaitStream();
        time.jumpWallClock(Duration.ofDays(30));
        x.publish(post(1));
        assertThat(pollIds(source, 1)).containsExactly(id(1));
        assertThat(x.streamsOpened()).isEqualTo(1);
    }

    @Test
    void stop_duringBackOff_takesLessThanASecond() throws Exception {
        x.nextConnect(FakeXReplies.usageCapped("Monthly"));
        XFilteredStreamSource source = open();
        await("it waits", () -> time.nextWake().isPresent());
        assertClosesQuickly(source);
    }

    @Test
    void stop_whileItReads_andWhileXIsSilent_takesLessThanASecond() throws Exception {
        XFilteredStreamSource reading = open();
        FakeStream stream = x.awaitStream();
        x.publish(post(1));
        pollIds(reading, 1);
        assertClosesQuickly(reading);
        assertThat(stream.awaitClosed(Duration.ofSeconds(10))).isTrue();
        x.nextConnect((request, connection) -> connection.staySilent());
        XFilteredStreamSource connecting = open();
        await("it has asked", () -> x.connects().size() == 2);
        assertClosesQuickly(connecting);
    }

    private static void assertClosesQuickly(XFilteredStreamSource source) {
        long start = System.nanoTime();
        source.close();
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("sentiment4j-x"))
                        .filter(Thread::isAlive))
                .isEmpty();
    }

    @Test
    void token_isNeverShown() throws IOException, InterruptedException {
        XOptions options = options();
        XFilteredStreamSource source = open(options, XStreamOptions.defaults());
        x.awaitStream();
        assertThat(String.join(
                        " ",
                        options.toString(),
                        options.credentials().toString(),
                        source.toString(),
                        source.name(),
                        source.stats().toString(),
                        XCredentials.clientCredentials(FakeX.KEY, FakeX.SECRET).toString()))
                .doesNotContain(FakeX.TOKEN)
                .doesNotContain(FakeX.SECRET)
                .doesNotContain(FakeX.KEY);
    }
}
